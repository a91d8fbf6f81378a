import { type Fields, fieldsOf, itemsOf } from '../../manifest/fields';
import type { Manifest } from '../../manifest/manifest';

/** The most pods that a Rollout has at a time while it replaces that many. */
export type RolloutPeak = (rollout: Manifest, replicas: number) => number;

/** Pods above the wanted number where a Deployment says nothing. */
const SURGE = '25%';

/**
 * The most pods that a workload has at a time: what it or its autoscaler may want, and those that a release
 * adds; 0 where nobody can tell, as of a DaemonSet.
 * @param most - what its autoscaler may want
 */
export function peakPods(
  manifest: Manifest,
  most: number | undefined,
  rolloutPeak: RolloutPeak,
): number {
  const spec = fieldsOf(manifest.spec);
  const replicas = most ?? numberIn(spec.replicas, 1);
  switch (manifest.kind) {
    case 'Deployment':
      return replicas + surgeOf(fieldsOf(spec.strategy), replicas);
    case 'Rollout':
      return rolloutPeak(manifest, replicas);
    case 'StatefulSet':
    case 'ReplicaSet':
    case 'ReplicationController':
      return replicas;
    case 'Job':
      return Math.min(numberIn(spec.parallelism, 1), numberIn(spec.completions, 2 ** 31));
    case 'CronJob':
      return numberIn(fieldsOf(fieldsOf(spec.jobTemplate).spec).parallelism, 1);
    case 'Pod':
      return 1;
    default:
      return 0;
  }
}

/** The most pods that autoscalers may want, by kind and name of what they scale. */
export function scaledMost(manifests: Iterable<Manifest>): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const { kind, spec } of manifests) {
    const { scaleTargetRef, maxReplicas, maxReplicaCount } = fieldsOf(spec);
    const { kind: target = 'Deployment', name } = fieldsOf(scaleTargetRef);
    const most =
      kind === 'HorizontalPodAutoscaler'
        ? numberIn(maxReplicas, 1)
        : numberIn(maxReplicaCount, 100);
    if (typeof name === 'string') found.set(`${String(target)}/${name}`, most);
  }
  return found;
}

/** Pods of an experiment, by number of its template. */
export function experimentPods({ spec }: Manifest, template: number): number {
  return numberIn(fieldsOf(itemsOf(fieldsOf(spec).templates)[template]).replicas, 1);
}

function surgeOf({ type, rollingUpdate }: Fields, replicas: number): number {
  if (type === 'Recreate') return 0;
  const surge = fieldsOf(rollingUpdate).maxSurge ?? SURGE;
  if (typeof surge === 'number') return surge;
  const percent = typeof surge === 'string' ? Number.parseInt(surge, 10) : 0;
  return Math.ceil((percent * replicas) / 100);
}

function numberIn(value: unknown, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise;
}
