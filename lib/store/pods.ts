import type { PodOptions, Volumes } from '../pod/spec';
import { emptyDir, existingClaim } from '../pod/volumes';
import type { PodClaim, StatefulMicroserviceProps } from '../state/spec';
import type { Storage, StoreProps } from './spec';

/** User and group of an image, which are not root's. */
export interface ImageUser {
  readonly user: number;
  readonly group: number;
}

/** What an image needs that is made for root and a writable file system. */
export interface ImageFacts extends ImageUser {
  /** Folders that it writes to beside its data: their volumes, by name. */
  readonly writes: Readonly<Record<string, string>>;
  /** How long it takes to end in good order. @default Kubernetes' own: 30s */
  readonly gracePeriod?: `${number}s`;
}

/** Props of a store's pods: what its image needs, and on top of it what its user says. */
export function storePods(
  { pod, volumes, observability, ...rest }: StoreProps,
  { user, group, writes, gracePeriod }: ImageFacts,
) {
  const folders: Volumes = Object.fromEntries(
    Object.entries(writes).map(([name, mountPath]) => [name, emptyDir({ mountPath })]),
  );
  const ids = { runAsUser: user, runAsGroup: group, fsGroup: group };
  const options: PodOptions = {
    ...pod,
    ...(gracePeriod !== undefined && { shutdown: { gracePeriod, ...pod?.shutdown } }),
    securityContext: { ...ids, ...pod?.securityContext },
  };
  return {
    ...rest,
    volumes: { ...folders, ...volumes },
    pod: options,
    // No store here speaks OpenTelemetry.
    observability:
      observability === 'none' ? observability : { tracing: 'none' as const, ...observability },
  } satisfies StoreProps;
}

/** Name of the volume that the data is in. */
const DATA = 'data';

/** Claims or volumes that hold a store's data, as its pods have them. */
export function storageOf(
  storage: Storage,
  mountPath: string,
  subPath?: string,
): {
  readonly claims?: Readonly<Record<string, PodClaim>>;
  readonly volumes?: StatefulMicroserviceProps['volumes'];
} {
  if (storage.claim !== undefined) {
    const { claim, subPath: folder = subPath } = storage;
    const inside = folder === '' ? undefined : folder;
    return { volumes: { [DATA]: existingClaim(claim, { mountPath, subPath: inside }) } };
  }
  return { claims: { [DATA]: { ...storage, mountPath, subPath } } };
}
