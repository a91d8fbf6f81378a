import { Command } from 'commander';
import { closeCommand } from './close-command';
import { listCommand } from './list-command';
import { openCommand } from './open-command';

/** `supercargo branch open|close|list` */
export function branchCommand(): Command {
  return new Command('branch')
    .summary('open and close feature branches')
    .description(
      'Feature branches: variants of microservices beside the main ones, for requests that carry a header or a cookie.',
    )
    .helpCommand(false)
    .addCommand(openCommand())
    .addCommand(closeCommand())
    .addCommand(listCommand());
}
