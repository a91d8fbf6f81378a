import type { Pins } from './pins';
import { changesOf, findPin } from './pins';
import type { PinnedEnvironment, PinPlan } from './plan';

/**
 * Plans a rollback: each microservice that was there gets the image that it had. Those that came since
 * stay as they are, and those that went since stay away, since the sources don't know them any more.
 * @param at - the revision, for messages
 */
export function planRollback({ name, pins }: PinnedEnvironment, then: Pins, at: string): PinPlan {
  const wanted = Object.keys(pins).flatMap((key) => {
    const image = findPin(then, key);
    return image === undefined ? [] : [[key, image] as const];
  });
  const since = Object.keys(pins).filter((key) => !Object.hasOwn(then, key));
  const gone = Object.keys(then).filter((key) => !Object.hasOwn(pins, key));
  return {
    changes: changesOf(pins, wanted),
    notes: [
      ...(since.length === 0
        ? []
        : [`in ${name} only since ${at}, and as before: ${since.join(', ')}`]),
      ...(gone.length === 0
        ? []
        : [`no longer in ${name}, and not brought back: ${gone.join(', ')}`]),
    ],
    problems: [],
  };
}
