import { Command } from 'commander';
import { planRollback } from '../../promotion/rollback';
import { fileAt, git } from '../git';
import { type EditOptions, editPins, readEnvironment } from './edit';
import { keptConfiguration } from './kept-configuration';
import { withEditOptions } from './options';
import { pinsFile, pinsIn } from './pins-file';

interface RollbackOptions extends EditOptions {
  readonly to: string;
}

/** `supercargo rollback ENV --to REF` */
export function rollbackCommand(): Command {
  return withEditOptions(
    new Command('rollback')
      .summary("bring back an environment's images from git")
      .description(
        "Pins the images that an environment had at a revision, as a new change on top of git's history, synthesizes, and tells which configuration has changed since and stays as it is.",
      )
      .argument('<env>', 'environment')
      .requiredOption('--to <revision>', 'revision of git: HEAD~1, v1.2.0, 1a2b3c4'),
  )
    .addHelpText('after', '\nExample:\n  supercargo rollback prod --to HEAD~1 --commit')
    .action((env: string, options: RollbackOptions) => {
      const { pins: folder, to } = options;
      editPins(
        options,
        () => {
          const environment = readEnvironment(folder, env);
          const file = pinsFile(folder, env);
          const then = pinsIn(`${to}:${file}`, fileAt(to, file, '--to'));
          return {
            title: `roll back ${env} to ${shortOf(to)}`,
            environment: env,
            plan: planRollback(environment, then, to),
          };
        },
        () => keptConfiguration(env, options.dist, to),
      );
    });
}

/** The revision and its commit, where they are called otherwise: `HEAD~1 (1a2b3c4)`. */
function shortOf(revision: string): string {
  const short = git(['rev-parse', '--short', `${revision}^{commit}`])
    .toString('utf8')
    .trim();
  return revision.startsWith(short) ? short : `${revision} (${short})`;
}
