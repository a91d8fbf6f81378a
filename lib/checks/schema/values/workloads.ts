import { type Fields, fieldsOf, itemsOf } from '../../../manifest/fields';
import type { Manifest } from '../../../manifest/manifest';
import { wrongValue } from '../../../problem/problem';
import { missing, type Refusal, together } from './refusal';

/** Finds what the API server refuses in workloads of `apps`. */
export function checkWorkload({ kind, spec }: Manifest): readonly Refusal[] {
  if (spec === undefined) return [missing('spec', 'a selector and a template')];
  const { selector, strategy, updateStrategy } = fieldsOf(spec);
  return [
    ...checkSelector(selector),
    ...checkStrategy('spec.strategy', fieldsOf(strategy), 'Recreate'),
    ...checkStrategy('spec.updateStrategy', fieldsOf(updateStrategy), 'OnDelete', kind),
  ];
}

/** An empty one would select the pods of all. */
function checkSelector(selector: unknown): readonly Refusal[] {
  if (selector === undefined) return [];
  const { matchLabels, matchExpressions } = fieldsOf(selector);
  const parts = Object.keys(fieldsOf(matchLabels)).length + itemsOf(matchExpressions).length;
  return parts > 0 ? [] : [missing('spec.selector.matchLabels', "labels of the template's pods")];
}

/** @param without - the type that has no rolling update */
function checkStrategy(
  field: string,
  { type, rollingUpdate }: Fields,
  without: string,
  kind = '',
): readonly Refusal[] {
  if (rollingUpdate === undefined) return [];
  const isDaemon = kind === 'DaemonSet';
  if (type === without)
    // A DaemonSet may say what it would do otherwise, and nobody looks at it.
    return isDaemon
      ? []
      : [together(`${field}.rollingUpdate`, [`type ${without}`], 'it with RollingUpdate alone')];
  const { maxSurge, maxUnavailable } = fieldsOf(rollingUpdate);
  const place = `${field}.rollingUpdate`;
  const both = isDaemon && isSome(maxSurge) && isSome(maxUnavailable ?? 1);
  return [
    ...checkShare(`${place}.maxSurge`, maxSurge, isDaemon ? 100 : Infinity),
    ...checkShare(`${place}.maxUnavailable`, maxUnavailable, 100),
    ...(both
      ? [wrongValue(`${place}.maxUnavailable`, maxUnavailable ?? 1, '0 where maxSurge is more')]
      : []),
    ...(kind === 'StatefulSet' && isNone(maxUnavailable)
      ? [wrongValue(`${place}.maxUnavailable`, maxUnavailable, '1 or more')]
      : []),
  ];
}

function isSome(share: unknown): boolean {
  return share !== undefined && !isNone(share);
}

function isNone(share: unknown): boolean {
  return share === 0 || (typeof share === 'string' && /^0+%$/.test(share));
}

/** A number, or a share of all such as `25%`. */
export function checkShare(field: string, value: unknown, most: number): readonly Refusal[] {
  if (typeof value !== 'string' && typeof value !== 'number') return [];
  const [, percent] = /^(\d+)%$/.exec(String(value)) ?? [];
  const isRight =
    typeof value === 'number' ? value >= 0 : percent !== undefined && Number(percent) <= most;
  if (isRight) return [];
  const shares = most === Infinity ? 'a share such as 25%' : `a share up to ${most}%`;
  return [wrongValue(field, value, `0, a number of pods, or ${shares}`)];
}

/** What a PodDisruptionBudget says, in numbers or shares. */
export function checkBudget({ spec }: Manifest): readonly Refusal[] {
  const { minAvailable, maxUnavailable } = fieldsOf(spec);
  return [
    ...checkShare('spec.minAvailable', minAvailable, 100),
    ...checkShare('spec.maxUnavailable', maxUnavailable, 100),
  ];
}
