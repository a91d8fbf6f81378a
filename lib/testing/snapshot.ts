import { basename, dirname, isAbsolute, join, normalize } from 'node:path';
import { sha256 } from '../kubernetes/sha256';
import { fieldsOf } from '../manifest/fields';
import { listBy } from '../manifest/grouping';
import type { UpdateMode } from './kept-files';

/** The variables that decide whether a snapshot may be written. */
export interface SnapshotVariables {
  readonly CI?: string;
}

/**
 * What may be written: with jest's `-u` all, else what is new; with `--ci` alone nothing, and nothing at all where
 * `CI` is set. Of `--ci` and `-u` together jest tells the tests `-u` only.
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

/** Folder of all snapshots of a test's file, beside it: `__yaml__/shop`. */
export function snapshotRoot(testPath: string): string {
  const [base = ''] = basename(testPath).split(/\.(?:test|spec)\.|\.[cm]?[jt]sx?$/);
  return join(dirname(testPath), '__yaml__', base);
}

/**
 * The files of a synth, those of each system as one: `prod/shop/cart.yaml` and its neighbours are
 * `prod/shop.yaml`, each below its name.
 */
export function filesBySystem(files: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const inside = Array.from(files, ([path, text]) => [insidePath(path), text] as const);
  const systems = listBy(inside, ([path]) => [systemOf(path)]);
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

/** Where a file has its place in a snapshot's folder, wherever on this machine it is; objects may have none. */
function insidePath(path: string): string {
  const plain = normalize(path === '' ? 'objects.yaml' : path).replaceAll('\\', '/');
  const inside = isAbsolute(path) ? basename(plain) : plain.replace(/^(\.\.\/)+/, '');
  return `${inside.replace(/\.ya?ml$/, '')}.yaml`;
}

function systemOf(path: string): string {
  const folder = dirname(path);
  return folder === '.' ? path : `${folder}.yaml`;
}

/** Characters of a folder's name, each of up to four bytes, of which a file system takes 255. */
const LONGEST = 56;

/** A test's name as a folder's: words with `-` between them, and where that loses something, a hash of all. */
export function slugOf(name: string): string {
  const words = name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
  const slug = [...words].slice(0, LONGEST).join('').replace(/-$/, '') || 'unnamed';
  if (slug.replaceAll('-', ' ') === name) return slug;
  return `${slug}.${sha256(name).slice(0, 6)}`;
}
