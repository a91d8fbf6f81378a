import type { Located } from './definitions';
import { objectAt, textsAt } from './json';

/** Where Kubernetes' own kinds are described. */
const KUBERNETES = 'kubernetes.json';

/**
 * Fields that Kubernetes fills in where they hold an empty text, as where they are absent. It keeps others, such
 * as pathType or preemptionPolicy, behind a pointer: an empty text is a wrong value there.
 */
const FILLED_IN: ReadonlySet<string> = new Set([
  'concurrencyPolicy',
  'dnsPolicy',
  'externalTrafficPolicy',
  'imagePullPolicy',
  'name',
  'persistentVolumeReclaimPolicy',
  'podManagementPolicy',
  'protocol',
  'restartPolicy',
  'scheme',
  'sessionAffinity',
  'targetPort',
  'terminationMessagePolicy',
  'type',
  'whenDeleted',
  'whenScaled',
]);

/** Tells which values of an object's fields count as absent; none, but for Kubernetes' own kinds. */
export function unsetValues({ schema, file }: Located): (field: string, value: unknown) => boolean {
  if (file !== KUBERNETES) return () => false;
  const names = new Set(
    Object.keys(objectAt(schema, 'properties')).filter((f) => FILLED_IN.has(f)),
  );
  for (const field of textsAt(schema, 'required')) names.delete(field);
  // The port of a NetworkPolicy has its protocol behind a pointer.
  if ('endPort' in objectAt(schema, 'properties')) names.delete('protocol');
  return (field, value) =>
    (value === '' || (value === 0 && field === 'targetPort')) && names.has(field);
}
