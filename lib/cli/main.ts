import { Command, CommanderError } from 'commander';
import { WriteError } from '../writer/tree-error';
import { accessCommand } from './access/command';
import { releaseCommand } from './release/command';
import { UserError } from './user-error';

/**
 * The command line. Results go to stdout, mistakes to stderr.
 * @param args without the node and the script
 * @returns the exit code: 0 fine, 1 a mistake of the user's
 */
export function main(args: readonly string[]): number {
  try {
    program().parse(args, { from: 'user' });
    return 0;
  } catch (error) {
    // Commander has told what is wrong, or has shown the help that was asked for.
    if (error instanceof CommanderError) return error.exitCode;
    if (!(error instanceof UserError) && !(error instanceof WriteError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
}

function program(): Command {
  const root = new Command('supercargo')
    .description('What a config repo deploys: who may call whom, and how releases go.')
    .helpCommand(false)
    .showHelpAfterError('(--help shows what there is)')
    .addCommand(accessCommand())
    .addCommand(releaseCommand());
  for (const command of [root, ...root.commands]) command.exitOverride();
  return root;
}
