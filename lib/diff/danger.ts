import { ANNOTATION } from '../kubernetes/annotations';
import { fieldsOf, findText } from '../manifest/fields';
import type { Manifest } from '../manifest/manifest';
import type { ManifestSet } from '../manifest/manifest-set';
import { type Problem, wrongValue } from '../problem/problem';
import type { Acknowledgement, Consequence, Danger, Diff } from './spec';

/**
 * How a danger is named where it is acknowledged: `prune:PersistentVolumeClaim/shop-prod/data`,
 * `exposure:shop-prod/frontend`.
 */
export function dangerOf(danger: Danger, { kind, metadata }: Manifest): string {
  return dangerTo(danger, kind, findText(metadata.namespace), metadata.name);
}

/** The same, of an object that isn't at hand. */
export function dangerTo(
  danger: Danger,
  kind: string,
  namespace: string | undefined,
  name: string,
): string {
  const object = `${namespace === undefined ? '' : `${namespace}/`}${name}`;
  // What is exposed is a matter of several kinds together: a gateway, its routes, the pods.
  return danger === 'exposure' ? `${danger}:${object}` : `${danger}:${kind}/${object}`;
}

/** Checks how somebody has named a danger. */
export function checkDanger(field: string, change: string): readonly Problem[] {
  return CHANGE.test(change)
    ? []
    : [
        wrongValue(
          field,
          change,
          "a danger as diff names it: 'prune:PersistentVolumeClaim/shop-prod/data', 'exposure:shop-prod/frontend'",
        ),
      ];
}

const CHANGE =
  /^(?:(?:prune|immutable):[A-Z]\w*\/[^\s/]+(?:\/[^\s/]+)?|exposure:[^\s/]+(?:\/[^\s/]+)?)$/;

/** What annotations of the objects acknowledge: lines such as `prune:Namespace/shop-qa because ...`. */
export function acknowledgementsIn(manifests: ManifestSet): readonly Acknowledgement[] {
  return manifests.flatMap(({ manifest }) => {
    const text = findText(fieldsOf(manifest.metadata.annotations)[ANNOTATION.acknowledged]) ?? '';
    return text.split('\n').flatMap((line) => {
      const [, change, reason] = /^\s*(\S+)\s+because\s+(\S.*)$/.exec(line) ?? [];
      return change === undefined || reason === undefined ? [] : [{ change, reason }];
    });
  });
}

/** A consequence, with the reason why it is all right, if somebody has given one. */
export function acknowledge(
  consequence: Consequence,
  acknowledged: readonly Acknowledgement[],
): Consequence {
  const { danger, isFinal } = consequence;
  if (isFinal === true) return consequence;
  const reason = acknowledged.find(({ change }) => isMeant(change, danger))?.reason;
  return reason === undefined ? consequence : { ...consequence, acknowledged: reason };
}

/** With the namespace, or without. */
function isMeant(change: string, danger: string | undefined): boolean {
  if (danger === undefined) return false;
  const short = danger
    .replace(/^exposure:[^/]+\//, 'exposure:')
    .replace(/^(\w+:\w+)\/[^/]+\//, '$1/');
  return [danger, short].includes(change);
}

/** All consequences of a diff that somebody has to acknowledge, and nobody has. */
export function dangersIn(diff: Diff): readonly Consequence[] {
  return diff.environments
    .flatMap(({ objects, consequences }) => [
      ...consequences,
      ...objects.flatMap((object) => object.consequences),
    ])
    .filter(isDangerous);
}

/** Whether somebody has to acknowledge a consequence, and nobody has. */
export function isDangerous({ danger, acknowledged }: Consequence): boolean {
  return danger !== undefined && acknowledged === undefined;
}
