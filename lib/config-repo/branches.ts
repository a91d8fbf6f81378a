import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { IConstruct } from 'constructs';
import { Environment } from '../environment/environment';
import { FeatureBranch } from '../feature-branch/feature-branch';
import { findNearest } from '../problem/nearest';
import { formatProblem, wrongValue } from '../problem/problem';
import { findErrorCode } from '../writer/tree-error';
import { type BranchesReading, parseBranches } from './parse-branches';

/** Where the feature branches of an environment come from. */
export type BranchSource = (environment: string) => BranchesReading;

/**
 * Feature branches from `<environment>.branches.json` in a folder, each file read when its environment is
 * made. Where there is none, none are open.
 * @param folder - for example `join(__dirname, 'envs')`
 */
export function branchesIn(folder: string): BranchSource {
  return (environment) => {
    const file = join(folder, `${environment}.branches.json`);
    const shown = relative(process.cwd(), file);
    try {
      return { ...parseBranches(shown, readFileSync(file, 'utf8')), file: shown };
    } catch (error) {
      const reason = findErrorCode(error) ?? String(error);
      if (reason === 'ENOENT') return { branches: {}, file: shown, problems: [] };
      const message = `can't be read (${reason})`;
      return { branches: {}, file: shown, problems: [{ field: shown, message }] };
    }
  };
}

/** Finds branches of systems that aren't in their environment: nobody opens them. */
export function checkBranchSystems(
  { name, branches, branchesFile }: Environment,
  systems: readonly string[],
): readonly string[] {
  return Object.keys(branches)
    .filter((system) => !systems.includes(system))
    .map((system) => {
      const near = findNearest(system, systems);
      const known = systems.map((one) => `'${one}'`).join(', ') || 'none: nothing is deployed';
      const allowed = near === undefined ? known : `${known}: did you mean '${near}'?`;
      return `[${name}] ${formatProblem(wrongValue(branchesFile, system, allowed))}`;
    });
}

/** A line for each feature branch in a tree whose last day is over. */
export function expiredBranches(root: IConstruct, now: Date): readonly string[] {
  return root.node
    .findAll()
    .filter((construct) => construct instanceof FeatureBranch)
    .filter(({ expires }) => isOver(expires, now))
    .map((branch) => {
      const environment = Environment.find(branch)?.name;
      const close = `npx supercargo branch close ${environment} ${branch.name}`;
      return `[${branch.node.path}] expired on ${branch.expires}: close it, by \`${close}\``;
    });
}

/** Whether a day is over, everywhere but for a few hours. */
export function isOver(day: string, now: Date): boolean {
  return day < now.toISOString().slice(0, 10);
}
