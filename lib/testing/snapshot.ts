import { basename, dirname, join } from 'node:path';
import { fieldsOf, findText } from '../manifest/fields';
import { listBy } from '../manifest/grouping';
import type { UpdateMode } from './kept-files';

/** The variables that decide whether a snapshot may be written. */
export interface SnapshotVariables {
  readonly CI?: string;
}

/**
 * What may be written: with jest's `-u` all, else what is new; nothing with `--ci`, or where `CI` is set.
 * @param context - what the runner gives to a matcher
 */
export function updateModeOf(
  context: unknown,
  { CI = '' }: SnapshotVariables = process.env,
): UpdateMode {
  if (!['', '0', 'false'].includes(CI)) return 'none';
  // The only place where jest says it, and vitest, too.
  const mode = fieldsOf(fieldsOf(context).snapshotState)._updateSnapshot;
  return mode === 'all' || mode === 'none' ? mode : 'new';
}

/** What to do about a snapshot that differs. */
export const ADVICE = 'If that is meant, run `npx jest -u` and review the changed files.';

/**
 * Folder of a snapshot, beside the test's file: `__yaml__/shop/what-cart-is`.
 * @param name - @default the test's
 */
export function snapshotFolder(context: unknown, name?: string): string {
  const { testPath, currentTestName } = fieldsOf(context);
  const path = findText(testPath);
  if (path === undefined)
    throw new Error(
      'the runner of the tests tells no file: use toMatchYamlFile(file), which says it',
    );
  const [base = ''] = basename(path).split(/\.(?:test|spec)\.|\.[cm]?[jt]sx?$/);
  return join(dirname(path), '__yaml__', base, slugOf(name ?? findText(currentTestName) ?? ''));
}

/**
 * The files of a synth, those of each system as one: `prod/shop/cart.yaml` and its neighbours are
 * `prod/shop.yaml`, each below its name.
 */
export function filesBySystem(files: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const systems = listBy(files, ([path]) => [systemOf(path)]);
  return new Map(
    [...systems].map(([system, parts]) => [
      system,
      parts
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([path, text]) => `# ${path}\n${text}`)
        .join('---\n'),
    ]),
  );
}

function systemOf(path: string): string {
  const folder = dirname(path);
  return folder === '.' ? path : `${folder}.yaml`;
}

/** A test's name as one of a file. */
function slugOf(name: string): string {
  const slug = name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
  return slug.slice(0, 80) || 'unnamed';
}
