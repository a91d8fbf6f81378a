import { apiGroupOf } from '../kubernetes/scope';
import { identityOf } from '../manifest/identity';
import type { ManifestSet } from '../manifest/manifest-set';
import { emitYaml } from './yaml';

/**
 * Order of objects in a file: what others need comes first. Kinds that aren't listed follow, then the
 * order is by identity, so that moving code never moves YAML.
 */
const KIND_ORDER: readonly string[] = [
  'Namespace',
  'ResourceQuota',
  'LimitRange',
  'NetworkPolicy',
  'ServiceAccount',
  'Role',
  'RoleBinding',
  'ConfigMap',
  'Secret',
  'PersistentVolumeClaim',
  'Service',
  'Deployment',
  'Rollout',
  'StatefulSet',
  'DaemonSet',
  'Job',
  'CronJob',
  'HorizontalPodAutoscaler',
  'PodDisruptionBudget',
];

const RANKS: ReadonlyMap<string, number> = new Map(KIND_ORDER.map((kind, index) => [kind, index]));

/** The text of each file of a manifest set, by path. */
export function renderFiles(manifests: ManifestSet): ReadonlyMap<string, string> {
  const byFile = new Map<string, Sortable[]>();
  for (const { file, manifest } of manifests) {
    const sortable = { manifest, key: sortKey(manifest) };
    const others = byFile.get(file);
    if (others === undefined) byFile.set(file, [sortable]);
    else others.push(sortable);
  }
  return new Map(
    [...byFile].map(([file, objects]) => [
      file,
      emitYaml(objects.sort(byKey).map(({ manifest }) => manifest)),
    ]),
  );
}

interface Sortable {
  readonly manifest: ManifestSet[number]['manifest'];
  readonly key: string;
}

function sortKey(manifest: Sortable['manifest']): string {
  const group = apiGroupOf(manifest.apiVersion);
  const rank = RANKS.get(manifest.kind) ?? KIND_ORDER.length;
  return `${String(rank).padStart(3, '0')} ${manifest.kind} ${group} ${identityOf(manifest)}`;
}

function byKey(a: Sortable, b: Sortable): number {
  if (a.key === b.key) return 0;
  return a.key < b.key ? -1 : 1;
}
