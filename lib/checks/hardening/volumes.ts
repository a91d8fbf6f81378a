import { fieldsOf, itemsOf } from '../../manifest/fields';
import { findEach, NONE, type Violation } from './finding';
import { isAbsent, ofField, ofSecurity, type Pod, type PodVolume, violation } from './pod';

const VOLUME_TYPES = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'persistentVolumeClaim',
  'projected',
  'secret',
];

/** Volumes that name a disk or server of their own instead of a claim; hostPath has a control of its own. */
export function findVolumeTypes({ volumes }: Pod): readonly Violation[] {
  return findEach(volumes, ({ path, fields }) =>
    findEach(Object.keys(fields), (key) =>
      key === 'name' || key === 'hostPath' || VOLUME_TYPES.includes(key) || isAbsent(fields[key])
        ? NONE
        : [violation(`${path}.${key}`, fields[key], VOLUME_TYPES.join(', '))],
    ),
  );
}

/** A root file system that can be written because nothing was said; to say `false` is to have decided. */
export function findWritableRoot({ containers, isWindows }: Pod): readonly Violation[] {
  if (isWindows) return NONE;
  return findEach(containers, (container) => {
    const { readOnlyRootFilesystem } = container.security;
    return typeof readOnlyRootFilesystem === 'boolean'
      ? NONE
      : ofSecurity(
          container,
          'readOnlyRootFilesystem',
          readOnlyRootFilesystem,
          'true, or false where files must be written outside of volumes',
        );
  });
}

/** What can be written without harm to others, or can't be written at all. */
const HARMLESS_TYPES = [
  'configMap',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'image',
  'persistentVolumeClaim',
  'projected',
  'secret',
];

/** Folders of nodes and servers that can be written because nothing was said. */
export function findWritablePaths({ containers, volumes }: Pod): readonly Violation[] {
  const writable = new Map<string, string>();
  for (const volume of volumes) {
    const type = findWritableType(volume);
    if (type !== undefined) writable.set(volume.name, type);
  }
  if (writable.size === 0) return NONE;
  return findEach(containers, (container) =>
    findEach(itemsOf(container.fields.volumeMounts), (item) => {
      const { name, readOnly } = fieldsOf(item);
      const type = writable.get(String(name));
      return type === undefined || typeof readOnly === 'boolean'
        ? NONE
        : ofField(
            container,
            `volumeMounts[${String(name)}].readOnly`,
            readOnly,
            `true, or false where the pod must write to its ${type}`,
          );
    }),
  );
}

function findWritableType({ fields }: PodVolume): string | undefined {
  return Object.keys(fields).find(
    (key) =>
      key !== 'name' &&
      !HARMLESS_TYPES.includes(key) &&
      !isAbsent(fields[key]) &&
      fieldsOf(fields[key]).readOnly !== true,
  );
}
