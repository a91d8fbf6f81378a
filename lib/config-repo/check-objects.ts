import { checkCapacity } from '../checks/capacity/check';
import { checkDelivery } from '../checks/delivery/check';
import { linesOf } from '../checks/finding';
import { checkSecretValues } from '../checks/secrets/check';
import { simulate } from '../delivery/simulation/simulate';
import type { ManifestSet } from '../manifest/manifest-set';
import type { Synthesis } from './synthesis';

/** What is wrong between objects, and what may be: releases and the objects that they name, quotas and pods. */
export function checkObjects(
  manifests: ManifestSet,
): Required<Pick<Synthesis, 'problems' | 'warnings'>> {
  const findings = [
    ...checkSecretValues(manifests),
    ...checkDelivery(manifests),
    ...checkCapacity(manifests, (rollout, replicas) => simulate(rollout, { replicas }).peakPods),
  ];
  return { problems: linesOf(findings, 'error'), warnings: linesOf(findings, 'warning') };
}
