import { type Problem, show } from '../problem/problem';

/** What backtracking engines know and RE2 doesn't, as it matches in linear time. */
const UNKNOWN: readonly (readonly [RegExp, string])[] = [
  [/\(\?(=|!|<=|<!)/, 'looks ahead or behind'],
  [/\\[1-9]/, 'refers back to a group'],
  [/\\k</, 'refers back to a group'],
  [/\(\?>/, 'has an atomic group'],
  [/[*+?}]\+/, 'has a possessive quantifier'],
];

/** RE2 refuses to count further. */
const MAX_REPEAT = 1000;

/**
 * Checks a regular expression in RE2's syntax, as far as that can be told here: what RE2 hasn't, and what
 * compiles nowhere.
 * @see https://github.com/google/re2/wiki/Syntax
 */
export function checkRegex(field: string, regex: string): readonly Problem[] {
  const wrong = (why: string) => [
    { field, message: `got ${show(regex)}, which ${why}: write an expression that RE2 takes` },
  ];
  const bare = withoutLiterals(regex);
  const unknown = UNKNOWN.find(([form]) => form.test(bare));
  if (unknown !== undefined) return wrong(unknown[1]);
  const counts = [...bare.matchAll(/\{(\d+)(?:,(\d*))?\}/g)].flatMap(([, from, to]) => [from, to]);
  if (counts.some((count) => Number(count ?? 0) > MAX_REPEAT))
    return wrong(`repeats more than ${MAX_REPEAT} times`);
  const reason = findMistake(inJavaScript(bare));
  return reason === undefined ? [] : wrong(`doesn't compile (${reason})`);
}

/** Without what only looks like syntax: escaped backslashes, quoted text, and what stands in brackets. */
function withoutLiterals(regex: string): string {
  return regex
    .replace(/\\\\/g, 'x')
    .replace(/\\Q.*?(\\E|$)/gs, 'x')
    .replace(/\\[[\]]/g, 'x')
    .replace(/\[\^?\]?(?:\[:\^?[a-z]+:\]|[^\]])*\]/g, asSimpleClass);
}

/** Only a wrong range stays; JavaScript doesn't know the names of classes. */
function asSimpleClass(text: string): string {
  return text
    .replace(/^\[(\^?)\]/, '[$1\\]')
    .replace(/\[:\^?[a-z]+:\]/g, '\\w')
    .replace(/\\[1-9]/g, 'x')
    .replace(/[(){}*+?]/g, 'x');
}

/** Without RE2's own syntax, of which JavaScript knows nothing. */
function inJavaScript(regex: string): string {
  return regex
    .replace(/\(\?P</g, '(?<')
    .replace(/\(\?[imsU-]+\)/g, '')
    .replace(/\(\?[imsU-]+:/g, '(?:');
}

function findMistake(regex: string): string | undefined {
  try {
    new RegExp(regex);
    return undefined;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return message.slice(message.lastIndexOf(': ') + 2).toLowerCase();
  }
}
