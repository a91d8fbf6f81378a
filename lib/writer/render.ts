import { apiGroupOf } from '../kubernetes/scope';
import { fieldsOf } from '../manifest/fields';
import { identityOf } from '../manifest/identity';
import type { Manifest, ManifestMetadata } from '../manifest/manifest';
import type { ManifestSet } from '../manifest/manifest-set';
import { requireManifests } from '../manifest/require';
import { WriteError } from './tree-error';
import { emitYaml } from './yaml';
import { UnwritableError } from './yaml-refusal';

/**
 * Order of objects in a file: what others need comes first. Kinds that aren't listed follow, and last what is
 * long and seldom reviewed; then the order is by identity, so that moving code never moves YAML.
 */
const KIND_ORDER: readonly string[] = [
  'Namespace',
  'ResourceQuota',
  'LimitRange',
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
  'NetworkPolicy',
  'CiliumNetworkPolicy',
  'PeerAuthentication',
  'AuthorizationPolicy',
];

const RANKS: ReadonlyMap<string, number> = new Map(KIND_ORDER.map((kind, index) => [kind, index]));

/**
 * The text of each file of a manifest set, by path.
 * @throws WriteError for data that no YAML carries, with a line for each file that has such data
 */
export function renderFiles(manifests: ManifestSet): ReadonlyMap<string, string> {
  requireManifests('renderFiles()', manifests);
  const byFile = new Map<string, Sortable[]>();
  for (const { file, manifest, origin } of manifests) {
    const sortable = { manifest, origin, rank: rankOf(manifest), key: undefined };
    const others = byFile.get(file);
    if (others === undefined) byFile.set(file, [sortable]);
    else others.push(sortable);
  }
  const files = new Map<string, string>();
  const problems: string[] = [];
  for (const [file, objects] of byFile) {
    const text = renderFile(objects.sort(byKey));
    if (typeof text === 'string') files.set(file, text);
    else problems.push(text.problem);
  }
  if (problems.length > 0) throw new WriteError(problems.join('\n'));
  return files;
}

interface Sortable {
  readonly manifest: Manifest;
  readonly origin: string;
  /** Place of its kind. */
  readonly rank: number;
  /** Place among those of the same rank, once it has been asked for: most files have one or two of a kind. */
  key: string | undefined;
}

function renderFile(objects: readonly Sortable[]): string | { readonly problem: string } {
  try {
    return emitYaml(objects.map(({ manifest }) => manifest));
  } catch (error) {
    if (!(error instanceof UnwritableError)) throw error;
    return { problem: `[${objects[error.document]?.origin}] ${error.message}` };
  }
}

function sortKey(manifest: Manifest): string {
  const group = apiGroupOf(manifest.apiVersion);
  return `${manifest.kind} ${group} ${identityOf(manifest)}`;
}

function rankOf({ kind, metadata }: Manifest): number {
  if (kind === 'ConfigMap' && isDashboard(metadata)) return KIND_ORDER.length + 1;
  return RANKS.get(kind) ?? KIND_ORDER.length;
}

/** Whether it is for Grafana's sidecar, by what the sidecar's chart looks for. */
function isDashboard({ labels, annotations }: ManifestMetadata): boolean {
  return 'grafana_dashboard' in fieldsOf(labels) || 'grafana_folder' in fieldsOf(annotations);
}

function byKey(a: Sortable, b: Sortable): number {
  if (a.rank !== b.rank) return a.rank - b.rank;
  a.key ??= sortKey(a.manifest);
  b.key ??= sortKey(b.manifest);
  return a.key === b.key ? 0 : a.key < b.key ? -1 : 1;
}
