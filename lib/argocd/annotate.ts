import type { Manifest } from '../manifest/manifest';
import type { ManifestEntry, ManifestSet } from '../manifest/manifest-set';

const SYNC_WAVE = 'argocd.argoproj.io/sync-wave';
const SYNC_OPTIONS = 'argocd.argoproj.io/sync-options';

/** Kinds that hold data, or go with all that is in them: a person confirms before Argo CD deletes one. */
const HOLDS_DATA: ReadonlySet<string> = new Set([
  'CustomResourceDefinition',
  'Namespace',
  'PersistentVolumeClaim',
  'StatefulSet',
]);

/**
 * Kinds whose health depends on pods that run. They share one wave: a budget or a claim in an earlier one
 * would wait for pods that come later.
 */
const BY_PODS: ReadonlySet<string> = new Set([
  'DaemonSet',
  'Deployment',
  'HorizontalPodAutoscaler',
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
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/
 */
export function annotateForSync(
  manifests: ManifestSet,
  waves: ReadonlyMap<string, number>,
): ManifestSet {
  return manifests.map((entry) => {
    const { kind } = entry.manifest;
    const wave = BY_PODS.has(kind) ? waveOf(entry, waves) : 0;
    const annotations = {
      ...(HOLDS_DATA.has(kind) && { [SYNC_OPTIONS]: 'Delete=confirm,Prune=confirm' }),
      ...(wave !== 0 && { [SYNC_WAVE]: String(wave) }),
    };
    for (const _ in annotations)
      return { ...entry, manifest: withAnnotations(entry.manifest, annotations) };
    return entry;
  });
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
    metadata: { ...manifest.metadata, annotations: { ...added, ...own } },
  };
}
