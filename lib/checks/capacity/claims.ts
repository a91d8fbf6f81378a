import { findAmount } from '../../kubernetes/quantity';
import { fieldsOf, findText, itemsOf } from '../../manifest/fields';
import type { ManifestEntry } from '../../manifest/manifest-set';
import { type Finding, findingOf } from '../finding';

/** Claims of one object: its own, or those of a StatefulSet's pods. */
export interface ClaimShare {
  readonly name: string;
  readonly count: number;
  readonly bytes: number;
  /** Undefined where the cluster's default is taken. */
  readonly storageClass: string | undefined;
}

/** The claims that an object stands for. @param most - pods that an autoscaler may want */
export function claimsOf(
  { manifest }: ManifestEntry,
  most: number | undefined,
): readonly ClaimShare[] {
  const { kind, metadata } = manifest;
  const spec = fieldsOf(manifest.spec);
  if (kind === 'PersistentVolumeClaim') return [shareOf(metadata.name, spec, 1)];
  if (kind !== 'StatefulSet') return [];
  const { replicas } = spec;
  const pods = most ?? (typeof replicas === 'number' ? replicas : 1);
  return itemsOf(spec.volumeClaimTemplates).map((template) => {
    const { metadata: own, spec: claim } = fieldsOf(template);
    return shareOf(`${String(fieldsOf(own).name)}-${metadata.name}`, fieldsOf(claim), pods);
  });
}

function shareOf(
  name: string,
  { resources, storageClassName }: ReturnType<typeof fieldsOf>,
  count: number,
): ClaimShare {
  const { storage } = fieldsOf(fieldsOf(resources).requests);
  const known = typeof storage === 'string' || typeof storage === 'number';
  const bytes = (known ? findAmount(storage) : undefined) ?? 0;
  return { name, count, bytes: bytes * count, storageClass: findText(storageClassName) };
}

/** A limit of one storage class: `fast.storageclass.storage.k8s.io/requests.storage`. */
const OF_CLASS =
  /^(?:(.+)\.storageclass\.storage\.k8s\.io\/|count\/)?(requests\.storage|persistentvolumeclaims)$/;

/** Checks that a quota has room for all claims. */
export function checkStorage(
  quota: ManifestEntry,
  claims: readonly ClaimShare[],
): readonly Finding[] {
  return Object.entries(fieldsOf(fieldsOf(quota.manifest.spec).hard)).flatMap(([key, quantity]) => {
    const [, storageClass, counted] = OF_CLASS.exec(key) ?? [];
    const known = typeof quantity === 'string' || typeof quantity === 'number';
    const limit = known ? findAmount(quantity) : undefined;
    if (counted === undefined || limit === undefined) return [];
    const own = claims.filter(
      (one) => storageClass === undefined || one.storageClass === storageClass,
    );
    const isCount = counted === 'persistentvolumeclaims';
    const sum = own.reduce((total, { count, bytes }) => total + (isCount ? count : bytes), 0);
    if (sum <= limit) return [];
    const show = (amount: number) => (isCount ? String(amount) : sizeOf(amount));
    const names = own.map(({ name, count, bytes }) => `${name} ${show(isCount ? count : bytes)}`);
    const message = `got ${show(limit)}, and ${show(sum)} are needed: ${names.join(', ')}; raise it, or ask for less`;
    return [
      findingOf('quota-exceeded', quota, { field: `spec.hard["${key}"]`, message }, 'warning'),
    ];
  });
}

/** A size in the largest unit that fits: `10Gi`. */
export function sizeOf(bytes: number): string {
  const [unit, size] = bytes >= 2 ** 30 ? ['Gi', 2 ** 30] : ['Mi', 2 ** 20];
  return `${Math.round((bytes / Number(size)) * 100) / 100}${unit}`;
}
