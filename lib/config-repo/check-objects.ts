import type { CheckContext } from '../checks/rule';
import { runChecks } from '../checks/run';
import type { Waived } from '../checks/waivers';
import { playRelease } from '../delivery/simulation/simulate';
import { unfoldLists } from '../manifest/lists';
import type { ManifestSet } from '../manifest/manifest-set';
import type { Waiver } from '../manifest/waiver';

/** What rules find in objects, whoever has made them. */
export function checkObjects(
  manifests: ManifestSet,
  known: Partial<CheckContext> = {},
  waivers: readonly Waiver[] = [],
): Waived {
  return runChecks(unfoldLists(manifests), { peak: peakOf, ...known }, waivers);
}

const peakOf: CheckContext['peak'] = (rollout, replicas) =>
  playRelease(rollout, { replicas }).peakPods;
