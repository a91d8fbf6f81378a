import { ask, git } from '../git';
import { UserError } from '../user-error';
import { nameOf, type Target } from './targets';

/** Line of a commit by which one of ours is told from others. */
const SOURCE = 'Source-Commit';

/** How often it is tried to push, when others push at the same time. */
const ATTEMPTS = 3;

/** What is published. */
export interface Publication {
  readonly target: Target;
  /** Name of a remote, or a URL. */
  readonly remote: string;
  /** Commit of the config repo that it is from. */
  readonly source: string;
  /** Tree of the environment's folder in that commit. */
  readonly tree: string;
  /** Whether what others have committed to the branch may be replaced. */
  readonly adopt: boolean;
}

/** What was done, or would be: undefined for the commit where the branch is so already. */
export interface Published {
  readonly target: Target;
  readonly commit: string | undefined;
  /** Files that differ. */
  readonly changed: number;
}

/**
 * Adds a commit with the folder's content, and nothing else, to the branch, whose history only grows.
 * @param isDryRun - whether nothing is pushed
 * @throws UserError when the branch has other commits, and when git refuses
 */
export function publish(publication: Publication, isDryRun: boolean): Published {
  const { target, remote, tree } = publication;
  for (let attempt = 1; ; attempt++) {
    const parent = fetchTip(remote, target.branch);
    if (parent !== undefined && !publication.adopt) requireOurs(parent, publication);
    const changed = countChanges(parent, tree);
    if (parent !== undefined && changed === 0) return { target, commit: undefined, changed };
    const commit = commitTree(publication, parent);
    if (isDryRun || push(remote, commit, target, attempt)) return { target, commit, changed };
  }
}

/** The commit that a branch is at; undefined where there is no such branch. */
function fetchTip(remote: string, branch: string): string | undefined {
  const ref = `refs/heads/${branch}`;
  if (ask('ls-remote', '--heads', remote, ref) === '') return undefined;
  ask('fetch', '--quiet', '--no-tags', '--no-write-fetch-head', remote, `+${ref}:${TIP}`);
  const commit = ask('rev-parse', TIP);
  ask('update-ref', '-d', TIP);
  return commit;
}

/** Kept for a moment, so that nobody else's `FETCH_HEAD` is touched. */
const TIP = `refs/supercargo/publish-${process.pid}`;

function requireOurs(parent: string, { target }: Publication): void {
  const message = ask('log', '-1', '--format=%B', parent);
  if (message.split('\n').some((line) => line.startsWith(`${SOURCE}: `))) return;
  throw new UserError(
    `${target.environment}: the last commit of ${nameOf(target)} isn't from publish, which would replace all that is there: name another branch, or use --adopt if it may go`,
  );
}

function countChanges(parent: string | undefined, tree: string): number {
  const names =
    parent === undefined
      ? ask('ls-tree', '-r', '--name-only', tree)
      : ask('diff-tree', '-r', '--name-only', `${parent}^{tree}`, tree);
  return names === '' ? 0 : names.split('\n').length;
}

function commitTree({ target, source, tree }: Publication, parent: string | undefined): string {
  const subject = ask('log', '-1', '--format=%s', source);
  const message = `deploy(${target.environment}): ${subject}\n\n${SOURCE}: ${source}\n`;
  const parents = parent === undefined ? [] : ['-p', parent];
  return git(['commit-tree', tree, ...parents], message)
    .toString('utf8')
    .trim();
}

/** @returns false when somebody else was faster, and it can be tried again */
function push(remote: string, commit: string, { branch }: Target, attempt: number): boolean {
  try {
    ask('push', '--quiet', remote, `${commit}:refs/heads/${branch}`);
    return true;
  } catch (error) {
    const isLate =
      error instanceof UserError && /fetch first|non-fast-forward|cannot lock/.test(error.message);
    if (isLate && attempt < ATTEMPTS) return false;
    throw error;
  }
}
