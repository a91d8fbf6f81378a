import { requireCall } from '../../shape/check';
import type { Router, RouterContext } from '../router';
import { toJsonObject } from '../wire';
import { checkObjectName, checkObjectNames } from './names';

/** Which ApisixRoute is split. */
export interface ApisixOptions {
  /** Name of the ApisixRoute. @default the workload's */
  readonly route?: string;
  /** Rules of the route, by name. @default the one that is called as the route is */
  readonly rules?: readonly string[];
}

const SUPPORTS = {
  headerRoute: true,
  mirrorRoute: false,
  experimentWeight: false,
  maxTrafficWeight: false,
  pingPong: false,
} as const;

/**
 * Apache APISIX. The ApisixRoute with both Services as backends is yours to make; for routes by header
 * the controller adds a copy of it, called as the step's route is.
 * @see https://argo-rollouts.readthedocs.io/en/stable/features/traffic-management/apisix/
 */
export function apisix(options: ApisixOptions = {}): Router<typeof SUPPORTS> {
  requireCall('apisix', options);
  const { route, rules } = options;
  return {
    kind: 'APISIX',
    supports: SUPPORTS,
    // The copy of the route is an object beside it.
    keepsRoute: (other, { name }) => other === (route ?? name),
    plan: (context) => {
      const name = route ?? context.name;
      return {
        trafficRouting: { apisix: { route: toJsonObject({ name, rules }) } },
        manifests: [],
        controllerOwned: [
          {
            group: 'apisix.apache.org',
            kind: 'ApisixRoute',
            name,
            fields: weightsOf(rules ?? [name], context),
          },
        ],
      };
    },
    check: (field) => [
      ...checkObjectName(`${field}.route`, route),
      ...checkObjectNames(`${field}.rules`, rules),
    ],
  };
}

function weightsOf(rules: readonly string[], { services }: RouterContext): readonly string[] {
  const backends = [services.stable, services.canary].map(
    (service) => `.serviceName == "${service}"`,
  );
  return rules.map(
    (rule) =>
      `.spec.http[] | select(.name == "${rule}") | .backends[] | select(${backends.join(' or ')}) | .weight`,
  );
}
