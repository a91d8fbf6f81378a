import { type Fields, fieldsOf, findText, itemsOf, textsOf } from '../../manifest/fields';
import type { ManifestEntry } from '../../manifest/manifest-set';
import { type Finding, findingOf } from '../finding';
import { type Around, namespaceOf, specOf } from './around';
import { checkIstio } from './istio-routes';
import type { RolloutEntry } from './rollout';
import { lacksVersion, missingObject, type RoutedRollout } from './routed';

/** Kinds of routes by the field in which the Gateway API's plugin names them. */
const GATEWAY_ROUTES = {
  httpRoute: 'HTTPRoute',
  httpRoutes: 'HTTPRoute',
  grpcRoute: 'GRPCRoute',
  grpcRoutes: 'GRPCRoute',
  tcpRoute: 'TCPRoute',
  tcpRoutes: 'TCPRoute',
  tlsRoute: 'TLSRoute',
  tlsRoutes: 'TLSRoute',
} as const;

const GATEWAY_PLUGIN = 'argoproj-labs/gatewayAPI';

/** Checks that the routes that Rollouts name are there, and lead to both versions where they have to. */
export function checkRoutes(rollouts: readonly RolloutEntry[], around: Around): readonly Finding[] {
  return rollouts.flatMap(({ entry, canary, services }) => {
    if (canary === undefined || canary.trafficRouting === undefined) return [];
    const [stable, other] = services.map(({ name }) => name);
    const routed: RoutedRollout = { entry, stable, canary: other, around };
    const routing = fieldsOf(canary.trafficRouting);
    return [
      ...checkIstio(routed, routing.istio),
      ...checkIngresses(routed, 'nginx', ['stableIngress', 'stableIngresses'], routing.nginx),
      ...checkIngresses(routed, 'alb', ['ingress', 'ingresses'], routing.alb),
      ...checkGatewayRoutes(routed, fieldsOf(routing.plugins)[GATEWAY_PLUGIN]),
    ];
  });
}

/** The controller copies or annotates an Ingress that leads to the stable version. */
function checkIngresses(
  rollout: RoutedRollout,
  router: 'nginx' | 'alb',
  keys: readonly string[],
  value: unknown,
): readonly Finding[] {
  const options = fieldsOf(value);
  const root = findText(options.rootService) ?? rollout.stable;
  return keys.flatMap((key) => {
    const field = `spec.strategy.canary.trafficRouting.${router}.${key}`;
    const names = textsOf([options[key]].flat());
    return names.flatMap((name) => {
      const ingress = rollout.around.find(rollout.entry, 'Ingress', name);
      if (ingress === undefined) return missingObject(rollout, field, 'Ingress', name);
      return root === undefined || backendsOf(ingress).has(root)
        ? []
        : [
            findingOf('route-without-version', rollout.entry, {
              field,
              message: `Ingress '${name}' leads to ${[...backendsOf(ingress)].map((one) => `'${one}'`).join(', ') || 'no Service'}, and not to '${root}': add a path to it`,
            }),
          ];
    });
  });
}

/** Names of all Services that an Ingress leads to. */
function backendsOf(ingress: ManifestEntry): ReadonlySet<string> {
  const { rules, defaultBackend } = specOf(ingress);
  const paths = itemsOf(rules).flatMap((rule) => itemsOf(fieldsOf(fieldsOf(rule).http).paths));
  const backends = [defaultBackend, ...paths.map((path) => fieldsOf(path).backend)];
  return new Set(
    backends.flatMap((backend) => findText(fieldsOf(fieldsOf(backend).service).name) ?? []),
  );
}

function checkGatewayRoutes(rollout: RoutedRollout, plugin: unknown): readonly Finding[] {
  const options = fieldsOf(plugin);
  const namespace = findText(options.namespace) ?? namespaceOf(rollout.entry);
  return Object.entries(GATEWAY_ROUTES).flatMap(([key, kind]) => {
    const field = `spec.strategy.canary.trafficRouting.plugins['${GATEWAY_PLUGIN}'].${key}`;
    const names = key.endsWith('s')
      ? itemsOf(options[key]).flatMap((item) => findText(fieldsOf(item).name) ?? [])
      : textsOf([options[key]]);
    return names.flatMap((name) => {
      const route = rollout.around.find(rollout.entry, kind, name, namespace);
      if (route === undefined) return missingObject(rollout, field, kind, name, namespace);
      const rules = itemsOf(specOf(route).rules).map((rule) => backendRefsOf(fieldsOf(rule)));
      const { stable, canary } = rollout;
      const hasBoth = rules.some(
        (refs) =>
          stable !== undefined && canary !== undefined && refs.has(stable) && refs.has(canary),
      );
      return hasBoth ? [] : [lacksVersion(rollout, field, `${kind} '${name}' has no rule`)];
    });
  });
}

function backendRefsOf({ backendRefs }: Fields): ReadonlySet<string> {
  return new Set(itemsOf(backendRefs).flatMap((ref) => findText(fieldsOf(ref).name) ?? []));
}
