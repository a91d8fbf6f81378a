import { apiGroupOf } from '../kubernetes/scope';
import { fieldsOf, findText, textsOf } from '../manifest/fields';
import type { Manifest } from '../manifest/manifest';
import { dangerOf } from './danger';
import type { Consequence } from './spec';

/** What is lost when an object of a kind goes, by its API group and kind. */
const LOSSES: ReadonlyMap<string, string> = new Map([
  ['/PersistentVolumeClaim', 'its volume goes, unless its storage class or volume retains it'],
  ['/PersistentVolume', 'nothing finds the data of its volume any more'],
  ['/Namespace', 'all that is in it goes, volumes included'],
  ['snapshot.storage.k8s.io/VolumeSnapshot', 'what it has kept goes, unless its class retains it'],
  [
    'apiextensions.k8s.io/CustomResourceDefinition',
    'all objects of its kind go, in all namespaces',
  ],
]);

/** What is lost when an object goes; undefined when nothing is. */
export function lossOf(before: Manifest): Consequence | undefined {
  if (isKept(before))
    return { effect: 'is pruned', message: 'stays in the cluster, by Prune=false' };
  const loss = lostWith(before);
  if (loss === undefined) return undefined;
  return {
    effect: 'data loss',
    message: `is pruned: ${loss}${isConfirmed(before) ? '; Argo CD waits until a person confirms it' : ''}`,
    advice: `annotate it with ${SYNC_OPTIONS}: Prune=false, and apply that first`,
    danger: dangerOf('prune', before),
  };
}

function lostWith(before: Manifest): string | undefined {
  const { apiVersion, kind, spec, metadata } = before;
  const group = apiGroupOf(apiVersion);
  if (kind === 'StatefulSet' && group === 'apps') return statefulSetLoss(fieldsOf(spec));
  if (kind === 'Application' && textsOf(metadata.finalizers).some(isCascading))
    return 'all that it has deployed goes with it';
  return LOSSES.get(`${group}/${kind}`);
}

function statefulSetLoss(spec: ReturnType<typeof fieldsOf>): string {
  const { whenDeleted } = fieldsOf(spec.persistentVolumeClaimRetentionPolicy);
  return whenDeleted === 'Delete'
    ? 'its pods and their volumes go (whenDeleted: Delete)'
    : 'its pods go; their claims stay, and nobody looks after them';
}

function isCascading(finalizer: string): boolean {
  return finalizer.startsWith('resources-finalizer.argocd.argoproj.io');
}

/** A StatefulSet of fewer pods, where the volumes of those that go, go too. */
export function shrinkLoss(before: Manifest, after: Manifest): readonly Consequence[] {
  if (after.kind !== 'StatefulSet') return [];
  const spec = fieldsOf(after.spec);
  const { whenScaled } = fieldsOf(spec.persistentVolumeClaimRetentionPolicy);
  const [old, now] = [podsOf(before), podsOf(after)];
  if (whenScaled !== 'Delete' || now >= old) return [];
  return [
    {
      effect: 'data loss',
      message: `${old - now} fewer pods, whose volumes go with them (whenScaled: Delete)`,
      advice: 'set persistentVolumeClaimRetentionPolicy.whenScaled to Retain, and apply that first',
      danger: dangerOf('prune', after),
    },
  ];
}

function podsOf({ spec }: Manifest): number {
  const { replicas } = fieldsOf(spec);
  return typeof replicas === 'number' ? replicas : 1;
}

const SYNC_OPTIONS = 'argocd.argoproj.io/sync-options';

/** Whether Argo CD leaves an object in the cluster that is no longer in git. */
function isKept(manifest: Manifest): boolean {
  return hasOption(manifest, 'Prune=false');
}

function isConfirmed(manifest: Manifest): boolean {
  return hasOption(manifest, 'Prune=confirm');
}

function hasOption({ metadata }: Manifest, wanted: string): boolean {
  const options = findText(fieldsOf(metadata.annotations)[SYNC_OPTIONS]) ?? '';
  return options.split(',').some((option) => option.trim() === wanted);
}
