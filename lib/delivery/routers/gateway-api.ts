import type { GrpcRouteSpec, HttpRouteSpec } from '../../../imports/gateway.networking.k8s.io';
import { checkDnsSubdomain, checkLabels, checkPortNumber } from '../../kubernetes/names';
import { type Fields, fieldsOf, findText, itemsOf, textsOf } from '../../manifest/fields';
import type { JsonObject, Manifest } from '../../manifest/manifest';
import type { Wire } from '../../manifest/wire';
import { type Problem, wrongValue } from '../../problem/problem';
import { requireCall } from '../../shape/check';
import type { ControllerOwned } from '../context';
import { BRANCH_RULE, isRuleOf, type Router, type RouterContext, type RouterPlan } from '../router';
import { findObject, objectsIn, toJsonObject } from '../wire';
import { servicePortOf } from './ingress';
import { checkObjectNames } from './names';

/** Kinds of routes that the plugin sets weights in. */
export type GatewayRouteKind = 'HTTPRoute' | 'GRPCRoute' | 'TCPRoute' | 'TLSRoute';

/** Where the traffic comes from that a Gateway's routes split. */
export interface GatewayApiOptions {
  /** Kind of the route that is made. @default 'HTTPRoute' */
  readonly kind?: 'HTTPRoute' | 'GRPCRoute';
  /**
   * Gateways that the route is for, as `namespace/name` or `name`.
   * @default that of `exposed`, or the Service itself, in a mesh
   */
  readonly gateways?: readonly string[];
  /**
   * Hosts that it serves, beside gateways only: `shop.example.com`.
   * @default that of `exposed`, or those of the gateways
   */
  readonly hosts?: readonly string[];
  /** Whether calls to the Service are split, too, by a mesh that knows such routes. @default true without gateways */
  readonly mesh?: boolean;
  /** Port of the Services. @default their first */
  readonly servicePort?: number;
  /**
   * Names of routes that are there already, by kind, each with both Services as backends.
   * @default none
   */
  readonly existing?: Partial<Readonly<Record<GatewayRouteKind, readonly string[]>>>;
  /** Whether a label tells that a release runs: a pair, or `false` for none. @default the plugin's label */
  readonly inProgressLabel?: false | { readonly key: string; readonly value: string };
}

const SUPPORTS = {
  headerRoute: true,
  mirrorRoute: false,
  experimentWeight: false,
  maxTrafficWeight: false,
  pingPong: false,
} as const;

/** Name of the plugin, as the controller has to load it. */
const PLUGIN = 'argoproj-labs/gatewayAPI';

const GROUP = 'gateway.networking.k8s.io';

/** Label that the plugin sets while a release runs. */
const IN_PROGRESS = 'rollouts.argoproj.io/gatewayapi-canary';

/** Name of the rule that the weights stand in. */
const RULE = 'primary';

const KINDS = ['HTTPRoute', 'GRPCRoute', 'TCPRoute', 'TLSRoute'] as const;

/** The plugin's fields for names of routes, by kind. */
const FIELDS = {
  HTTPRoute: 'httpRoutes',
  GRPCRoute: 'grpcRoutes',
  TCPRoute: 'tcpRoutes',
  TLSRoute: 'tlsRoutes',
} as const;

/**
 * The Gateway API, by its plugin, which the controller has to load: makes an HTTPRoute or GRPCRoute of
 * the workload's name with both Services as backends.
 * @see https://rollouts-plugin-trafficrouter-gatewayapi.readthedocs.io/
 */
export function gatewayApi(options: GatewayApiOptions = {}): Router<typeof SUPPORTS> {
  requireCall('gatewayApi', options);
  return {
    kind: 'Gateway API',
    supports: SUPPORTS,
    exposed: { waysIn: ['gateway-api'], lacks: ['path', 'timeout'] },
    opensGateway: (options.gateways ?? []).length > 0,
    keepsRoute: (route) => [RULE, BRANCH_RULE].some((name) => isRuleOf(name, route)),
    plan: (context) => planGateway(options, context),
    check: (field) => checkGateway(field, options),
  };
}

function planGateway(options: GatewayApiOptions, context: RouterContext): RouterPlan {
  const routes = routesOf(options, context);
  return {
    trafficRouting: { plugins: { [PLUGIN]: planPlugin(options, context, routes) } },
    manifests: [planRoute(options, context)],
    controllerOwned: routes.map((route) => routeOwned(route, options, context)),
  };
}

interface RouteName {
  readonly kind: GatewayRouteKind;
  readonly name: string;
  readonly isOwn: boolean;
}

/** The route that is made first, then those that are there. */
function routesOf(
  { kind = 'HTTPRoute', existing = {} }: GatewayApiOptions,
  { name }: RouterContext,
): readonly RouteName[] {
  return [
    { kind, name, isOwn: true },
    ...KINDS.flatMap((of) =>
      (existing[of] ?? []).map((route) => ({ kind: of, name: route, isOwn: false })),
    ),
  ];
}

/** The plugin looks for routes in the namespace that it is told. */
function planPlugin(
  { inProgressLabel }: GatewayApiOptions,
  { namespace, managedRoutes }: RouterContext,
  routes: readonly RouteName[],
): JsonObject {
  return toJsonObject({
    namespace,
    ...Object.fromEntries(
      KINDS.flatMap((kind) => {
        const names = routes.filter((route) => route.kind === kind);
        return names.length === 0
          ? []
          : [
              [
                FIELDS[kind],
                names.map((route) => ({
                  name: route.name,
                  useHeaderRoutes: hasHeaders(route) && managedRoutes.length > 0 ? true : undefined,
                })),
              ],
            ];
      }),
    ),
    disableInProgressLabel: inProgressLabel === false ? true : undefined,
    ...(inProgressLabel && {
      inProgressLabelKey: inProgressLabel.key,
      inProgressLabelValue: inProgressLabel.value,
    }),
  });
}

