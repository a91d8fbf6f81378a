import type { Problem } from '../problem/problem';
import { checkShape, judge } from '../shape/check';
import { type BlueGreenRelease, checkBlueGreen } from './blue-green';
import type { CanaryRelease } from './canary';
import { checkCanary } from './canary-check';
import type { ReleaseSurroundings } from './context';
import { checkDeploymentRelease, type DeploymentRelease } from './deployment-release';
import type { SideBySideRelease } from './side-by-side';
import { checkSideBySide } from './side-by-side-check';

/** How a new version replaces the old one, step by step. */
export type RolloutRelease = CanaryRelease | BlueGreenRelease;

/** How a new version replaces the old one: in one Deployment, in a Rollout, or in two Deployments. */
export type Release = DeploymentRelease | RolloutRelease | SideBySideRelease;

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
  if (release === undefined) return [];
  return judge({ problems: checkShape('Release', field, release) }, () =>
    checkValues(field, release, surroundings),
  );
}

/** Checks the release of a Rollout, which it can't do without. */
export function checkRolloutRelease(
  field: string,
  release: RolloutRelease,
  surroundings: ReleaseSurroundings,
): readonly Problem[] {
  return judge({ problems: checkShape('RolloutRelease', field, release) }, () =>
    checkValues(field, release, surroundings),
  );
}

function checkValues(
  field: string,
  release: Release,
  surroundings: ReleaseSurroundings,
): readonly Problem[] {
  switch (release.kind) {
    case 'recreate':
    case 'rolling-update':
      return checkDeploymentRelease(field, release);
    case 'canary':
      return checkCanary(field, release, surroundings);
    case 'blue-green':
      return checkBlueGreen(field, release, surroundings);
    case 'blue-green-by-service':
    case 'blue-green-by-ingress':
    case 'canary-by-ingress':
    case 'canary-by-replicas':
      return checkSideBySide(field, release, surroundings);
  }
}
