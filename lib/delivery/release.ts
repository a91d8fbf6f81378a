import type { k8s } from 'cdk8s-plus-28';
import { checkDuration, type Duration, findSeconds } from '../kubernetes/duration';
import { intOrString } from '../manifest/kube-manifest';
import { type Problem, wrongValue } from '../problem/problem';

/** A number of pods, or a share of them. */
export type PodShare = number | `${number}%`;

/** When a new version counts as there, and how many old ones are remembered. */
export interface ReleaseOptions {
  /** How long a new pod must have been ready. @default 0s */
  readonly minReady?: Duration;
  /** After how long without progress the release counts as failed; more than `minReady`. @default 10m */
  readonly progressDeadline?: Duration;
  /** ReplicaSets that are kept to go back to, from 0. @default 10 */
  readonly revisionHistoryLimit?: number;
}

/** How a new version replaces the old one. */
export type Release = ReleaseOptions &
  (
    | {
        readonly kind: 'rolling-update';
        readonly maxSurge?: PodShare;
        readonly maxUnavailable: PodShare;
      }
    | { readonly kind: 'recreate' }
  );

/** How many pods a rolling update may have too many, or too few. */
export interface RollingUpdateOptions extends ReleaseOptions {
  /** Pods above the wanted number. @default '25%' */
  readonly maxSurge?: PodShare;
  /** Pods below the wanted number. @default 0 */
  readonly maxUnavailable?: PodShare;
}

/** Pod by pod, with no capacity lost on the way. */
export function rollingUpdate(options: RollingUpdateOptions = {}): Release {
  return { kind: 'rolling-update', maxUnavailable: 0, ...options };
}

/** All old pods end before the first new one starts: for what can't run twice. */
export function recreate(options: ReleaseOptions = {}): Release {
  return { kind: 'recreate', ...options };
}

/** Checks that a release can move at all, and end. */
export function checkRelease(field: string, release: Release | undefined): readonly Problem[] {
  if (release === undefined) return [];
  return [
    ...checkTimes(field, release),
    ...(release.kind === 'recreate'
      ? []
      : checkShares(field, release.maxSurge ?? '25%', release.maxUnavailable)),
  ];
}

function checkTimes(field: string, release: ReleaseOptions): readonly Problem[] {
  const { minReady, progressDeadline = '10m', revisionHistoryLimit: limit } = release;
  const problems = [
    ...checkDuration(`${field}.minReady`, minReady),
    ...checkDuration(`${field}.progressDeadline`, progressDeadline, 1),
    ...(limit === undefined || (Number.isInteger(limit) && limit >= 0)
      ? []
      : [wrongValue(`${field}.revisionHistoryLimit`, limit, 'a whole number from 0')]),
  ];
  if (problems.length > 0 || minReady === undefined) return problems;
  return (findSeconds(minReady) ?? 0) < (findSeconds(progressDeadline) ?? 0)
    ? []
    : [
        wrongValue(
          `${field}.minReady`,
          minReady,
          `less than the progress deadline of ${progressDeadline}`,
        ),
      ];
}

function checkShares(
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

/** What a release says in a Deployment's spec; what is Kubernetes' default is left out. */
export function planDeploymentRelease(
  release: Release,
): Pick<
  k8s.DeploymentSpec,
  'minReadySeconds' | 'progressDeadlineSeconds' | 'revisionHistoryLimit' | 'strategy'
> {
  const { minReady, progressDeadline, revisionHistoryLimit } = release;
  return {
    minReadySeconds: minReady && findSeconds(minReady),
    progressDeadlineSeconds: progressDeadline && findSeconds(progressDeadline),
    revisionHistoryLimit,
    strategy: planStrategy(release),
  };
}

function planStrategy(release: Release): k8s.DeploymentStrategy {
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

function isZero(share: PodShare): boolean {
  return share === 0 || share === '0%';
}
