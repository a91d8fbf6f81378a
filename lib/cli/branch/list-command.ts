import { Command } from 'commander';
import { environmentsWithBranches, readKnownBranches } from './branches-file';
import { type FolderOptions, withFolder } from './change';
import { branchInWords, listBranches } from './list';

/** `supercargo branch list [ENV]` */
export function listCommand(): Command {
  return withFolder(
    new Command('list')
      .summary('list open feature branches')
      .description('Lists the open feature branches, and says which have expired.')
      .argument('[env]', 'environment (default: all)'),
  )
    .option('--json', 'print JSON')
    .action((env: string | undefined, options: FolderOptions & { readonly json?: true }) => {
      const known = environmentsWithBranches(options.branches);
      const now = new Date();
      const listed = (env === undefined ? known : [env]).flatMap((name) =>
        listBranches(name, readKnownBranches(options.branches, name), now),
      );
      const lines = listed.length === 0 ? ['no branch is open'] : listed.flatMap(branchInWords);
      process.stdout.write(
        `${options.json ? JSON.stringify(listed, undefined, 2) : lines.join('\n')}\n`,
      );
    });
}
