import { Command } from 'commander';
import { allowedAmong } from '../environments';
import { UserError } from '../user-error';
import { readKnownBranches, withBranchesLocked } from './branches-file';
import { type FolderOptions, withFolder, writeChange } from './change';
import { listBranches } from './list';

/** `supercargo branch close ENV NAME`, or `--expired` */
export function closeCommand(): Command {
  return withFolder(
    new Command('close')
      .summary('close a feature branch')
      .description(
        'Closes a feature branch in an environment, in all of its systems. `npx cdk8s synth` comes next.',
      )
      .argument('<env>', 'environment: the name of its file of branches')
      .argument('[name]', 'name of the branch')
      .option('--expired', 'close all whose last day is over'),
  )
    .addHelpText(
      'after',
      '\nExamples:\n  supercargo branch close qa myfeature\n  supercargo branch close qa --expired',
    )
    .action(
      (
        env: string,
        name: string | undefined,
        options: FolderOptions & { readonly expired?: true },
        command: Command,
      ) => {
        if ((name === undefined) === (options.expired === undefined))
          command.error('error: close which? Name one branch, or write --expired');
        withBranchesLocked(options.branches, () => close(env, name, options));
      },
    );
}

function close(env: string, name: string | undefined, options: FolderOptions): void {
  const branches = readKnownBranches(options.branches, env);
  const listed = listBranches(env, branches, new Date());
  const closed = listed.filter((branch) =>
    name === undefined ? branch.isExpired : branch.name === name,
  );
  if (closed.length === 0) {
    const names = [...new Set(listed.map((branch) => branch.name))];
    if (name !== undefined)
      throw new UserError(
        `there is no branch '${name}' open in ${env}, ${allowedAmong(name, names)}`,
      );
    process.stdout.write(`${env}: no branch has expired\n`);
    return;
  }
  const isClosed = (system: string, branch: string) =>
    closed.some((one) => one.system === system && one.name === branch);
  const next = Object.entries(branches).map(([system, members]) => {
    const left = Object.entries(members).filter(([branch]) => !isClosed(system, branch));
    return [system, Object.fromEntries(left)] as const;
  });
  const open = next.filter(([, members]) => Object.keys(members).length > 0);
  writeChange(env, options, Object.fromEntries(open), 'closed', closed);
}
