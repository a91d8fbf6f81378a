import type { VirtualServiceSpec } from '../../../imports/networking.istio.io';
import { checkDnsSubdomain, checkPortNumber } from '../../kubernetes/names';
import { fieldsOf, textsOf } from '../../manifest/fields';
import type { JsonObject, Manifest } from '../../manifest/manifest';
import type { Wire } from '../../manifest/wire';
import type { Port } from '../../pod/ports';
import { type Problem, wrongValue } from '../../problem/problem';
import type { ControllerOwned } from '../context';
import { BRANCH_RULE, type ExposedSupport, isRuleOf, type RouterContext } from '../router';
import { findObject, objectsIn, toJsonObject } from '../wire';
import { checkObjectName } from './names';

/** Where the traffic comes from that Istio splits. */
export interface IstioOptions {
  /** Hosts beside the Service's own: `shop.example.com`. @default that of `exposed`, if there is one */
  readonly hosts?: readonly string[];
  /** Gateways whose traffic is split, too, as `namespace/name`. @default that of `exposed`, if there is one */
  readonly gateways?: readonly string[];
  /** VirtualServices that are there already, in which the weights are set, too. @default none */
  readonly virtualServices?: readonly ExistingVirtualService[];
}

/** Routes of a VirtualService that somebody else makes, each with both destinations. */
export interface ExistingVirtualService {
  /** `name` in the same namespace, or `name.namespace`. */
  readonly name: string;
  /** HTTP routes by name. @default the only one */
  readonly routes?: readonly string[];
  /** TLS routes, by what they match. @default the only one */
  readonly tlsRoutes?: readonly ExistingTlsRoute[];
  /** TCP routes, by what they match. @default the only one */
  readonly tcpRoutes?: readonly { readonly port: number }[];
}

/** A TLS route by its port, its server names, or both. */
export interface ExistingTlsRoute {
  readonly port?: number;
  readonly sniHosts?: readonly string[];
}

/** A part of a VirtualService's routes for HTTP. */
export interface HttpRoute {
  readonly name: string;
  /** Matched and passed on, where the Service has several. */
  readonly port?: number;
}

/** Routes that are split, those of feature branches, and those of VirtualServices that somebody else makes. */
export function keepsRoute({ virtualServices = [] }: IstioOptions, route: string): boolean {
  return (
    [ROUTE, BRANCH_RULE].some((name) => isRuleOf(name, route)) ||
    virtualServices.some(({ routes = [] }) => routes.includes(route))
  );
}

/** What is split in a VirtualService of the workload's name. */
export interface IstioRoutes {
  readonly http: readonly HttpRoute[];
  readonly tcp: readonly Port[];
  /** The stable version, then the new one. */
  readonly destinations: readonly [Destination, Destination];
}

/** A version, as a route names it. */
export interface Destination {
  readonly host: string;
  readonly subset?: string;
}

/** A route of its own for each port has no place for a path or a time that holds from outside only. */
export const EXPOSED: ExposedSupport = { waysIn: ['istio'], lacks: ['path', 'timeout'] };

/** Name of the route that the weights stand in. */
export const ROUTE = 'primary';

/** API group of VirtualServices and DestinationRules. */
export const GROUP = 'networking.istio.io';

/** The word for all proxies of the mesh, where gateways are named. */
const MESH = 'mesh';

/** Protocols, by a port's name or `appProtocol`, of which the mesh understands single requests. */
const HTTP = /^(http|http2|grpc|grpc-web|kubernetes\.io\/h2c)(-|$)/;

/** Ports whose traffic is split, by what the mesh understands of it. */
export function portsBySort(context: RouterContext): {
  readonly http: readonly Port[];
  readonly tcp: readonly Port[];
} {
  const ports = tcpPortsOf(context);
  return { http: ports.filter(isHttp), tcp: ports.filter((port) => !isHttp(port)) };
}

/** Where no ports are known, requests are what is split. */
function tcpPortsOf({ ports }: RouterContext): readonly Port[] {
  if (ports.length === 0) return [{ name: 'http', port: 80, target: 80, protocol: 'TCP' }];
  return ports.filter(({ protocol }) => protocol === 'TCP');
}

/** Whether the mesh understands single requests of a port. */
export function isHttp({ name, appProtocol }: Port): boolean {
  return HTTP.test(appProtocol ?? name);
}

/** The part of `trafficRouting.istio` that names VirtualServices. */
export function planVirtualServiceNames(
  { virtualServices = [] }: IstioOptions,
  { name }: RouterContext,
  { http, tcp }: IstioRoutes,
): JsonObject {
  const own = {
    name,
    ...(http.length > 0 && { routes: http.map((route) => route.name) }),
    ...(tcp.length > 0 && { tcpRoutes: tcp.map(({ port }) => ({ port })) }),
  };
  return toJsonObject(
    virtualServices.length === 0
      ? { virtualService: own }
      : { virtualServices: [own, ...virtualServices] },
  );
}

