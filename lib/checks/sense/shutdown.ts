import { fieldsOf, itemsOf, textsOf } from '../../manifest/fields';
import { containersOf } from '../references/uses';
import { rule } from '../rule';
import { findNumber } from './workloads';

/** Seconds that pods have to stop where nothing is said. */
const GRACE = 30;

export const shutdowns = rule({
  id: 'short-grace-period',
  group: 'sense',
  severity: 'error',
  summary: 'a pod is killed before its preStop hook is over',
  check: (objects) =>
    objects.pods().flatMap((pods) => {
      const { entry, template } = pods;
      const grace = findNumber(template.spec.terminationGracePeriodSeconds) ?? GRACE;
      const longest = Math.max(
        0,
        ...containersOf(pods).map(({ fields }) =>
          sleepOf(fieldsOf(fieldsOf(fields.lifecycle).preStop)),
        ),
      );
      if (longest === 0 || longest < grace) return [];
      return [
        {
          entry,
          field: `${template.path}spec.terminationGracePeriodSeconds`,
          message: `got ${grace}, and a preStop hook sleeps for ${longest}: allowed ${longest + 1} or more, with what the program itself needs to stop`,
        },
      ];
    }),
});

/** Seconds that a hook sleeps, as far as it can be read. */
function sleepOf(hook: Readonly<Record<string, unknown>>): number {
  const seconds = findNumber(fieldsOf(hook.sleep).seconds);
  if (seconds !== undefined) return seconds;
  const command = textsOf(itemsOf(fieldsOf(hook.exec).command)).join(' ');
  let sum = 0;
  for (const [, count, unit] of command.matchAll(/(?:^|[\s;&/])sleep\s+(\d+)([sm]?)(?![\d.])/g))
    sum += Number(count) * (unit === 'm' ? 60 : 1);
  return sum;
}
