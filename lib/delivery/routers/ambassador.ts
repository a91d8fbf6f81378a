import { requireCall } from '../../shape/check';
import type { Router } from '../router';
import { checkObjectNames } from './names';

/** Which Mappings are split. */
export interface AmbassadorOptions {
  /** Names of Mappings to the stable Service, without a weight. @default the workload's */
  readonly mappings?: readonly string[];
}

const SUPPORTS = {
  headerRoute: false,
  mirrorRoute: false,
  experimentWeight: false,
  maxTrafficWeight: false,
  pingPong: false,
} as const;

/**
 * Ambassador, now Emissary. The Mappings to the stable Service are yours to make; while a release runs,
 * the controller adds a copy of each for the new version, and leaves them as they are.
 * @see https://argo-rollouts.readthedocs.io/en/stable/features/traffic-management/ambassador/
 */
export function ambassador(options: AmbassadorOptions = {}): Router<typeof SUPPORTS> {
  requireCall('ambassador', options);
  const { mappings } = options;
  return {
    kind: 'Ambassador',
    supports: SUPPORTS,
    plan: ({ name }) => ({
      trafficRouting: { ambassador: { mappings: mappings ?? [name] } },
      manifests: [],
      controllerOwned: [],
    }),
    check: (field) => checkObjectNames(`${field}.mappings`, mappings),
  };
}
