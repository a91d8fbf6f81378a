import { fieldsOf, itemsOf } from '../../../manifest/fields';
import type { Manifest } from '../../../manifest/manifest';
import { missing, type Refusal } from './refusal';

/** Finds what a claim must say. */
export function checkClaims({ spec }: Manifest): readonly Refusal[] {
  return checkClaim('', spec);
}

/** Finds what the claims of a StatefulSet must say; its controller can't make them otherwise. */
export function checkClaimTemplates({ spec }: Manifest): readonly Refusal[] {
  return itemsOf(fieldsOf(spec).volumeClaimTemplates).flatMap((claim, index) =>
    checkClaim(`spec.volumeClaimTemplates[${index}].`, fieldsOf(claim).spec),
  );
}

/** @param path - in front of `spec` */
export function checkClaim(path: string, spec: unknown): readonly Refusal[] {
  const { accessModes, resources } = fieldsOf(spec);
  const { storage } = fieldsOf(fieldsOf(resources).requests);
  const modes = accessModes === undefined ? [] : accessModes;
  return [
    ...(Array.isArray(modes) && modes.length === 0
      ? [missing(`${path}spec.accessModes`, 'one or more, such as ReadWriteOnce')]
      : []),
    ...(storage === undefined
      ? [missing(`${path}spec.resources.requests.storage`, 'a size such as 10Gi')]
      : []),
  ];
}
