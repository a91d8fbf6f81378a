import { type Problem, wrongValue } from '../problem/problem';

/** A number of pods, or a share of them. */
export type PodShare = number | `${number}%`;

/** Checks a number of pods, or a percentage from 0 to 100. */
export function checkPodShare(field: string, share: PodShare): readonly Problem[] {
  const count = typeof share === 'number' ? share : Number(/^(\d{1,3})%$/.exec(share)?.[1]);
  const most = typeof share === 'number' ? Number.MAX_SAFE_INTEGER : 100;
  if (Number.isInteger(count) && count >= 0 && count <= most) return [];
  return [wrongValue(field, share, "a number of pods from 0, or a share from '0%' to '100%'")];
}

/** Checks how many pods there may be too many and too few: one of them has to leave room to move. */
export function checkShares(
  field: string,
  maxSurge: PodShare,
  maxUnavailable: PodShare,
): readonly Problem[] {
  const problems = [
    ...checkPodShare(`${field}.maxSurge`, maxSurge),
    ...checkPodShare(`${field}.maxUnavailable`, maxUnavailable),
  ];
  if (problems.length > 0 || !isZero(maxSurge) || !isZero(maxUnavailable)) return problems;
  return [{ field, message: 'maxSurge and maxUnavailable are both 0: raise one of the two' }];
}

function isZero(share: PodShare): boolean {
  return share === 0 || share === '0%';
}
