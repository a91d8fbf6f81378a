import type { DestinationRuleSpec } from '../../../imports/networking.istio.io';
import type { StringMap } from '../../kubernetes/labels';
import { checkDnsLabel, checkLabels } from '../../kubernetes/names';
import type { JsonObject, Manifest } from '../../manifest/manifest';
import type { Wire } from '../../manifest/wire';
import { type Problem, wrongValue } from '../../problem/problem';
import { requireCall } from '../../shape/check';
import { type ControllerOwned, HASH_LABEL } from '../context';
import type { Router, RouterContext, RouterPlan } from '../router';
import { toJsonObject } from '../wire';
import {
  checkIstio,
  EXPOSED,
  GROUP,
  type IstioOptions,
  type IstioRoutes,
  keepsRoute,
  planVirtualService,
  planVirtualServiceNames,
  portsBySort,
  ROUTE,
  virtualServicesOwned,
} from './istio';

/** Where the traffic comes from, and what else the DestinationRule says. */
export interface IstioBySubsetOptions extends IstioOptions {
  /** Name of the stable version's subset. @default 'stable' */
  readonly stableSubset?: string;
  /** Name of the new version's subset. @default 'canary' */
  readonly canarySubset?: string;
  /** Labels of further subsets by name, which the controller leaves alone. @default none */
  readonly subsets?: Readonly<Record<string, StringMap>>;
  /**
   * How the proxies call the pods of either version, as a DestinationRule says it.
   * @default Istio's
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy
   */
  readonly trafficPolicy?: JsonObject;
}

const SUPPORTS = {
  headerRoute: true,
  mirrorRoute: true,
  experimentWeight: true,
  maxTrafficWeight: false,
  pingPong: false,
} as const;

/** Annotation by which the controller remembers whose a DestinationRule is. */
const MANAGED_BY = 'argo-rollouts.argoproj.io/managed-by-rollouts';

/**
 * Istio, with one Service for both versions: makes a VirtualService and a DestinationRule of the
 * workload's name, whose subsets tell the versions apart. Metrics then have one destination for both.
 * @see https://argo-rollouts.readthedocs.io/en/stable/features/traffic-management/istio/#subset-level-traffic-splitting
 */
export function istioBySubset(options: IstioBySubsetOptions = {}): Router<typeof SUPPORTS> {
  requireCall('istioBySubset', options);
  return {
    kind: 'Istio by subset',
    supports: SUPPORTS,
    exposed: EXPOSED,
    opensGateway: (options.gateways ?? []).length > 0,
    keepsRoute: (route) => keepsRoute(options, route),
    services: 'shared',
    plan: (context) => planBySubset(options, context),
    check: (field) => [...checkIstio(field, options), ...checkSubsets(field, options)],
  };
}

function planBySubset(options: IstioBySubsetOptions, context: RouterContext): RouterPlan {
  const routes = routesOf(options, context);
  const { stable, canary } = subsetNames(options);
  const others = Object.keys(options.subsets ?? {});
  return {
    trafficRouting: {
      istio: {
        ...planVirtualServiceNames(options, context, routes),
        destinationRule: {
          name: context.name,
          canarySubsetName: canary,
          stableSubsetName: stable,
          ...(others.length > 0 && { additionalSubsetNames: others }),
        },
      },
    },
    manifests: [
      planVirtualService(options, context, routes),
      planDestinationRule(options, context),
    ],
    controllerOwned: [
      ...virtualServicesOwned(options, context, routes),
      destinationRuleOwned(options, context),
    ],
  };
}

/** One route for all that is HTTP: the controller mixes up the destinations of several to one host. */
function routesOf(options: IstioBySubsetOptions, context: RouterContext): IstioRoutes {
  const { stable, canary } = subsetNames(options);
  const { http, tcp } = portsBySort(context);
  const [first] = http;
  return {
    http:
      first === undefined
        ? []
        : [
            http.length === 1 && tcp.length > 0
              ? { name: ROUTE, port: first.port }
              : { name: ROUTE },
          ],
    tcp,
    destinations: [
      { host: context.name, subset: stable },
      { host: context.name, subset: canary },
    ],
  };
}

/** The labels that tell the versions apart are the controller's to write. */
function planDestinationRule(
  options: IstioBySubsetOptions,
  { name, labels, selector }: RouterContext,
): Manifest {
  const { stable, canary } = subsetNames(options);
  const spec = {
    host: name,
    subsets: [
      ...[stable, canary].map((subset) => ({ name: subset, labels: { ...selector } })),
      ...Object.entries(options.subsets ?? {}).map(([subset, of]) => ({
        name: subset,
        labels: { ...of },
      })),
    ],
  } satisfies Wire<DestinationRuleSpec>;
  return {
    apiVersion: `${GROUP}/v1`,
    kind: 'DestinationRule',
    metadata: { name, labels },
    spec: toJsonObject({ ...spec, trafficPolicy: options.trafficPolicy }),
  };
}

function destinationRuleOwned(
  options: IstioBySubsetOptions,
  { name, hasExperimentTraffic }: RouterContext,
): ControllerOwned {
  const { stable, canary } = subsetNames(options);
  const hash = (subset: string) =>
    `.spec.subsets[] | select(.name == "${subset}") | .labels["${HASH_LABEL}"]`;
  return {
    group: GROUP,
    kind: 'DestinationRule',
    name,
    fields: [
      `.metadata.annotations["${MANAGED_BY}"]`,
      // An experiment's pods get subsets of their own.
      ...(hasExperimentTraffic ? ['.spec.subsets'] : [hash(stable), hash(canary)]),
    ],
  };
}

function subsetNames({ stableSubset = 'stable', canarySubset = 'canary' }: IstioBySubsetOptions) {
  return { stable: stableSubset, canary: canarySubset };
}

function checkSubsets(field: string, options: IstioBySubsetOptions): readonly Problem[] {
  const { stable, canary } = subsetNames(options);
  return [
    ...checkDnsLabel(`${field}.stableSubset`, stable),
    ...checkDnsLabel(`${field}.canarySubset`, canary),
    ...(stable === canary
      ? [wrongValue(`${field}.canarySubset`, canary, 'another subset than stableSubset')]
      : []),
    ...Object.entries(options.subsets ?? {}).flatMap(([subset, labels]) => [
      ...checkDnsLabel(`${field}.subsets`, subset),
      ...(subset === stable || subset === canary
        ? [wrongValue(`${field}.subsets`, subset, 'another name than those of the versions')]
        : []),
      ...checkLabels(`${field}.subsets.${subset}`, labels),
    ]),
  ];
}
