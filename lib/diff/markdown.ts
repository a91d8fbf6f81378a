import { accessLines, type Block, blocksOf, countInWords, untold } from './blocks';
import { dangersIn, isDangerous } from './danger';
import type { Consequence, Diff, EnvironmentDiff } from './spec';

/** First line of the comment, by which a pipeline finds the one to replace. */
const MARK = '<!-- supercargo diff -->';

/** GitHub takes comments of 65,536 characters. */
const MOST = 60_000;

/** A diff as a comment on a pull request: GitHub's and GitLab's Markdown. */
export function diffInMarkdown(diff: Diff): string {
  const dangers = dangersIn(diff);
  const count = dangers.length === 1 ? '1 danger' : `${dangers.length} dangers`;
  const head = [
    MARK,
    `**${countInWords(diff.environments)}**${dangers.length === 0 ? '' : `, and **${count} to acknowledge**`}`,
    '',
  ];
  const body = [
    ...diff.environments.flatMap(environmentLines),
    ...diff.notes.map((note) => `- not judged: ${code(note)}`),
  ];
  return cut([...head, ...body]);
}

function environmentLines(environment: EnvironmentDiff): readonly string[] {
  const access = accessLines(environment);
  return [
    `### ${environment.name === '' ? 'Files' : code(environment.name)}`,
    '',
    ...environment.consequences.map((one) => `- ${consequenceInWords(one)}`),
    ...blocksOf(environment).flatMap(blockLines),
    ...(access.length === 0
      ? []
      : ['- who may call whom', ...access.map((line) => `  - ${code(line)}`)]),
    '',
  ];
}

function blockLines({ state, title, changes, consequences }: Block): readonly string[] {
  return [
    `- ${state} ${code(title)}`,
    ...changes.flatMap(changeLines),
    ...untold(state, consequences).map((one) => `  - ${consequenceInWords(one)}`),
  ];
}

function changeLines(text: string): readonly string[] {
  const [first = '', ...rest] = text.split('\n');
  if (rest.length === 0) return [`  - ${code(text)}`];
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return [
    `  - ${code(first)}`,
    '',
    `    ${fence}diff`,
    ...rest.map((line) => `    ${line.trimStart()}`),
    `    ${fence}`,
    '',
  ];
}

function consequenceInWords(one: Consequence): string {
  const { effect, message, advice, danger, isFinal, acknowledged } = one;
  if (danger === undefined) return code(message);
  if (!isDangerous(one))
    return `${effect}: ${code(message)}, acknowledged: ${code(acknowledged ?? '')}`;
  const way = advice === undefined ? '' : ` To avoid it, ${advice}.`;
  const told = `**${effect}**: ${code(message)}.${way}`;
  return isFinal === true ? told : `${told} If it is meant: ${code(`--allow ${danger}`)}`;
}

/** What a manifest says, so that nothing in it is taken for Markdown or HTML. */
function code(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  const fence = '`'.repeat(longestRun(line) + 1);
  const pad = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${line}${pad}${fence}`;
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}

/** Whole lines, as far as they fit. */
function cut(lines: readonly string[]): string {
  let length = 0;
  const kept = lines.filter((line) => {
    length += line.length + 1;
    return length <= MOST;
  });
  const rest = lines.length - kept.length;
  const more = rest === 0 ? [] : ['', `... and ${rest} lines more: run \`npx supercargo diff\``];
  return `${[...kept, ...more].join('\n').trimEnd()}\n`;
}
