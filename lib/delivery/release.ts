import type { k8s } from 'cdk8s-plus-28';
import { intOrString } from '../manifest/kube-manifest';
import type { Problem } from '../problem/problem';
import { type BlueGreenRelease, checkBlueGreen } from './blue-green';
import type { CanaryRelease } from './canary';
import { checkCanary } from './canary-check';
import type { ReleaseSurroundings } from './context';
import { checkReleaseOptions, planReleaseOptions, type ReleaseOptions } from './options';
import { checkShares, type PodShare } from './pod-share';

/** How a new version of a Deployment replaces the old one. */
export type DeploymentRelease = ReleaseOptions &
  (
    | {
        readonly kind: 'rolling-update';
        readonly maxSurge?: PodShare;
        readonly maxUnavailable: PodShare;
      }
    | { readonly kind: 'recreate' }
  );

/** How a new version of a Rollout replaces the old one, step by step. */
export type RolloutRelease = CanaryRelease | BlueGreenRelease;

/** How a new version replaces the old one. */
export type Release = DeploymentRelease | RolloutRelease;

/** How many pods a rolling update may have too many, or too few. */
export interface RollingUpdateOptions extends ReleaseOptions {
  /** Pods above the wanted number. @default '25%' */
  readonly maxSurge?: PodShare;
  /** Pods below the wanted number. @default 0 */
  readonly maxUnavailable?: PodShare;
}

/** Pod by pod, with no capacity lost on the way. */
export function rollingUpdate(options: RollingUpdateOptions = {}): DeploymentRelease {
  return { kind: 'rolling-update', maxUnavailable: 0, ...options };
}

/** All old pods end before the first new one starts: for what can't run twice. */
export function recreate(options: ReleaseOptions = {}): DeploymentRelease {
  return { kind: 'recreate', ...options };
}

/** Whether a release needs a Rollout instead of a Deployment. */
export function isRolloutRelease(release: Release | undefined): release is RolloutRelease {
  return release?.kind === 'canary' || release?.kind === 'blue-green';
}

/** Checks that a release can move at all, and end. */
export function checkRelease(
  field: string,
  release: Release | undefined,
  surroundings: ReleaseSurroundings = { name: '' },
): readonly Problem[] {
  switch (release?.kind) {
    case undefined:
      return [];
    case 'recreate':
      return checkReleaseOptions(field, release);
    case 'rolling-update':
      return [
        ...checkReleaseOptions(field, release),
        ...checkShares(field, release.maxSurge ?? '25%', release.maxUnavailable),
      ];
    case 'canary':
      return checkCanary(field, release, surroundings);
    case 'blue-green':
      return checkBlueGreen(field, release, surroundings);
  }
}

/** What a release says in a Deployment's spec; what is Kubernetes' default is left out. */
export function planDeploymentRelease(
  release: DeploymentRelease,
): Pick<
  k8s.DeploymentSpec,
  'minReadySeconds' | 'progressDeadlineSeconds' | 'revisionHistoryLimit' | 'strategy'
> {
  return { ...planReleaseOptions(release), strategy: planStrategy(release) };
}

function planStrategy(release: DeploymentRelease): k8s.DeploymentStrategy {
  if (release.kind === 'recreate') return { type: 'Recreate' };
  const { maxSurge, maxUnavailable } = release;
  return {
    rollingUpdate: {
      maxSurge: maxSurge === undefined ? undefined : intOrString(maxSurge),
      maxUnavailable: intOrString(maxUnavailable),
    },
  };
}
