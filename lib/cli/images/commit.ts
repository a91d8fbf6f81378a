import { existsSync } from 'node:fs';
import { git } from '../git';
import { UserError } from '../user-error';

/** The state of the work tree before a change, for a commit of that change alone. */
export interface Before {
  /** Files that git doesn't know, and that are none of the change's. */
  readonly untracked: ReadonlySet<string>;
}

/**
 * Looks whether a change can be committed by itself.
 * @throws UserError when there is something else that isn't committed: dist/ would hold it
 */
export function requireCleanTree(): Before {
  const entries = statusOf([]);
  const changed = entries.filter(({ state }) => state !== UNTRACKED);
  if (changed.length > 0) {
    const files = changed.slice(0, 5).map(({ file }) => file);
    const more = changed.length > 5 ? ` and ${changed.length - 5} more` : '';
    throw new UserError(
      `--commit: there are changes that aren't committed, and would get into the commit by the new dist/: commit or stash them first (${files.join(', ')}${more})`,
    );
  }
  return { untracked: new Set(entries.map(({ file }) => file)) };
}

/**
 * Commits what a change has done below some paths, and nothing else.
 * @returns the new commit, short; undefined where git ignores all of it
 */
export function commitChange(
  { untracked }: Before,
  paths: readonly string[],
  message: string,
): string | undefined {
  const files = statusOf(paths.filter(existsOrTracked))
    .map(({ file }) => file)
    .filter((file) => !untracked.has(file));
  if (files.length === 0) return undefined;
  const list = `${files.map((file) => `:(top,literal)${file}`).join('\0')}\0`;
  const stdin = ['--pathspec-from-file=-', '--pathspec-file-nul'];
  git(['add', '--all', ...stdin], list);
  git(['commit', '--quiet', '--only', '--message', message, ...stdin], list);
  return git(['rev-parse', '--short', 'HEAD']).toString('utf8').trim();
}

const UNTRACKED = '??';

/** What isn't committed, by its path from the repository's root. */
function statusOf(paths: readonly string[]) {
  const listing = git([
    'status',
    '--porcelain=v1',
    '--no-renames',
    '--untracked-files=all',
    '-z',
    ...(paths.length === 0 ? [] : ['--', ...paths]),
  ]);
  return listing
    .toString('utf8')
    .split('\0')
    .filter((line) => line !== '')
    .map((line) => ({ state: line.slice(0, 2), file: line.slice(3) }));
}

function existsOrTracked(path: string): boolean {
  return existsSync(path) || git(['ls-files', '--', path]).length > 0;
}
