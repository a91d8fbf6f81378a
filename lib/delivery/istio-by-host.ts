import type { VirtualServiceSpec } from '../../imports/networking.istio.io';
import { checkDnsSubdomain } from '../kubernetes/names';
import type { Manifest } from '../manifest/manifest';
import type { Port } from '../pod/ports';
import { wrongValue } from '../problem/problem';
import type { Router, RouterContext, RouterPlan } from './router';
import { toJsonObject, type Wire } from './wire';

/** Where else the traffic comes from that a router splits. */
export interface IstioByHostOptions {
  /** Hosts beside the Service's own: `shop.example.com`. @default none */
  readonly hosts?: readonly string[];
  /** Gateways whose traffic is split, too, as `namespace/name`. @default none */
  readonly gateways?: readonly string[];
}

const SUPPORTS = {
  headerRoute: true,
  mirrorRoute: true,
  experimentWeight: true,
  maxTrafficWeight: false,
  pingPong: true,
} as const;

/** Name of the route that the weights stand in. */
const ROUTE = 'primary';

/** The word for all proxies of the mesh, where gateways are named. */
const MESH = 'mesh';

/** Protocols, by a port's name or `appProtocol`, of which the mesh understands single requests. */
const HTTP = /^(http|http2|grpc|grpc-web|kubernetes\.io\/h2c)(-|$)/;

/**
 * Istio, with a Service for each version: makes a VirtualService of the workload's name. Callers go on
 * to use the main Service, which becomes that of the stable version.
 * @see https://argo-rollouts.readthedocs.io/en/stable/features/traffic-management/istio/#host-level-traffic-splitting
 */
export function istioByHost(options: IstioByHostOptions = {}): Router<typeof SUPPORTS> {
  return {
    kind: 'Istio',
    supports: SUPPORTS,
    plan: (context) => planIstio(options, context),
    check: (field) => [
      ...(options.hosts ?? []).flatMap((host, index) =>
        checkDnsSubdomain(`${field}.hosts[${index}]`, host.replace(/^\*\./, '')),
      ),
      ...(options.gateways ?? []).flatMap((gateway, index) =>
        /^([a-z0-9-]+\/)?[a-z0-9.-]+$/.test(gateway)
          ? []
          : [wrongValue(`${field}.gateways[${index}]`, gateway, "'namespace/name' or a name")],
      ),
    ],
  };
}

function planIstio(options: IstioByHostOptions, context: RouterContext): RouterPlan {
  const ports = tcpPortsOf(context);
  const isAlone = ports.length < 2;
  // An experiment's Services are added to the destinations.
  const weights = context.hasExperimentTraffic ? '.route' : '.route[].weight';
  const http = ports.filter(isHttp).map((port) => ({ name: routeName(port, isAlone), port }));
  const tcp = ports.filter((port) => !isHttp(port));
  return {
    trafficRouting: {
      istio: {
        virtualService: {
          name: context.name,
          ...(http.length > 0 && { routes: http.map(({ name }) => name) }),
          ...(tcp.length > 0 && { tcpRoutes: tcp.map(({ port }) => ({ port })) }),
        },
      },
    },
    manifests: [planVirtualService(options, context, http, tcp)],
    controllerOwned: [
      {
        group: 'networking.istio.io',
        kind: 'VirtualService',
        name: context.name,
        fields: [
          ...context.managedRoutes.map((name) => `.spec.http[] | select(.name == "${name}")`),
          ...http.map(({ name }) => `.spec.http[] | select(.name == "${name}") | ${weights}`),
          ...(tcp.length > 0 ? [`.spec.tcp[] | ${weights}`] : []),
        ],
      },
    ],
  };
}

/** Where no ports are known, requests are what is split. */
function tcpPortsOf({ ports }: RouterContext): readonly Port[] {
  if (ports.length === 0) return [{ name: 'http', port: 80, target: 80, protocol: 'TCP' }];
  return ports.filter(({ protocol }) => protocol === 'TCP');
}

interface HttpRoute {
  readonly name: string;
  readonly port: Port;
}

function planVirtualService(
  { hosts = [], gateways = [] }: IstioByHostOptions,
  { name, labels, services }: RouterContext,
  http: readonly HttpRoute[],
  tcp: readonly Port[],
): Manifest {
  const isAlone = http.length + tcp.length < 2;
  const route = ({ port }: Port) =>
    [services.stable, services.canary].map((host, index) => ({
      destination: isAlone ? { host } : { host, port: { number: port } },
      weight: index === 0 ? 100 : 0,
    }));
  const spec = {
    hosts: [name, ...hosts],
    gateways: gateways.length === 0 ? undefined : [...gateways, MESH],
    http:
      http.length === 0
        ? undefined
        : http.map(({ name: routeName, port }) => ({
            name: routeName,
            match: isAlone ? undefined : [{ port: port.port }],
            route: route(port),
          })),
    tcp:
      tcp.length === 0
        ? undefined
        : tcp.map((port) => ({ match: [{ port: port.port }], route: route(port) })),
  } satisfies Wire<VirtualServiceSpec>;
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name, labels },
    spec: toJsonObject(spec),
  };
}

function routeName({ name }: Port, isAlone: boolean): string {
  return isAlone ? ROUTE : `${ROUTE}-${name}`;
}

function isHttp({ name, appProtocol }: Port): boolean {
  return HTTP.test(appProtocol ?? name);
}
