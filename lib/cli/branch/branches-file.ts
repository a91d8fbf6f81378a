import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseBranches } from '../../config-repo/parse-branches';
import type { Branches, BranchSpec, VariantSpec } from '../../environment/branches';
import { formatProblem } from '../../problem/problem';
import { replace, withFolderLocked } from '../edited-folder';
import { allowedAmong } from '../environments';
import { UserError } from '../user-error';

const ENDING = '.branches.json';

/** Of the file that tells of an environment, too. */
const PINS_ENDING = '.images.json';

/** The file with an environment's feature branches. */
export function branchesFile(folder: string, environment: string): string {
  return join(folder, `${environment}${ENDING}`);
}

/**
 * Names of the environments that have a file of feature branches, sorted.
 * @throws UserError when there is no such folder
 */
export function environmentsWithBranches(folder: string): readonly string[] {
  return namesBefore(folder, ENDING);
}

/**
 * The open feature branches of an environment that has a file of its own.
 * @throws UserError when there is no such environment, or its file can't be read
 */
export function readKnownBranches(folder: string, environment: string): Branches {
  const known = [...namesBefore(folder, ENDING), ...namesBefore(folder, PINS_ENDING)];
  if (known.includes(environment)) return readBranches(folder, environment);
  const names = [...new Set(known)].sort();
  throw new UserError(
    `there is no environment '${environment}' in ${folder}, ${allowedAmong(environment, names)}`,
  );
}

function namesBefore(folder: string, ending: string): readonly string[] {
  requireFolder(folder);
  return readdirSync(folder)
    .filter((name) => name.endsWith(ending) && !name.startsWith('.'))
    .map((name) => name.slice(0, -ending.length))
    .sort();
}

/**
 * The open feature branches of an environment; none where there is no file.
 * @throws UserError when the file can't be read
 */
export function readBranches(folder: string, environment: string): Branches {
  requireFolder(folder);
  const file = branchesFile(folder, environment);
  if (!existsSync(file)) return {};
  const { branches, problems } = parseBranches(file, readFileSync(file, 'utf8'));
  if (problems.length > 0) throw new UserError(problems.map(formatProblem).join('\n'));
  return branches;
}

/**
 * Does work on the branches of a folder while no other process does.
 * @throws UserError when there is no such folder
 */
export function withBranchesLocked<T>(folder: string, work: () => T): T {
  requireFolder(folder);
  return withFolderLocked(folder, work);
}

/** Replaces an environment's feature branches in one step: whoever reads finds the old or the new ones. */
export function writeBranches(folder: string, environment: string, branches: Branches): void {
  replace(branchesFile(folder, environment), formatBranches(branches));
}

/** The text of a file: sorted by name, each thing in the same place. */
export function formatBranches(branches: Branches): string {
  const sorted = sortedMembers(branches, (system) => sortedMembers(system, orderedBranch));
  return `${JSON.stringify(sorted, undefined, 2)}\n`;
}

function orderedBranch({ expires, when, microservices }: BranchSpec): BranchSpec {
  return { expires, when, microservices: sortedMembers(microservices, orderedVariant) };
}

function orderedVariant({ image, when, replicas, env, serviceAccount }: VariantSpec): VariantSpec {
  return { image, when, replicas, env, serviceAccount };
}

function sortedMembers<T, R>(
  members: Readonly<Record<string, T>>,
  map: (member: T) => R,
): Readonly<Record<string, R>> {
  const entries = Object.entries(members).map(([name, member]) => [name, map(member)] as const);
  return Object.fromEntries(entries.sort(([one], [other]) => (one < other ? -1 : 1)));
}

function requireFolder(folder: string): void {
  if (existsSync(folder)) return;
  throw new UserError(
    `${folder}: there is no such folder: go to the folder of the config repo, or name another by --branches`,
  );
}
