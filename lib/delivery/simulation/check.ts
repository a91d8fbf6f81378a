import { checkDuration } from '../../kubernetes/duration';
import { fieldsOf, isFields, itemsOf } from '../../manifest/fields';
import { type Problem, wrongValue } from '../../problem/problem';
import { checkShape, judge } from '../../shape/check';
import { findWireSeconds } from '../analysis-timing';
import type { SimulationOptions } from './options';

/** Checks that a release can be played: what isn't understood would be passed over. */
export function checkSimulation(rollout: unknown, options: SimulationOptions): readonly Problem[] {
  return [
    ...checkRollout('rollout', rollout),
    ...judge({ problems: checkShape('SimulationOptions', 'options', options) }, () =>
      checkOptions('options', options),
    ),
    ...checkUsers('options.users', fieldsOf(options).users),
  ];
}

function checkRollout(field: string, rollout: unknown): readonly Problem[] {
  const { kind, metadata, spec } = fieldsOf(rollout);
  const { canary, blueGreen } = fieldsOf(fieldsOf(spec).strategy);
  if (
    kind !== 'Rollout' ||
    typeof fieldsOf(metadata).name !== 'string' ||
    isFields(canary) === isFields(blueGreen)
  )
    return [
      wrongValue(
        field,
        rollout,
        'a Rollout as plain data, with a name and either spec.strategy.canary or spec.strategy.blueGreen',
      ),
    ];
  const { steps, maxSurge, maxUnavailable, trafficRouting } = fieldsOf(canary);
  const { maxTrafficWeight: most = 100 } = fieldsOf(trafficRouting);
  const at = `${field}.spec.strategy.canary`;
  return [
    ...checkShare(`${at}.maxSurge`, maxSurge),
    ...checkShare(`${at}.maxUnavailable`, maxUnavailable),
    ...(steps === undefined ? [] : checkSteps(`${at}.steps`, steps)),
    ...(isWhole(most) && most >= 1 ? checkWeights(`${at}.steps`, itemsOf(steps), most) : []),
  ];
}

function checkShare(field: string, share: unknown): readonly Problem[] {
  if (share === undefined || isWhole(share)) return [];
  if (typeof share === 'string' && /^\d+%$/.test(share)) return [];
  return [wrongValue(field, share, "a whole number from 0, or a percentage: '25%'")];
}

/** Steps as the controller has them, as far as they are played. */
const STEPS: readonly string[] = [
  'setWeight',
  'pause',
  'setCanaryScale',
  'setHeaderRoute',
  'setMirrorRoute',
  'analysis',
  'experiment',
  'plugin',
];

function checkSteps(field: string, steps: unknown): readonly Problem[] {
  if (!Array.isArray(steps)) return [wrongValue(field, steps, 'a list: [ ... ]')];
  // Not `flatMap`, which passes over the holes in a list.
  return Array.from<unknown>(steps).flatMap((step, index) => {
    const [[kind = '', value] = [], ...others] = Object.entries(fieldsOf(step));
    return !STEPS.includes(kind) || others.length > 0
      ? [wrongValue(`${field}[${index}]`, step, `exactly one of ${STEPS.join(', ')}`)]
      : checkStep(`${field}[${index}].${kind}`, kind, value);
  });
}

function checkStep(field: string, kind: string, value: unknown): readonly Problem[] {
  if (kind === 'setWeight')
    return isWhole(value) ? [] : [wrongValue(field, value, 'a whole number from 0')];
  if (!isFields(value)) return [wrongValue(field, value, 'an object: { ... }')];
  const { duration, templates } = value;
  if (kind === 'pause' && duration !== undefined && findWireSeconds(duration) === undefined)
    return [wrongValue(`${field}.duration`, duration, "seconds, or a time such as '5m'")];
  return kind === 'experiment' && (!Array.isArray(templates) || !templates.every(isFields))
    ? [wrongValue(`${field}.templates`, templates, 'a list of objects: [{ ... }]')]
    : [];
}

function checkWeights(field: string, steps: readonly unknown[], most: number): readonly Problem[] {
  return Array.from(steps, fieldsOf).flatMap(({ setWeight }, index) =>
    typeof setWeight === 'number' && setWeight > most
      ? [wrongValue(`${field}[${index}].setWeight`, setWeight, `a whole number from 0 to ${most}`)]
      : [],
  );
}

function checkOptions(field: string, options: SimulationOptions): readonly Problem[] {
  const { replicas, podStart, answer, templates = [] } = options;
  return [
    ...(isWhole(replicas)
      ? []
      : [wrongValue(`${field}.replicas`, replicas, 'a whole number from 0')]),
    ...checkDuration(`${field}.podStart`, podStart),
    ...checkDuration(`${field}.answer`, answer),
    ...templates.flatMap((template, index) =>
      typeof fieldsOf(template.metadata).name === 'string'
        ? []
        : [
            wrongValue(
              `${field}.templates[${index}]`,
              template,
              'an AnalysisTemplate as plain data',
            ),
          ],
    ),
  ];
}

function checkUsers(field: string, users: unknown): readonly Problem[] {
  // What is no number has been told.
  if (typeof users !== 'number' || (Number.isFinite(users) && users >= 0)) return [];
  return [wrongValue(field, users, 'a number from 0')];
}

function isWhole(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}
