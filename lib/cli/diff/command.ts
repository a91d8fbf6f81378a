import { Command } from 'commander';
import { countInWords } from '../../diff/blocks';
import { checkDanger, dangersIn } from '../../diff/danger';
import { diffInMarkdown } from '../../diff/markdown';
import type { Comparison } from '../../diff/side-by-side';
import type { Diff } from '../../diff/spec';
import { diffInText } from '../../diff/text';
import { formatProblem } from '../../problem/problem';
import { UserError } from '../user-error';
import { type Asked, compareSideBySide, diffFolders, diffSources } from './compare';

interface DiffOptions extends Asked {
  readonly with?: string;
  readonly allow: readonly string[];
  readonly markdown?: true;
  readonly json?: true;
}

/** There is a danger that nobody has acknowledged. */
const DANGEROUS = 2;

/**
 * `supercargo diff`
 * @param exit - takes the exit code
 */
export function diffCommand(exit: (code: number) => void): Command {
  return new Command('diff')
    .summary('what a change does to the cluster')
    .description(
      'Compares the committed output folder with what the sources make now; or two environments, or two ' +
        'folders of YAML or JSON: what changes, what comes of it, and what is dangerous.',
    )
    .argument('[before]', 'a folder of YAML or JSON, to compare with another one')
    .argument('[after]', 'the other folder')
    .option('--from <revision>', 'revision of git to compare with (default: HEAD)')
    .option('--env <environment>', 'this environment alone')
    .option('--with <environment>', 'compare --env with this one, as both are in the output folder')
    .option('--no-synth', 'compare with the output folder as it is')
    .option('--dist <folder>', 'output folder', 'dist')
    .option('--allow <danger>', 'acknowledge a danger; may be repeated', collect, [])
    .option('--markdown', 'print Markdown, for a pull request')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
Examples:
  supercargo diff
  supercargo diff --from origin/main --markdown
  supercargo diff --allow prune:PersistentVolumeClaim/shop-prod/data
  supercargo diff --env stage --with prod
  supercargo diff rendered-before rendered-after

Exit codes: 0 fine, 1 a mistake, 2 a danger that nobody has acknowledged.`,
    )
    .action((before: string | undefined, after: string | undefined, options: DiffOptions) => {
      checkOptions(before, after, options);
      const result = compare(before, after, options);
      process.stdout.write(print(result, options));
      if (dangersIn(result).length > 0) exit(DANGEROUS);
    });
}

function compare(
  before: string | undefined,
  after: string | undefined,
  options: DiffOptions,
): Diff | Comparison {
  const acknowledged = options.allow.map((change) => ({ change, reason: `--allow ${change}` }));
  if (before !== undefined && after !== undefined) return diffFolders(before, after, acknowledged);
  const { env, with: other, dist } = options;
  if (env !== undefined && other !== undefined) return compareSideBySide(env, other, dist);
  return diffSources(options, acknowledged);
}

function checkOptions(
  before: string | undefined,
  after: string | undefined,
  { env, with: other, from, allow, markdown, json }: DiffOptions,
): void {
  const mistakes = [
    ...allow.flatMap((change) => checkDanger('--allow', change).map(formatProblem)),
    ...(before !== undefined && after === undefined
      ? [`'${before}' is compared with what? Name a second folder, or a revision by --from`]
      : []),
    ...(before !== undefined && [env, other, from].some((option) => option !== undefined)
      ? ['two folders are compared as they are: leave out --from, --env and --with']
      : []),
    ...(other !== undefined && env === undefined ? ['--with: name the other one by --env'] : []),
    ...(other !== undefined && from !== undefined
      ? ['--with compares the output folder as it is: leave out --from']
      : []),
    ...(markdown && json ? ['--markdown and --json: choose one'] : []),
  ];
  if (mistakes.length > 0) throw new UserError(mistakes.join('\n'));
}

function print(result: Diff | Comparison, { markdown, json }: DiffOptions): string {
  if (json) {
    const dangers = dangersIn(result).map(({ danger }) => danger);
    return `${JSON.stringify({ dangers, ...result }, undefined, 2)}\n`;
  }
  if (markdown) return diffInMarkdown(result);
  const { isTTY } = process.stdout;
  const text = diffInText(result, { colour: isTTY && (process.env.NO_COLOR ?? '') === '' });
  if (!('notPromoted' in result) || countInWords(result.environments) === 'nothing changes')
    return text;
  const count = result.notPromoted.length;
  return count === 0
    ? `${text}images alone: a promotion makes both the same\n`
    : `${text}${count === 1 ? '1 object differs' : `${count} objects differ`} in more than images, which a promotion doesn't carry\n`;
}

function collect(change: string, before: readonly string[]): readonly string[] {
  return [...before, change];
}
