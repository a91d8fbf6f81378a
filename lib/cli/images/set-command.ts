import { Command } from 'commander';
import { formatProblem } from '../../problem/problem';
import { planImages, readPin, type WantedPin } from '../../promotion/set';
import { UserError } from '../user-error';
import { type EditOptions, editPins, readEnvironment, readOrder } from './edit';
import { withEditOptions } from './options';
import { pinnedEnvironments } from './pins-file';

/** `supercargo image set ENV SYSTEM/SERVICE=IMAGE...` */
export function imageCommand(): Command {
  return new Command('image')
    .summary('pin an image in an environment')
    .description('Pinned images of an environment.')
    .helpCommand(false)
    .addCommand(setCommand());
}

function setCommand(): Command {
  return withEditOptions(
    new Command('set')
      .summary('pin images, and synthesize')
      .description(
        'Pins images in an environment, and synthesizes. An environment that is promoted from another takes only what that one has.',
      )
      .argument('<env>', 'environment: the name of its file of pins')
      .argument(
        '<pins...>',
        'system, microservice and image: shop/cart=registry.example.com/cart:v1',
      )
      .option('--force', 'skip the environments before it, and take names that look misspelt'),
  )
    .addHelpText(
      'after',
      '\nExample:\n  supercargo image set qa online-boutique/frontend=registry.example.com/shop/frontend:v1.3.0 --commit',
    )
    .action((env: string, texts: readonly string[], options: EditOptions) => {
      const wanted = texts.map(requirePin);
      editPins(options, () => ({
        title: `set images in ${env}`,
        environment: env,
        plan: plan(env, wanted, options),
      }));
    });
}

function plan(
  env: string,
  wanted: readonly WantedPin[],
  { pins: folder, dist, force }: EditOptions,
) {
  const environment = readEnvironment(folder, env);
  const known = pinnedEnvironments(folder);
  const origin = readOrder(dist).get(env);
  const others = known.filter((name) => name !== env).map((name) => readEnvironment(folder, name));
  return planImages(environment, wanted, {
    origin: others.find(({ name }) => name === origin),
    others: others.map(({ pins }) => pins),
    force,
  });
}

function requirePin(text: string): WantedPin {
  const pin = readPin(text);
  if ('message' in pin) throw new UserError(formatProblem(pin));
  return pin;
}
