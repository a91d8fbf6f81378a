import type * as re2js from 're2js';

/** A text that is no regular expression of Go, or one that it would take too long to look at. */
export class RegexError extends SyntaxError {}

/** A regular expression of Go, as Kubernetes uses them, in the time that Go takes, whoever wrote it. */
export interface Regex {
  /** @throws RegexError for a text that is too long for it */
  test(text: string): boolean;
  /** What it finds, from left to right. @throws RegexError for a text that is too long for it */
  findAll(text: string, most?: number): readonly string[];
}

/** Steps of an expression times characters of a text, which it may have to go through: about a second. */
const MOST_WORK = 20_000_000;

/** Answers that an expression remembers: thousands of objects have the same few quantities and names. */
const MOST_ANSWERS = 1000;
const LONGEST_REMEMBERED = 100;

/** What was read already, right or wrong. */
const known = new Map<string, Regex | RegexError>();

/**
 * A regular expression, read once.
 * @throws RegexError where Go has no such expression
 */
export function regexOf(pattern: string): Regex {
  const made = known.get(pattern) ?? read(pattern);
  known.set(pattern, made);
  if (made instanceof RegexError) throw made;
  return made;
}

/** Why a text is no regular expression of Go; undefined where it is one. */
export function findRegexMistake(pattern: string): string | undefined {
  const made = known.get(pattern) ?? read(pattern);
  known.set(pattern, made);
  return made instanceof RegexError ? made.message : undefined;
}

function read(pattern: string): Regex | RegexError {
  // Most syntheses meet no pattern.
  const { RE2JS, RE2JSSyntaxException }: typeof re2js = require('re2js');
  try {
    const compiled = RE2JS.compile(pattern);
    const answers = new Map<string, boolean>();
    return {
      test(text) {
        const known = answers.get(text);
        if (known !== undefined) return known;
        checkWork(compiled, text, 1);
        const answer = compiled.matcher(text).find();
        if (text.length <= LONGEST_REMEMBERED && answers.size < MOST_ANSWERS)
          answers.set(text, answer);
        return answer;
      },
      findAll: (text, most = Number.POSITIVE_INFINITY) => findAll(compiled, text, most),
    };
  } catch (error) {
    if (error instanceof RE2JSSyntaxException)
      return new RegexError(error.message.replace('error parsing regexp: ', ''));
    throw error;
  }
}

function findAll(compiled: re2js.RE2JS, text: string, most: number): readonly string[] {
  const found: string[] = [];
  const matcher = compiled.matcher(text);
  while (found.length < most) {
    checkWork(compiled, text, found.length + 1);
    if (!matcher.find()) break;
    found.push(matcher.group() ?? '');
  }
  return found;
}

function checkWork(compiled: re2js.RE2JS, text: string, rounds: number): void {
  if (compiled.programSize() * text.length * rounds > MOST_WORK)
    throw new RegexError(
      `the text is too long for its regular expression: ${text.length} characters`,
    );
}
