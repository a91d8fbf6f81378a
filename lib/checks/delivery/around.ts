import { type Fields, fieldsOf, findText } from '../../manifest/fields';
import type { Manifest } from '../../manifest/manifest';
import type { ManifestEntry, ManifestSet } from '../../manifest/manifest-set';
import { findPodTemplates } from '../../manifest/pod-template';

/** The objects around a release: by cluster, namespace, kind and name. */
export interface Around {
  /** All objects of a kind. */
  of(kind: string): readonly ManifestEntry[];
  /** An object in the namespace of another one, or in another namespace. */
  find(
    beside: ManifestEntry,
    kind: string,
    name: string,
    namespace?: string,
  ): ManifestEntry | undefined;
  /** Whether an object is declared to be outside of the set. */
  isOutside(beside: ManifestEntry, kind: string, name: string, namespace?: string): boolean;
}

/** Whether an object is declared to be outside: by the object that means it, the kind with its group, and names. */
export type IsOutside = (
  beside: ManifestEntry,
  kind: string,
  name: string,
  namespace: string,
) => boolean;

/** Kinds that a release has to do with, each with its group in front. */
const KINDS: ReadonlyMap<string, string> = new Map(
  [
    'argoproj.io/AnalysisTemplate',
    'argoproj.io/ClusterAnalysisTemplate',
    'argoproj.io/Rollout',
    'apps/DaemonSet',
    'apps/Deployment',
    'apps/ReplicaSet',
    'apps/StatefulSet',
    'autoscaling/HorizontalPodAutoscaler',
    'gateway.networking.k8s.io/GRPCRoute',
    'gateway.networking.k8s.io/HTTPRoute',
    'gateway.networking.k8s.io/TCPRoute',
    'gateway.networking.k8s.io/TLSRoute',
    'networking.istio.io/DestinationRule',
    'networking.istio.io/VirtualService',
    'networking.k8s.io/Ingress',
    'Service',
  ].map((kind) => [kind.slice(kind.indexOf('/') + 1), kind]),
);

/** Kinds without a namespace. */
const CLUSTER_SCOPED = 'ClusterAnalysisTemplate';

/** Reads a manifest set in one pass. */
export function aroundOf(manifests: ManifestSet, isOutside: IsOutside = () => false): Around {
  const byKind = new Map<string, ManifestEntry[]>();
  const byName = new Map<string, ManifestEntry>();
  for (const entry of manifests) {
    const { kind } = entry.manifest;
    if (!KINDS.has(kind)) continue;
    const known = byKind.get(kind);
    if (known === undefined) byKind.set(kind, [entry]);
    else known.push(entry);
    byName.set(keyOf(entry, kind, entry.manifest.metadata.name, namespaceOf(entry)), entry);
  }
  return {
    of: (kind) => byKind.get(kind) ?? [],
    find: (beside, kind, name, namespace = namespaceOf(beside)) =>
      byName.get(keyOf(beside, kind, name, namespace)),
    isOutside: (beside, kind, name, namespace = namespaceOf(beside)) =>
      isOutside(beside, KINDS.get(kind) ?? kind, name, namespace),
  };
}

/** An object's namespace; `default` where none is said. */
export function namespaceOf({ manifest }: ManifestEntry): string {
  return findText(manifest.metadata.namespace) ?? 'default';
}

/** The spec of an object. */
export function specOf({ manifest }: ManifestEntry): Fields {
  return fieldsOf(manifest.spec);
}

/** Labels of the pods of a workload; undefined where it has no pods of its own. */
export function podLabelsOf(manifest: Manifest): Fields | undefined {
  const [template] = findPodTemplates(manifest);
  return template && fieldsOf(template.metadata.labels);
}

function keyOf({ cluster }: ManifestEntry, kind: string, name: string, namespace: string): string {
  return `${cluster} ${kind === CLUSTER_SCOPED ? '' : namespace} ${kind} ${name}`;
}
