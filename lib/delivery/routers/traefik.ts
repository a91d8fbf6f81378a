import { type Problem, wrongValue } from '../../problem/problem';
import { requireCall } from '../../shape/check';
import type { Router } from '../router';
import { checkObjectName } from './names';

/** Which TraefikService is split. */
export interface TraefikOptions {
  /** Name of the weighted TraefikService. @default the workload's */
  readonly traefikService?: string;
  /** API group, as the controller is told it; Traefik 2's is `traefik.containo.us`. @default 'traefik.io' */
  readonly apiGroup?: 'traefik.io' | 'traefik.containo.us';
}

const SUPPORTS = {
  headerRoute: false,
  mirrorRoute: false,
  experimentWeight: false,
  maxTrafficWeight: false,
  pingPong: false,
} as const;

const GROUPS = ['traefik.io', 'traefik.containo.us'];

/**
 * Traefik. The weighted TraefikService with both Services is yours to make, and the IngressRoute to it.
 * @see https://argo-rollouts.readthedocs.io/en/stable/features/traffic-management/traefik/
 */
export function traefik(options: TraefikOptions = {}): Router<typeof SUPPORTS> {
  requireCall('traefik', options);
  const { traefikService, apiGroup = 'traefik.io' } = options;
  return {
    kind: 'Traefik',
    supports: SUPPORTS,
    plan: ({ name, services }) => ({
      trafficRouting: { traefik: { weightedTraefikServiceName: traefikService ?? name } },
      manifests: [],
      controllerOwned: [
        {
          group: apiGroup,
          kind: 'TraefikService',
          name: traefikService ?? name,
          fields: [services.stable, services.canary].map(
            (service) => `.spec.weighted.services[] | select(.name == "${service}") | .weight`,
          ),
        },
      ],
    }),
    check: (field) => [
      ...checkObjectName(`${field}.traefikService`, traefikService),
      ...checkGroup(`${field}.apiGroup`, apiGroup),
    ],
  };
}

function checkGroup(field: string, group: string): readonly Problem[] {
  return GROUPS.includes(group) ? [] : [wrongValue(field, group, GROUPS.join(' or '))];
}
