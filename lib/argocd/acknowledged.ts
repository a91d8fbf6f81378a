import { ANNOTATION } from '../kubernetes/annotations';
import type { Manifest } from '../manifest/manifest';
import { type Problem, wrongValue } from '../problem/problem';

/** A dangerous change that is meant, for `supercargo diff`. */
export interface AcknowledgedChange {
  /** As diff names it, with the namespace or without: `prune:PersistentVolumeClaim/shop-prod/data`. */
  readonly change: `${'prune' | 'immutable'}:${string}/${string}` | `exposure:${string}`;
  /** Why it is all right. One line. */
  readonly because: string;
}

/** Checks that each change has a reason. */
export function checkAcknowledged(changes: readonly AcknowledgedChange[]): readonly Problem[] {
  return changes.flatMap(({ change, because }, index) => [
    ...(/^\S+$/.test(change)
      ? []
      : [
          wrongValue(
            `acknowledged[${index}].change`,
            change,
            "a change as diff names it: 'prune:PersistentVolumeClaim/shop-prod/data'",
          ),
        ]),
    ...(/^\S.*$/.test(because)
      ? []
      : [wrongValue(`acknowledged[${index}].because`, because, 'a reason, in one line')]),
  ]);
}

/** An object that carries the changes, where `supercargo diff` finds them. */
export function withAcknowledged(
  manifest: Manifest,
  changes: readonly AcknowledgedChange[],
): Manifest {
  if (changes.length === 0) return manifest;
  const { metadata } = manifest;
  const { annotations } = metadata;
  const text = changes.map(({ change, because }) => `${change} because ${because}\n`).join('');
  return {
    ...manifest,
    metadata: {
      ...metadata,
      annotations: {
        ...(typeof annotations === 'object' &&
          annotations !== null &&
          !Array.isArray(annotations) &&
          annotations),
        [ANNOTATION.acknowledged]: text,
      },
    },
  };
}
