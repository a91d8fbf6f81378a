import { Command } from 'commander';
import { planPromotion } from '../../promotion/plan';
import { type EditOptions, editPins, readEnvironment, readOrder } from './edit';
import { withEditOptions } from './options';

interface PromoteOptions extends EditOptions {
  readonly only?: readonly string[];
}

/** `supercargo promote FROM TO` */
export function promoteCommand(): Command {
  return withEditOptions(
    new Command('promote')
      .summary('bring images to the next environment')
      .description(
        'Pins in an environment what the one before it has pinned, one step along the promotion order, and synthesizes.',
      )
      .argument('<from>', 'environment whose images are taken')
      .argument('<to>', 'environment that gets them')
      .option('--only <services>', 'systems and their microservices: shop/cart,shop/frontend', list)
      .option('--force', 'skip environments of the order, or go against it'),
  )
    .addHelpText(
      'after',
      '\nExample:\n  supercargo promote stage prod --only online-boutique/frontend --commit',
    )
    .action((from: string, to: string, options: PromoteOptions) => {
      const { pins, dist, only, force } = options;
      editPins(options, () => ({
        title: `promote ${from} to ${to}`,
        environment: to,
        plan: planPromotion(
          readEnvironment(pins, from),
          readEnvironment(pins, to),
          readOrder(dist),
          {
            only,
            force,
          },
        ),
      }));
    });
}

function list(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, ...text.split(',').map((name) => name.trim())];
}
