import { isAbsolute, relative } from 'node:path';
import { askGit, splitBatch } from '../git/git';
import { UserError } from './user-error';

/**
 * The text of all files below a folder as they were at a revision, by path relative to the folder.
 * @param option - that named the revision, for messages
 * @throws UserError when there is no such revision, folder, or repository
 */
export function filesAt(
  revision: string,
  folder: string,
  option = '--from',
): readonly (readonly [string, string])[] {
  const tree = pathAt(revision, folder);
  const names = listTree(revision, tree, option);
  const objects = names.map((name) => `${tree}/${name}`);
  const texts = splitBatch(git(['cat-file', '--batch'], `${objects.join('\n')}\n`));
  return names.map((name, index) => [name, texts[index] ?? ''] as const);
}

/**
 * The text of one file as it was at a revision.
 * @param option - that named the revision, for messages
 * @throws UserError when there is no such revision, file, or repository
 */
export function fileAt(revision: string, file: string, option: string): string {
  requireRevision(revision, option);
  try {
    return git(['cat-file', 'blob', pathAt(revision, file)]).toString('utf8');
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    requireCommit(revision, option);
    throw new UserError(
      `${option}: got '${revision}', where there is no ${file}: name another revision (${error.message})`,
    );
  }
}

/** The root of the checkout that the working folder is in; undefined where there is none, or no git. */
export function findCheckout(): string | undefined {
  try {
    return git(['rev-parse', '--show-toplevel'])
      .toString('utf8')
      .replace(/\r?\n$/, '');
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return undefined;
  }
}

/** A path of the working folder, at a revision. */
function pathAt(revision: string, path: string): string {
  return `${revision}:./${isAbsolute(path) ? relative(process.cwd(), path) : path}`;
}

/** @throws UserError for what can't be a revision, before git takes it for an option */
function requireRevision(revision: string, option: string): void {
  if (revision === '' || revision.startsWith('-'))
    throw new UserError(
      `${option}: got '${revision}', allowed a revision of git: origin/main, HEAD~1`,
    );
}

/** @throws UserError for what isn't in git at all, before anyone looks for another folder */
function requireCommit(revision: string, option: string): void {
  if (!answers('rev-parse', '--git-dir'))
    throw new UserError("this isn't in a git repository: run `git init`, and commit what is there");
  if (answers('rev-parse', '--verify', '--quiet', `${revision}^{commit}`)) return;
  const advice = answers('rev-parse', '--verify', '--quiet', 'HEAD')
    ? 'name another revision: origin/main, HEAD~1; of a shallow clone, fetch more'
    : 'commit first';
  throw new UserError(`${option}: got '${revision}', which is no commit here: ${advice}`);
}

function answers(...args: readonly string[]): boolean {
  try {
    git(args);
    return true;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return false;
  }
}

function listTree(revision: string, tree: string, option: string): readonly string[] {
  requireRevision(revision, option);
  try {
    // The whole tree: what it lists would otherwise have to lie below the working folder.
    const listing = git(['ls-tree', '-r', '-z', '--name-only', '--full-tree', tree], '');
    return listing
      .toString('utf8')
      .split('\0')
      .filter((name) => name !== '' && !name.includes('\n'));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    requireCommit(revision, option);
    throw new UserError(
      `${option}: got '${revision}', where there is no ${tree.slice(tree.indexOf(':') + 1)}: name another revision, or another folder by --dist (${error.message})`,
    );
  }
}

/**
 * What git answers.
 * @throws UserError with what git says, when it refuses or isn't there
 */
export function git(args: readonly string[], input = ''): Buffer {
  const answer = askGit(args, input);
  if ('refusal' in answer) throw new UserError(answer.refusal);
  return answer.output;
}

/** What git answers, as text. */
export function ask(...args: readonly string[]): string {
  return git(args).toString('utf8').trim();
}
