import { type Command, Option } from 'commander';

/** Adds the options of all commands that change pins. */
export function withEditOptions(command: Command): Command {
  return command
    .option('--no-synth', 'leave the output folder as it is')
    .option('--commit', 'commit the changed files, and nothing else')
    .option('--pins <folder>', 'folder of the <environment>.images.json', 'envs')
    .addOption(new Option('--dist <folder>', 'output folder').default('dist'))
    .option('--json', 'print JSON');
}
