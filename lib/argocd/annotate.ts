import { fieldsOf, itemsOf } from '../manifest/fields';
import type { Manifest } from '../manifest/manifest';
import type { ManifestEntry, ManifestSet } from '../manifest/manifest-set';
import { findPodTemplates } from '../manifest/pod-template';

const SYNC_WAVE = 'argocd.argoproj.io/sync-wave';
const HOOK = 'argocd.argoproj.io/hook';
const SYNC_OPTIONS = 'argocd.argoproj.io/sync-options';

/** Kinds that hold data, or go with all that is in them: a person confirms before Argo CD deletes one. */
const HOLDS_DATA: ReadonlySet<string> = new Set([
  'CustomResourceDefinition',
  'Namespace',
  'PersistentVolumeClaim',
  'StatefulSet',
  'VolumeSnapshot',
]);

/**
 * Kinds whose health depends on pods that run. They share one wave: a budget or a claim in an earlier one
 * would wait for pods that come later.
 */
const BY_PODS: ReadonlySet<string> = new Set([
  'DaemonSet',
  'Deployment',
  'HorizontalPodAutoscaler',
  'Job',
  'PersistentVolumeClaim',
  'PodDisruptionBudget',
  'Rollout',
  'ScaledObject',
  'StatefulSet',
]);

/**
 * Says on each object what Argo CD has to know of it: its wave, and what to ask before it is deleted. What
 * an object says already stays. Argo CD orders kinds within a wave itself.
 * @param waves - wave of each microservice, by construct path; 0 needs no word
 * @param passing - folders of environments whose objects come and go with what they were made for
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/
 */
export function annotateForSync(
  manifests: ManifestSet,
  waves: ReadonlyMap<string, number>,
  passing: ReadonlySet<string> = new Set(),
): ManifestSet {
  const claims = wavesOfClaims(manifests, waves);
  return manifests.map((entry) => {
    const { manifest } = entry;
    const isInWave = BY_PODS.has(manifest.kind) && isSynced(manifest);
    const wave = isInWave ? (claims.get(entry) ?? waveOf(entry, waves)) : 0;
    const isKept = HOLDS_DATA.has(manifest.kind) && !passing.has(environmentOf(entry));
    if (wave === 0 && !isKept) return entry;
    const annotations = {
      ...(isKept && { [SYNC_OPTIONS]: 'Delete=confirm,Prune=confirm' }),
      ...(wave !== 0 && { [SYNC_WAVE]: String(wave) }),
    };
    return { ...entry, manifest: withAnnotations(manifest, annotations) };
  });
}

function environmentOf({ file }: ManifestEntry): string {
  return file.slice(0, Math.max(file.indexOf('/'), 0));
}

/**
 * A claim may be bound only when a pod uses it, and a wave waits for its claims: so it is in the wave of the first
 * that does; or in the last one of its namespace, as nobody can tell when a scheduled task comes.
 */
function wavesOfClaims(
  manifests: ManifestSet,
  waves: ReadonlyMap<string, number>,
): ReadonlyMap<ManifestEntry, number> {
  const claims = manifests.filter(({ manifest }) => manifest.kind === 'PersistentVolumeClaim');
  const found = new Map<string, number>();
  const last = new Map<unknown, number>();
  if (claims.length === 0 || waves.size === 0) return new Map();
  for (const entry of manifests) {
    if (!BY_PODS.has(entry.manifest.kind) || !isSynced(entry.manifest)) continue;
    const { namespace } = entry.manifest.metadata;
    const wave = waveOf(entry, waves);
    last.set(namespace, Math.max(last.get(namespace) ?? 0, wave));
    for (const { spec } of findPodTemplates(entry.manifest))
      for (const volume of itemsOf(spec.volumes)) {
        const { claimName } = fieldsOf(fieldsOf(volume).persistentVolumeClaim);
        const key = `${String(namespace)}/${String(claimName)}`;
        found.set(key, Math.min(found.get(key) ?? wave, wave));
      }
  }
  return new Map(
    claims.map((entry) => {
      const { name, namespace } = entry.manifest.metadata;
      return [entry, found.get(`${String(namespace)}/${name}`) ?? last.get(namespace) ?? 0];
    }),
  );
}

/** Whether it is a part of the sync; what runs before or after it has an order of its own. */
function isSynced({ metadata }: Manifest): boolean {
  const { [HOOK]: hook = 'Sync' } = fieldsOf(metadata.annotations);
  return hook === 'Sync';
}

/** That of the nearest construct around that has one. */
function waveOf({ origin }: ManifestEntry, waves: ReadonlyMap<string, number>): number {
  for (let at = origin.lastIndexOf('/'); at > 0; at = origin.lastIndexOf('/', at - 1)) {
    const wave = waves.get(origin.slice(0, at));
    if (wave !== undefined) return wave;
  }
  return 0;
}

function withAnnotations(manifest: Manifest, added: Readonly<Record<string, string>>): Manifest {
  const { annotations } = manifest.metadata;
  const own = typeof annotations === 'object' && !Array.isArray(annotations) ? annotations : {};
  return {
    ...manifest,
    metadata: Object.assign({}, manifest.metadata, {
      annotations: Object.assign({}, added, own),
    }),
  };
}
