import { fieldsOf, findText, itemsOf, textsOf } from '../../manifest/fields';
import type { ManifestEntry } from '../../manifest/manifest-set';
import { peakPods } from '../capacity/peak';
import type { Objects, PodsEntry } from '../objects';
import { type CheckContext, type Found, rule } from '../rule';
import { findNumber, workloadsIn } from './workloads';

/** Access modes by which one node has a volume, or one pod. */
const ALONE: readonly string[] = ['ReadWriteOnce', 'ReadWriteOncePod'];

/** Volumes that one node may have at a time, and pods that may be on several. */
export const sharedClaims = rule({
  id: 'claim-of-several-pods',
  group: 'sense',
  severity: 'warning',
  summary: 'several pods mount a volume at a time that one node may have',
  kinds: ['PersistentVolumeClaim'],
  check: (objects, context) => [
    ...workloadsIn(objects).flatMap(({ entry, pods, autoscaler }) => {
      const { most, least } = podsAtATime(entry, autoscaler, context);
      if (most < 2) return [];
      const when = least < 2 ? ' while a new version replaces it' : '';
      return claimsOf(objects, entry, pods, `up to ${most} pods${when}`);
    }),
    ...objects.ofKind('apps/DaemonSet').flatMap((entry) => {
      const pods = objects.pods().find((one) => one.entry === entry);
      return claimsOf(objects, entry, pods, 'a pod on each node');
    }),
  ],
});

/** The most pods, with those that a release adds and without. */
function podsAtATime(
  { manifest }: ManifestEntry,
  autoscaler: ManifestEntry | undefined,
  { peak }: CheckContext,
): { readonly most: number; readonly least: number } {
  const { maxReplicas, maxReplicaCount } = fieldsOf(autoscaler?.manifest.spec);
  const scaled = findNumber(maxReplicas) ?? findNumber(maxReplicaCount);
  const wished = scaled ?? findNumber(fieldsOf(manifest.spec).replicas) ?? 1;
  return { most: wished === 0 ? 0 : peakPods(manifest, wished, peak), least: wished };
}

function claimsOf(
  objects: Objects,
  entry: ManifestEntry,
  pods: PodsEntry | undefined,
  who: string,
): readonly Found[] {
  if (pods === undefined) return [];
  return itemsOf(pods.template.spec.volumes).flatMap((item) => {
    const { name, persistentVolumeClaim } = fieldsOf(item);
    const claim = findText(fieldsOf(persistentVolumeClaim).claimName);
    const found = claim && objects.find(pods.entry, 'PersistentVolumeClaim', claim);
    const modes = found ? textsOf(fieldsOf(found.manifest.spec).accessModes) : [];
    if (modes.length === 0 || !modes.every((mode) => ALONE.includes(mode))) return [];
    return [
      {
        entry,
        field: `spec.template.spec.volumes[${String(name)}]`,
        message: `is claim '${claim}', which is ${modes.join(', ')}, of ${who}: all but those of one node wait for ever; have one pod and release it with recreate(), give each a claim of its own in a StatefulSet, or take ReadWriteMany where the storage has that`,
      },
    ];
  });
}
