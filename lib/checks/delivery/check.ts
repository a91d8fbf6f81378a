import type { ManifestSet } from '../../manifest/manifest-set';
import type { Finding } from '../finding';
import { checkAnalyses } from './analyses';
import { aroundOf, type IsOutside } from './around';
import { rolloutsOf } from './rollout';
import { checkRoutes } from './routes';
import { checkServices } from './services';
import { checkWorkloads } from './workloads';

/**
 * Checks Rollouts, whoever has written them, against the objects that they name and that have to do with
 * them: what the controller would find out after the sync only, and what it doesn't look at. In time linear
 * in the number of objects.
 */
export function checkDelivery(manifests: ManifestSet, isOutside?: IsOutside): readonly Finding[] {
  const around = aroundOf(manifests, isOutside);
  const rollouts = rolloutsOf(around);
  return [
    ...checkServices(rollouts, around),
    ...checkRoutes(rollouts, around),
    ...checkAnalyses(rollouts, around),
    ...checkWorkloads(rollouts, around),
  ];
}