function planRoute(options: GatewayApiOptions, context: RouterContext): Manifest {
  const { kind = 'HTTPRoute' } = options;
  const { name, labels, services } = context;
  const hosts = [
    ...new Set([...(options.hosts ?? []), ...textsOf(exposedSpec(context).hostnames)]),
  ];
  const port = servicePortOf(options, context);
  const spec = {
    parentRefs: parentsOf(options, context),
    hostnames: hosts.length === 0 ? undefined : hosts,
    rules: [
      {
        name: RULE,
        ...exposedFilters(context, kind),
        backendRefs: [
          { name: services.stable, port, weight: 100 },
          { name: services.canary, port, weight: 0 },
        ],
      },
    ],
  } satisfies Wire<HttpRouteSpec> & Wire<GrpcRouteSpec>;
  return {
    apiVersion: `${GROUP}/v1`,
    kind,
    metadata: { name, labels, ...exposedAnnotations(context) },
    spec: toJsonObject(spec),
  };
}

function parentsOf(options: GatewayApiOptions, context: RouterContext) {
  const { gateways = [] } = options;
  const named = gateways.map((gateway) => {
    const [name = gateway, namespace] = gateway.split('/').reverse();
    return { name, namespace };
  });
  const exposed = itemsOf(exposedSpec(context).parentRefs)
    .map(parentOf)
    .filter(({ name }) => named.every((other) => other.name !== name));
  const { mesh = named.length + exposed.length === 0 } = options;
  return [
    ...named,
    ...exposed,
    ...(mesh
      ? [{ group: '', kind: 'Service', name: context.name, port: servicePortOf(options, context) }]
      : []),
  ];
}

/** What `exposed` declares stands in the route that it would make by itself. */
function exposedSpec({ exposed }: RouterContext): Fields {
  const isRoute = exposed?.kind === 'HTTPRoute' || exposed?.kind === 'GRPCRoute';
  return fieldsOf(isRoute ? exposed.spec : undefined);
}

/** What browsers are told, which the route that `exposed` would make has in its only rule. */
function exposedFilters(context: RouterContext, kind: 'HTTPRoute' | 'GRPCRoute'): JsonObject {
  const [rule] = objectsIn(toJsonObject(exposedSpec(context)), 'rules');
  const filters = objectsIn(rule, 'filters').filter(
    ({ type }) => kind === 'HTTPRoute' || type !== 'CORS',
  );
  return filters.length === 0 ? {} : { filters };
}

function exposedAnnotations({ exposed }: RouterContext): JsonObject {
  const annotations = findObject(exposed?.metadata, 'annotations');
  return annotations === undefined ? {} : { annotations };
}

function parentOf(reference: unknown) {
  const { name, namespace, sectionName } = fieldsOf(reference);
  return {
    name: findText(name) ?? '',
    namespace: findText(namespace),
    sectionName: findText(sectionName),
  };
}

function routeOwned(
  { kind, name, isOwn }: RouteName,
  { inProgressLabel }: GatewayApiOptions,
  { managedRoutes, services }: RouterContext,
): ControllerOwned {
  const label = inProgressLabel === false ? undefined : (inProgressLabel?.key ?? IN_PROGRESS);
  const rules = isOwn ? `.spec.rules[] | select(.name == "${RULE}")` : '.spec.rules[]';
  const backends = [services.stable, services.canary].map((service) => `.name == "${service}"`);
  return {
    group: GROUP,
    kind,
    name,
    fields: [
      ...(label === undefined ? [] : [`.metadata.labels["${label}"]`]),
      ...(hasHeaders({ kind }) ? managedRoutes.map((route) => managedRule(route, isOwn)) : []),
      `${rules} | .backendRefs[] | select(${backends.join(' or ')}) | .weight`,
    ],
  };
}

function hasHeaders({ kind }: Pick<RouteName, 'kind'>): boolean {
  return kind === 'HTTPRoute' || kind === 'GRPCRoute';
}

/** Where a route has several rules, the plugin adds one for each, and numbers all but the first. */
function managedRule(route: string, isOnly: boolean): string {
  return isOnly
    ? `.spec.rules[] | select(.name == "${route}")`
    : `.spec.rules[] | select(.name // "" | test("^${route}(-[0-9]+)?$"))`;
}

function checkGateway(field: string, options: GatewayApiOptions): readonly Problem[] {
  const { gateways = [], hosts = [], mesh, servicePort, existing = {}, inProgressLabel } = options;
  return [
    ...gateways.flatMap((gateway, index) =>
      /^([a-z0-9-]+\/)?[a-z0-9.-]+$/.test(gateway)
        ? []
        : [wrongValue(`${field}.gateways[${index}]`, gateway, "'namespace/name' or a name")],
    ),
    ...hosts.flatMap((host, index) =>
      checkDnsSubdomain(`${field}.hosts[${index}]`, host.replace(/^\*\./, '')),
    ),
    ...(hosts.length > 0 && gateways.length === 0
      ? [wrongValue(`${field}.hosts`, hosts, 'none without gateways')]
      : []),
    ...(mesh === false && gateways.length === 0
      ? [wrongValue(`${field}.mesh`, mesh, 'true, or gateways: the route needs a parent')]
      : []),
    ...(servicePort === undefined ? [] : checkPortNumber(`${field}.servicePort`, servicePort)),
    ...KINDS.flatMap((kind) => checkObjectNames(`${field}.existing.${kind}`, existing[kind])),
    ...(inProgressLabel
      ? checkLabels(`${field}.inProgressLabel`, { [inProgressLabel.key]: inProgressLabel.value })
      : []),
  ];
}
