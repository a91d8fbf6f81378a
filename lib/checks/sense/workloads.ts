import { apiGroupOf } from '../../kubernetes/scope';
import { fieldsOf, findText } from '../../manifest/fields';
import type { ManifestEntry } from '../../manifest/manifest-set';
import { namespaceOf, type Objects, type PodsEntry, perSet } from '../objects';
import { selectorOf } from '../references/services';

/** Kinds that keep a number of pods. */
const KINDS = [
  'apps/Deployment',
  'apps/ReplicaSet',
  'apps/StatefulSet',
  'argoproj.io/Rollout',
] as const;

/** A workload that keeps a number of pods. */
export interface Workload {
  readonly entry: ManifestEntry;
  /** Undefined where the set hasn't the workload that a Rollout refers to. */
  readonly pods: PodsEntry | undefined;
  /** What `spec.replicas` says. */
  readonly fixed: number | undefined;
  readonly autoscaler: ManifestEntry | undefined;
  /** The fewest pods that it has, as long as nothing fails. */
  readonly least: number;
}

/** All workloads that keep a number of pods, without those whose pods a Rollout has taken over. */
export const workloadsIn = perSet((objects): readonly Workload[] => {
  const templates = new Map(objects.pods().map((pods) => [pods.entry, pods]));
  const scalers = autoscalers(objects);
  const rollouts = objects.ofKind('argoproj.io/Rollout');
  const referred = new Map(rollouts.map((entry) => [entry, referredBy(objects, entry)]));
  const taken = new Set(referred.values());
  return KINDS.flatMap((kind) =>
    objects.ofKind(kind).flatMap((entry) => {
      if (taken.has(entry)) return [];
      const pods = templates.get(referred.get(entry) ?? entry);
      const autoscaler = scalers.get(keyOf(entry, kind, entry.manifest.metadata.name));
      const fixed = findNumber(fieldsOf(entry.manifest.spec).replicas);
      const least = autoscaler === undefined ? (fixed ?? 1) : leastOf(autoscaler);
      return [{ entry, pods, fixed, autoscaler, least }];
    }),
  );
});

/** The same, by their pods. */
export const workloadOf = perSet(
  (objects): ReadonlyMap<PodsEntry | undefined, Workload> =>
    new Map(workloadsIn(objects).map((workload) => [workload.pods, workload])),
);

/** Pods that some Service leads to. */
export const servedPods = perSet(
  (objects): ReadonlySet<PodsEntry | undefined> =>
    new Set(
      objects.ofKind('Service').flatMap((service) => {
        const matchLabels = selectorOf(service);
        return matchLabels === undefined ? [] : objects.select(service, { matchLabels });
      }),
    ),
);

/** A number; undefined where it is something else, or absent. */
export function findNumber(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

/** The workload whose pods a Rollout takes over. */
function referredBy(objects: Objects, entry: ManifestEntry): ManifestEntry | undefined {
  const { apiVersion, kind, name } = fieldsOf(fieldsOf(entry.manifest.spec).workloadRef);
  if (typeof kind !== 'string' || typeof name !== 'string') return undefined;
  return objects.find(entry, `${apiGroupOf(findText(apiVersion) ?? 'apps/v1')}/${kind}`, name);
}

/** Autoscalers by what they scale. */
function autoscalers(objects: Objects): ReadonlyMap<string, ManifestEntry> {
  const found = new Map<string, ManifestEntry>();
  for (const kind of ['autoscaling/HorizontalPodAutoscaler', 'keda.sh/ScaledObject'])
    for (const entry of objects.ofKind(kind)) {
      const target = fieldsOf(fieldsOf(entry.manifest.spec).scaleTargetRef);
      const group = apiGroupOf(findText(target.apiVersion) ?? 'apps/v1');
      const scaled = `${group}/${findText(target.kind) ?? 'Deployment'}`;
      found.set(keyOf(entry, scaled, String(target.name)), entry);
    }
  return found;
}

function leastOf({ manifest }: ManifestEntry): number {
  const { minReplicas, minReplicaCount } = fieldsOf(manifest.spec);
  return manifest.kind === 'ScaledObject'
    ? (findNumber(minReplicaCount) ?? 0)
    : (findNumber(minReplicas) ?? 1);
}

function keyOf({ cluster, manifest }: ManifestEntry, kind: string, name: string): string {
  return `${cluster} ${namespaceOf(manifest)} ${kind}/${name}`;
}
