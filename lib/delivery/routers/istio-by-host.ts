import type { Port } from '../../pod/ports';
import { requireCall } from '../../shape/check';
import type { Router, RouterContext, RouterPlan } from '../router';
import {
  checkIstio,
  EXPOSED,
  type IstioOptions,
  type IstioRoutes,
  keepsRoute,
  planVirtualService,
  planVirtualServiceNames,
  portsBySort,
  ROUTE,
  virtualServicesOwned,
} from './istio';

/** Where the traffic comes from that the router splits. */
export interface IstioByHostOptions extends IstioOptions {}

const SUPPORTS = {
  headerRoute: true,
  mirrorRoute: true,
  experimentWeight: true,
  maxTrafficWeight: false,
  pingPong: true,
} as const;

/**
 * Istio, with a Service for each version: makes a VirtualService of the workload's name. Callers go on
 * to use the main Service, which becomes that of the stable version.
 * @see https://argo-rollouts.readthedocs.io/en/stable/features/traffic-management/istio/#host-level-traffic-splitting
 */
export function istioByHost(options: IstioByHostOptions = {}): Router<typeof SUPPORTS> {
  requireCall('istioByHost', options);
  return {
    kind: 'Istio',
    supports: SUPPORTS,
    exposed: EXPOSED,
    opensGateway: (options.gateways ?? []).length > 0,
    keepsRoute: (route) => keepsRoute(options, route),
    plan: (context) => planByHost(options, context),
    check: (field) => checkIstio(field, options),
  };
}

function planByHost(options: IstioByHostOptions, context: RouterContext): RouterPlan {
  const routes = routesOf(context);
  return {
    trafficRouting: { istio: planVirtualServiceNames(options, context, routes) },
    manifests: [planVirtualService(options, context, routes)],
    controllerOwned: virtualServicesOwned(options, context, routes),
  };
}

function routesOf(context: RouterContext): IstioRoutes {
  const { services } = context;
  const { http, tcp } = portsBySort(context);
  const isAlone = http.length + tcp.length < 2;
  return {
    http: http.map((port) => (isAlone ? { name: ROUTE } : routeOf(port))),
    tcp,
    destinations: [{ host: services.stable }, { host: services.canary }],
  };
}

function routeOf({ name, port }: Port) {
  return { name: `${ROUTE}-${name}`, port };
}
