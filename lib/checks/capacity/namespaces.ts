import { fieldsOf } from '../../manifest/fields';
import type { Manifest } from '../../manifest/manifest';
import type { ManifestEntry, ManifestSet } from '../../manifest/manifest-set';
import { findPodTemplates } from '../../manifest/pod-template';
import { namespaceOf } from '../delivery/around';
import { type ClaimShare, claimsOf } from './claims';
import { defaultsIn } from './limit-range';
import { experimentPods, peakPods, type RolloutPeak, scaledMost } from './peak';
import { type Amounts, type ContainerDefaults, podResources, times } from './pod-resources';

/** A namespace that has a quota. */
export interface LimitedNamespace {
  readonly quotas: readonly ManifestEntry[];
  /** What pods of its workloads need at the most. */
  readonly shares: readonly Share[];
  readonly claims: readonly ClaimShare[];
}

/** What pods of one workload need at the most. */
export interface Share {
  readonly entry: ManifestEntry;
  readonly name: string;
  readonly pods: number;
  readonly amounts: Amounts;
}

/** Objects of one namespace, as far as they count. */
interface Group {
  readonly quotas: ManifestEntry[];
  readonly workloads: ManifestEntry[];
  readonly autoscalers: Manifest[];
  defaults: ContainerDefaults;
}

const AUTOSCALERS: ReadonlySet<string> = new Set(['HorizontalPodAutoscaler', 'ScaledObject']);

/** What is needed in each namespace with a quota, in one pass over a manifest set. */
export function limitedNamespaces(
  manifests: ManifestSet,
  rolloutPeak: RolloutPeak,
): readonly LimitedNamespace[] {
  const limited = new Set(
    manifests.flatMap((entry) => (entry.manifest.kind === 'ResourceQuota' ? [keyOf(entry)] : [])),
  );
  if (limited.size === 0) return [];
  const groups = new Map<string, Group>();
  const injected = new Set<string>();
  for (const entry of manifests) {
    const { manifest } = entry;
    if (manifest.kind === 'Namespace' && isInjected(manifest))
      injected.add(`${entry.cluster} ${manifest.metadata.name}`);
    const key = keyOf(entry);
    if (limited.has(key)) put(entry, groupAt(groups, key));
  }
  return [...groups].map(([key, group]) => {
    const most = scaledMost(group.autoscalers);
    return {
      quotas: group.quotas,
      shares: sharesOf(group, most, injected.has(key), rolloutPeak),
      claims: group.workloads.flatMap((entry) =>
        claimsOf(entry, most.get(`${entry.manifest.kind}/${entry.manifest.metadata.name}`)),
      ),
    };
  });
}

function groupAt(groups: Map<string, Group>, key: string): Group {
  const known = groups.get(key);
  if (known !== undefined) return known;
  const group: Group = { quotas: [], workloads: [], autoscalers: [], defaults: {} };
  groups.set(key, group);
  return group;
}

function put(entry: ManifestEntry, group: Group): void {
  const { manifest } = entry;
  if (manifest.kind === 'ResourceQuota') group.quotas.push(entry);
  else if (manifest.kind === 'LimitRange')
    group.defaults = { ...defaultsIn(manifest), ...group.defaults };
  else if (AUTOSCALERS.has(manifest.kind)) group.autoscalers.push(manifest);
  else group.workloads.push(entry);
}

function sharesOf(
  { workloads, defaults }: Group,
  most: ReadonlyMap<string, number>,
  isInjectedHere: boolean,
  rolloutPeak: RolloutPeak,
): readonly Share[] {
  const byName = new Map(
    workloads.map((entry) => [`${entry.manifest.kind}/${entry.manifest.metadata.name}`, entry]),
  );
  const referred = referredBy(workloads, byName);
  const replaced = new Set(
    [...referred].flatMap(([{ manifest }, target]) => (staysBeside(manifest) ? [] : [target])),
  );
  return workloads.flatMap((entry) => {
    const { kind, metadata } = entry.manifest;
    if (replaced.has(entry)) return [];
    const { manifest: source } = referred.get(entry) ?? entry;
    return findPodTemplates(source).flatMap((template, index): readonly Share[] => {
      const pods =
        kind === 'Experiment'
          ? experimentPods(source, index)
          : kind === 'AnalysisTemplate'
            ? 1
            : peakPods(entry.manifest, most.get(`${kind}/${metadata.name}`), rolloutPeak);
      const amounts = times(podResources(template, defaults, isInjectedHere), pods);
      return pods === 0 ? [] : [{ entry, name: metadata.name, pods, amounts }];
    });
  });
}

/** Workloads whose pods Rollouts take over. */
function referredBy(
  workloads: readonly ManifestEntry[],
  byName: ReadonlyMap<string, ManifestEntry>,
): ReadonlyMap<ManifestEntry, ManifestEntry> {
  return new Map(
    workloads.flatMap((entry) => {
      const { kind, name } = fieldsOf(fieldsOf(entry.manifest.spec).workloadRef);
      const target = byName.get(`${String(kind)}/${String(name)}`);
      return target === undefined ? [] : [[entry, target] as const];
    }),
  );
}

/** Whether the workload that a Rollout refers to keeps its own pods. */
function staysBeside({ spec }: Manifest): boolean {
  const { scaleDown = 'never' } = fieldsOf(fieldsOf(spec).workloadRef);
  return scaleDown === 'never';
}

function isInjected({ metadata }: Manifest): boolean {
  const labels = fieldsOf(metadata.labels);
  return labels['istio-injection'] === 'enabled' || labels['istio.io/rev'] !== undefined;
}

function keyOf(entry: ManifestEntry): string {
  return `${entry.cluster} ${namespaceOf(entry)}`;
}
