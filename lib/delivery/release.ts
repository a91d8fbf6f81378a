import { k8s } from 'cdk8s-plus-28';
import { type Problem, wrongValue } from '../problem/problem';

/** A number of pods, or a share of them. */
export type PodShare = number | `${number}%`;

/** How a new version replaces the old one. */
export type Release =
  | {
      readonly kind: 'rolling-update';
      readonly maxSurge?: PodShare;
      readonly maxUnavailable: PodShare;
    }
  | { readonly kind: 'recreate' };

/**
 * Pod by pod, with no capacity lost on the way.
 * @param options.maxSurge - pods above the wanted number; Kubernetes' default is 25%
 * @param options.maxUnavailable - pods below the wanted number; default 0
 */
export function rollingUpdate(
  options: { readonly maxSurge?: PodShare; readonly maxUnavailable?: PodShare } = {},
): Release {
  const { maxSurge, maxUnavailable = 0 } = options;
  return { kind: 'rolling-update', maxSurge, maxUnavailable };
}

/** All old pods end before the first new one starts: for what can't run twice. */
export function recreate(): Release {
  return { kind: 'recreate' };
}

/** Checks that a release can move at all. */
export function checkRelease(field: string, release: Release | undefined): readonly Problem[] {
  if (release?.kind !== 'rolling-update') return [];
  const { maxSurge = '25%', maxUnavailable } = release;
  const problems = [
    ...checkPodShare(`${field}.maxSurge`, maxSurge),
    ...checkPodShare(`${field}.maxUnavailable`, maxUnavailable),
  ];
  if (problems.length > 0 || !isZero(maxSurge) || !isZero(maxUnavailable)) return problems;
  return [{ field, message: 'maxSurge and maxUnavailable are both 0: raise one of the two' }];
}

/** The strategy of a Deployment; undefined where it is Kubernetes' default. */
export function planDeploymentStrategy(release: Release): k8s.DeploymentStrategy {
  if (release.kind === 'recreate') return { type: 'Recreate' };
  const { maxSurge, maxUnavailable } = release;
  return {
    rollingUpdate: {
      maxSurge: maxSurge === undefined ? undefined : intOrString(maxSurge),
      maxUnavailable: intOrString(maxUnavailable),
    },
  };
}

/** Checks a number of pods, or a percentage from 0 to 100. */
export function checkPodShare(field: string, share: PodShare): readonly Problem[] {
  const count = typeof share === 'number' ? share : Number(/^(\d{1,3})%$/.exec(share)?.[1]);
  const most = typeof share === 'number' ? Number.MAX_SAFE_INTEGER : 100;
  if (Number.isInteger(count) && count >= 0 && count <= most) return [];
  return [wrongValue(field, share, "a number of pods from 0, or a share from '0%' to '100%'")];
}

/** A number or percentage as Kubernetes' L1 types have it. */
export function intOrString(share: PodShare): k8s.IntOrString {
  return typeof share === 'number'
    ? k8s.IntOrString.fromNumber(share)
    : k8s.IntOrString.fromString(share);
}

function isZero(share: PodShare): boolean {
  return share === 0 || share === '0%';
}
