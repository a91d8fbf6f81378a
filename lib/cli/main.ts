import { Command, CommanderError } from 'commander';
import { WriteError } from '../writer/tree-error';
import { accessCommand } from './access/command';
import { branchCommand } from './branch/command';
import { checkCommand } from './check/command';
import { diffCommand } from './diff/command';
import { promoteCommand } from './images/promote-command';
import { rollbackCommand } from './images/rollback-command';
import { imageCommand } from './images/set-command';
import { initCommand } from './init/command';
import { publishCommand } from './publish/command';
import { releaseCommand } from './release/command';
import { synthCommand } from './synth/command';
import { UserError } from './user-error';

/**
 * The command line. Results go to stdout, mistakes to stderr.
 * @param args without the node and the script
 * @returns the exit code: 0 fine, 1 a mistake of the user's, 2 a danger that nobody has acknowledged
 */
export function main(args: readonly string[]): number {
  let exitCode = 0;
  const exit = (code: number) => {
    exitCode = code;
  };
  try {
    program(exit).parse(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    // Commander has told what is wrong, or has shown the help that was asked for.
    if (error instanceof CommanderError) return error.exitCode;
    if (!(error instanceof UserError) && !(error instanceof WriteError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
}

function program(exit: (code: number) => void): Command {
  const root = new Command('supercargo')
    .description(
      'What a config repo deploys: which images, what changes, who may call whom, how releases go.',
    )
    .helpCommand(false)
    .showHelpAfterError('(--help shows what there is)')
    .addCommand(accessCommand())
    .addCommand(branchCommand())
    .addCommand(checkCommand(exit))
    .addCommand(diffCommand(exit))
    .addCommand(imageCommand())
    .addCommand(initCommand())
    .addCommand(promoteCommand())
    .addCommand(publishCommand())
    .addCommand(releaseCommand())
    .addCommand(rollbackCommand())
    .addCommand(synthCommand());
  for (const command of withSubcommands(root)) command.exitOverride();
  return root;
}

function withSubcommands(command: Command): readonly Command[] {
  return [command, ...command.commands.flatMap(withSubcommands)];
}
