import type { k8s } from 'cdk8s-plus-28';
import { intOrString } from '../manifest/kube-manifest';
import type { Problem } from '../problem/problem';
import { requireOptions } from '../shape/check';
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

/** How many pods a rolling update may have too many, or too few. */
export interface RollingUpdateOptions extends ReleaseOptions {
  /** Pods above the wanted number. @default '25%' */
  readonly maxSurge?: PodShare;
  /** Pods below the wanted number. @default 0 */
  readonly maxUnavailable?: PodShare;
}

/** Pod by pod, with no capacity lost on the way. */
export function rollingUpdate(options: RollingUpdateOptions = {}): DeploymentRelease {
  requireOptions('rollingUpdate', options);
  const { maxUnavailable = 0 } = options;
  return { ...options, kind: 'rolling-update', maxUnavailable };
}

/** All old pods end before the first new one starts: for what can't run twice. */
export function recreate(options: ReleaseOptions = {}): DeploymentRelease {
  requireOptions('recreate', options);
  return { kind: 'recreate', ...options };
}

/** Checks that the release of a Deployment can move at all. */
export function checkDeploymentRelease(
  field: string,
  release: DeploymentRelease,
): readonly Problem[] {
  return [
    ...checkReleaseOptions(field, release),
    ...(release.kind === 'recreate'
      ? []
      : checkShares(field, release.maxSurge ?? '25%', release.maxUnavailable)),
  ];
}

/** What a release says in a Deployment's spec; what is Kubernetes' default is left out. */
export function planDeploymentRelease(
  release: DeploymentRelease,
): Pick<
  k8s.DeploymentSpec,
  'minReadySeconds' | 'progressDeadlineSeconds' | 'revisionHistoryLimit' | 'strategy'
> {
  return Object.assign(planReleaseOptions(release), { strategy: planStrategy(release) });
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