/** A VirtualService of the workload's name, with both destinations in each route. */
export function planVirtualService(
  options: IstioOptions,
  context: RouterContext,
  { http, tcp, destinations }: IstioRoutes,
): Manifest {
  const { name, labels } = context;
  const all = (key: 'hosts' | 'gateways') => [
    ...new Set([...(options[key] ?? []), ...exposedTexts(context, key)]),
  ];
  const [hosts, gateways] = [all('hosts'), all('gateways')];
  const route = (number: number | undefined) =>
    destinations.map((destination, index) => ({
      destination: number === undefined ? destination : { ...destination, port: { number } },
      weight: index === 0 ? 100 : 0,
    }));
  const isAlone = http.length + tcp.length < 2;
  const spec = {
    hosts: [name, ...hosts],
    gateways: gateways.length === 0 ? undefined : [...gateways, MESH],
    http:
      http.length === 0
        ? undefined
        : http.map(({ name: routeName, port }) => ({
            name: routeName,
            match: port === undefined ? undefined : [{ port }],
            route: route(port),
            ...exposedHttp(context),
          })),
    tcp:
      tcp.length === 0
        ? undefined
        : tcp.map(({ port }) => ({
            match: [{ port }],
            route: route(isAlone ? undefined : port),
          })),
  } satisfies Wire<VirtualServiceSpec>;
  return {
    apiVersion: `${GROUP}/v1`,
    kind: 'VirtualService',
    metadata: { name, labels, ...exposedAnnotations(context) },
    spec: toJsonObject(spec),
  };
}

/** What browsers are told, which the route that `exposed` would make has in its only rule. */
function exposedHttp({ exposed }: RouterContext): JsonObject {
  if (exposed?.kind !== 'VirtualService') return {};
  const [rule] = objectsIn(findObject(exposed, 'spec'), 'http');
  return toJsonObject({ corsPolicy: rule?.corsPolicy, headers: rule?.headers });
}

function exposedAnnotations({ exposed }: RouterContext): JsonObject {
  const annotations = findObject(exposed?.metadata, 'annotations');
  return exposed?.kind === 'VirtualService' && annotations !== undefined ? { annotations } : {};
}

/** What `exposed` declares stands in the route that it would make by itself. */
function exposedTexts({ exposed }: RouterContext, key: 'hosts' | 'gateways'): readonly string[] {
  return exposed?.kind === 'VirtualService' ? textsOf(fieldsOf(exposed.spec)[key]) : [];
}

/** What the controller writes into the VirtualServices: weights, and routes that steps set. */
export function virtualServicesOwned(
  { virtualServices = [] }: IstioOptions,
  context: RouterContext,
  { http, tcp }: IstioRoutes,
): readonly ControllerOwned[] {
  const managed = context.managedRoutes.map(byName);
  // An experiment's Services are added to the destinations.
  const weights = context.hasExperimentTraffic ? '.route' : '.route[].weight';
  const owned = (name: string, fields: readonly string[]): ControllerOwned => ({
    group: GROUP,
    kind: 'VirtualService',
    name,
    fields: [...managed, ...fields.map((route) => `${route} | ${weights}`)],
  });
  return [
    owned(context.name, [
      ...http.map(({ name }) => byName(name)),
      ...(tcp.length > 0 ? ['.spec.tcp[]'] : []),
    ]),
    ...virtualServices.map((service) => owned(nameIn(service), existingRoutes(service))),
  ];
}

/** A `name.namespace` is in another namespace, under its name. */
function nameIn({ name }: ExistingVirtualService): string {
  return name.split('.')[0] ?? name;
}

function existingRoutes({ routes, tlsRoutes, tcpRoutes }: ExistingVirtualService) {
  if (routes === undefined && tlsRoutes === undefined && tcpRoutes === undefined)
    // A redirect has no destinations.
    return ['http', 'tls', 'tcp'].map((sort) => `.spec.${sort}[]? | select(.route)`);
  return [
    ...(routes ?? []).map(byName),
    ...(tlsRoutes ?? []).map(({ port, sniHosts }) =>
      byMatch('tls', [
        ...(port === undefined ? [] : [`.port == ${port}`]),
        ...(sniHosts === undefined ? [] : [`.sniHosts == ${JSON.stringify(sniHosts)}`]),
      ]),
    ),
    ...(tcpRoutes ?? []).map(({ port }) => byMatch('tcp', [`.port == ${port}`])),
  ];
}

function byName(name: string): string {
  return `.spec.http[] | select(.name == "${name}")`;
}

function byMatch(sort: 'tls' | 'tcp', conditions: readonly string[]): string {
  return `.spec.${sort}[] | select(any(.match[]?; ${conditions.join(' and ')}))`;
}

/** Checks hosts, gateways and names of VirtualServices. */
export function checkIstio(field: string, options: IstioOptions): readonly Problem[] {
  const { hosts = [], gateways = [], virtualServices = [] } = options;
  return [
    ...hosts.flatMap((host, index) =>
      checkDnsSubdomain(`${field}.hosts[${index}]`, host.replace(/^\*\./, '')),
    ),
    ...gateways.flatMap((gateway, index) =>
      /^([a-z0-9-]+\/)?[a-z0-9.-]+$/.test(gateway)
        ? []
        : [wrongValue(`${field}.gateways[${index}]`, gateway, "'namespace/name' or a name")],
    ),
    ...virtualServices.flatMap((service, index) =>
      checkExisting(`${field}.virtualServices[${index}]`, service),
    ),
  ];
}

function checkExisting(field: string, service: ExistingVirtualService): readonly Problem[] {
  const { name, tlsRoutes = [], tcpRoutes = [] } = service;
  return [
    ...checkObjectName(`${field}.name`, name),
    ...tlsRoutes.flatMap(({ port, sniHosts }, index) => {
      const place = `${field}.tlsRoutes[${index}]`;
      if (port === undefined && sniHosts === undefined)
        return [{ field: place, message: 'is empty: say a port, sniHosts, or both' }];
      return port === undefined ? [] : checkPortNumber(`${place}.port`, port);
    }),
    ...tcpRoutes.flatMap(({ port }, index) =>
      checkPortNumber(`${field}.tcpRoutes[${index}].port`, port),
    ),
  ];
}
