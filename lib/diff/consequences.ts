import { apiGroupOf } from '../kubernetes/scope';
import { fieldsOf, findText, itemsOf } from '../manifest/fields';
import type { Manifest } from '../manifest/manifest';
import { findPodTemplates } from '../manifest/pod-template';
import { isSame } from '../manifest/same';
import { immutableConsequences } from './immutable';
import { lossOf, shrinkLoss } from './loss';
import type { Consequence, ReleaseForecast } from './spec';

/** How a Rollout's next release goes, with what is asked about its namespace. */
export type Forecast = (rollout: Manifest) => ReleaseForecast | undefined;

/** What it does in the cluster that an object goes. */
export function consequencesOfRemoval(before: Manifest): readonly Consequence[] {
  const loss = lossOf(before);
  return loss === undefined ? [{ effect: 'is pruned', message: 'is pruned' }] : [loss];
}

/**
 * What it does in the cluster that an object changes.
 * @param rolledBy - the Rollout that a Deployment's pods are run by, if one is
 */
export function consequencesOfChange(
  before: Manifest,
  after: Manifest,
  forecast: Forecast,
  rolledBy: Manifest | undefined,
): readonly Consequence[] {
  const isReplaced = before.metadata.name !== after.metadata.name;
  return [
    ...(isReplaced ? [] : immutableConsequences(before, after)),
    ...shrinkLoss(before, after),
    ...consequencesForPods(before, after, forecast, rolledBy),
    ...(isReplaced && after.kind === 'Job' ? [RUNS_AGAIN] : []),
  ];
}

const RUNS_AGAIN: Consequence = {
  effect: 'runs again',
  message: 'runs again, as a new Job; the one before is pruned',
};

function consequencesForPods(
  before: Manifest,
  after: Manifest,
  forecast: Forecast,
  rolledBy: Manifest | undefined,
): readonly Consequence[] {
  if (!RUNNING_KINDS.includes(after.kind)) return [];
  const [old, now] = [findPodTemplates(before), findPodTemplates(after)];
  if (now.length === 0 || isSame(old, now)) return [];
  const runs = rolledBy ?? after;
  const { strategy, updateStrategy, replicas } = fieldsOf(runs.spec);
  if (runs.kind === 'Rollout') return [releaseOf(runs, forecast)];
  if (replicas === 0) return [];
  if (fieldsOf(strategy).type === 'Recreate')
    return [
      {
        effect: 'recreates',
        message: 'stops all pods before the new ones start: it is away in between',
      },
    ];
  if (fieldsOf(updateStrategy).type === 'OnDelete')
    return [
      {
        effect: 'restarts pods',
        message: 'takes effect on a pod when somebody deletes it (OnDelete)',
      },
    ];
  return [
    { effect: 'restarts pods', message: `restarts pods, ${HOW.get(after.kind) ?? 'step by step'}` },
  ];
}

/** Kinds that replace their pods when the template changes. */
const RUNNING_KINDS: readonly string[] = ['DaemonSet', 'Deployment', 'Rollout', 'StatefulSet'];

const HOW: ReadonlyMap<string, string> = new Map([
  ['DaemonSet', 'node by node'],
  ['StatefulSet', 'one by one, from the last'],
]);

function releaseOf(rollout: Manifest, forecast: Forecast): Consequence {
  const { canary, blueGreen } = fieldsOf(fieldsOf(rollout.spec).strategy);
  const told = forecast(rollout);
  const length = told === undefined ? [] : [`all traffic after ${told.time} at the least`];
  const waits = told?.waitsForPerson ?? 0;
  const people =
    waits === 0 ? [] : [`waits for a person ${waits === 1 ? 'once' : `${waits} times`}`];
  if (blueGreen !== undefined)
    return {
      effect: 'starts a blue-green release',
      message: ['starts a blue-green release', ...length, ...people].join(', '),
    };
  const steps = itemsOf(fieldsOf(canary).steps).length;
  const count = steps === 1 ? '1 step' : `${steps} steps`;
  return {
    effect: 'starts a canary',
    message: [`starts a canary of ${count}`, ...length, ...people].join(', '),
  };
}

/** The Rollout that takes its pods from a Deployment. */
export function findRolloutOf(
  deployment: Manifest,
  rollouts: readonly Manifest[],
): Manifest | undefined {
  if (deployment.kind !== 'Deployment' || apiGroupOf(deployment.apiVersion) !== 'apps')
    return undefined;
  return rollouts.find(({ spec, metadata }) => {
    const { kind, name } = fieldsOf(fieldsOf(spec).workloadRef);
    return (
      kind === 'Deployment' &&
      name === deployment.metadata.name &&
      findText(metadata.namespace) === findText(deployment.metadata.namespace)
    );
  });
}
