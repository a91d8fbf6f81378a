import { checkDuration, type Duration } from '../../kubernetes/duration';
import { type Form, listOf, only } from '../../problem/form';
import { type Problem, wrongValue } from '../../problem/problem';
import { isMap } from '../../problem/shape';
import { findWireSeconds } from '../analysis-timing';

/** What a simulation is asked with, before anyone has looked at it. */
type Unread = Readonly<Record<string, unknown>>;

const OBJECT = only('an object: { ... }', isMap);

const NUMBER_OF_PODS = only('a whole number from 0', (value) => isWhole(value, 0));

const SHARE = only(
  "a whole number from 0, or a percentage: '25%'",
  (value) => isWhole(value, 0) || (typeof value === 'string' && /^\d+%$/.test(value)),
);

const TEMPLATE = only(
  'an AnalysisTemplate as plain data',
  (value) => isMap(value) && isMap(value.metadata) && typeof value.metadata.name === 'string',
);

/** What a step has, by its kind, as far as it is played. */
const STEPS: Readonly<Record<string, Form>> = {
  setWeight: only('a whole number from 0', (value) => isWhole(value, 0)),
  pause: (field, value) =>
    isMap(value) && value.duration !== undefined && findWireSeconds(value.duration) === undefined
      ? [wrongValue(`${field}.duration`, value.duration, "seconds, or a time such as '5m'")]
      : OBJECT(field, value),
  setCanaryScale: OBJECT,
  setHeaderRoute: OBJECT,
  setMirrorRoute: OBJECT,
  analysis: OBJECT,
  experiment: (field, value) =>
    isMap(value) ? listOf(OBJECT)(`${field}.templates`, value.templates) : OBJECT(field, value),
  plugin: OBJECT,
};

/** Checks that a release can be played: what isn't understood would be passed over. */
export function checkSimulation(rollout: unknown, options: unknown): readonly Problem[] {
  return [...checkRollout('rollout', rollout), ...checkOptions('options', options)];
}

function checkRollout(field: string, rollout: unknown): readonly Problem[] {
  const { kind, metadata, spec } = membersOf(rollout);
  const { strategy } = membersOf(spec);
  const { canary, blueGreen } = membersOf(strategy);
  if (
    kind !== 'Rollout' ||
    typeof membersOf(metadata).name !== 'string' ||
    isMap(canary) === isMap(blueGreen)
  )
    return [
      wrongValue(
        field,
        rollout,
        'a Rollout as plain data, with a name and either spec.strategy.canary or spec.strategy.blueGreen',
      ),
    ];
  const { steps, maxSurge, maxUnavailable, trafficRouting } = membersOf(canary);
  const { maxTrafficWeight: most = 100 } = membersOf(trafficRouting);
  const at = `${field}.spec.strategy.canary`;
  return [
    ...(maxSurge === undefined ? [] : SHARE(`${at}.maxSurge`, maxSurge)),
    ...(maxUnavailable === undefined ? [] : SHARE(`${at}.maxUnavailable`, maxUnavailable)),
    ...(steps === undefined ? [] : listOf(checkStep)(`${at}.steps`, steps)),
    ...(Array.isArray(steps) && isWhole(most, 1) ? checkWeights(`${at}.steps`, steps, most) : []),
  ];
}

function checkWeights(field: string, steps: readonly unknown[], most: number): readonly Problem[] {
  return Array.from(steps, membersOf).flatMap(({ setWeight }, index) =>
    typeof setWeight === 'number' && setWeight > most
      ? [wrongValue(`${field}[${index}].setWeight`, setWeight, `a whole number from 0 to ${most}`)]
      : [],
  );
}

function checkStep(field: string, step: unknown): readonly Problem[] {
  const [[kind = '', value] = [], ...others] = Object.entries(membersOf(step));
  const form = Object.entries(STEPS).find(([one]) => one === kind)?.[1];
  return form === undefined || others.length > 0
    ? [wrongValue(field, step, `exactly one of ${Object.keys(STEPS).join(', ')}`)]
    : form(`${field}.${kind}`, value);
}

function checkOptions(field: string, options: unknown): readonly Problem[] {
  if (!isMap(options)) return OBJECT(field, options);
  const { replicas, podStart, answer, users = 1, templates = [] } = options;
  return [
    ...NUMBER_OF_PODS(`${field}.replicas`, replicas),
    ...checkTime(`${field}.podStart`, podStart),
    ...checkTime(`${field}.answer`, answer),
    ...only('a number from 0', isAmount)(`${field}.users`, users),
    ...listOf(TEMPLATE)(`${field}.templates`, templates),
  ];
}

function checkTime(field: string, time: unknown): readonly Problem[] {
  if (time === undefined) return [];
  return isDuration(time)
    ? checkDuration(field, time)
    : [wrongValue(field, time, "a duration such as '30s' or '5m'")];
}

function isDuration(time: unknown): time is Duration {
  return typeof time === 'string' && /^\d+[smh]$/.test(time);
}

function isAmount(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

function isWhole(value: unknown, least: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= least;
}

function membersOf(value: unknown): Unread {
  return isMap(value) ? value : {};
}
