import { type Fields, fieldsOf, itemsOf } from '../../manifest/fields';
import type { PodTemplate } from '../../manifest/pod-template';
import { APPARMOR_ANNOTATION } from './kernel';
import { CONTAINER_FIELDS, isAbsent } from './pod';

/** Fields of a pod that controls look at, and that few pods have. */
const RARE_FIELDS = ['hostNetwork', 'hostPID', 'hostIPC', 'os'];

/** Volumes that no control minds. */
const USUAL_VOLUMES = [
  'configMap',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'persistentVolumeClaim',
  'projected',
  'secret',
];

/**
 * A text that pods have in common in which all controls find the same, since they differ only in what no
 * control looks at; undefined where there is more to look at than security contexts. Most pods of an
 * organization are alike, so that the controls have to look at one of them.
 */
export function findLikeness({ metadata, spec }: PodTemplate): string | undefined {
  for (const field of RARE_FIELDS) if (!isAbsent(spec[field])) return undefined;
  for (const key in fieldsOf(metadata.annotations))
    if (key.startsWith(APPARMOR_ANNOTATION)) return undefined;
  for (const volume of itemsOf(spec.volumes))
    for (const key in fieldsOf(volume))
      if (key !== 'name' && !USUAL_VOLUMES.includes(key)) return undefined;
  let likeness = textOf(spec);
  for (const field of CONTAINER_FIELDS)
    for (const item of itemsOf(spec[field])) {
      const container = fieldsOf(item);
      for (const port of itemsOf(container.ports))
        if (!isAbsent(fieldsOf(port).hostPort)) return undefined;
      likeness += `|${textOf(container)}`;
    }
  return likeness;
}

function textOf({ securityContext }: Fields): string {
  return isAbsent(securityContext) ? '-' : JSON.stringify(securityContext);
}
