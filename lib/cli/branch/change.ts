import type { Command } from 'commander';
import type { Branches } from '../../environment/branches';
import { branchesFile, writeBranches } from './branches-file';
import { branchInWords, type ListedBranch } from './list';

/** The option of all commands on branches. */
export interface FolderOptions {
  readonly branches: string;
}

/** Writes branches, and tells what has become of those that were opened or closed. */
export function writeChange(
  environment: string,
  { branches: folder }: FolderOptions,
  branches: Branches,
  verb: 'opened' | 'closed',
  changed: readonly ListedBranch[],
): void {
  writeBranches(folder, environment, branches);
  const file = branchesFile(folder, environment);
  const lines = changed.flatMap(branchInWords).map((line) => `  ${line}`);
  const next = `next: npx cdk8s synth, then commit ${file} and the output folder`;
  process.stdout.write(`${[`${verb} in ${file}:`, ...lines, next].join('\n')}\n`);
}

/** Adds the option of all commands on branches. */
export function withFolder(command: Command): Command {
  return command.option('--branches <folder>', 'folder of the <env>.branches.json', 'envs');
}
