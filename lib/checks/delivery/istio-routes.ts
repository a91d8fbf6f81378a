import { type Fields, fieldsOf, findText, itemsOf, textsOf } from '../../manifest/fields';
import type { ManifestEntry } from '../../manifest/manifest-set';
import { show } from '../../problem/problem';
import { type Finding, findingOf } from '../finding';
import { namespaceOf, specOf } from './around';
import { lacksVersion, missingObject, type RoutedRollout } from './routed';

/** A version, as a route of the mesh names it. */
interface Destination {
  readonly host: string | undefined;
  readonly subset: string | undefined;
}

const PATH = 'spec.strategy.canary.trafficRouting.istio';

/** Checks the VirtualServices and the DestinationRule that a Rollout names. */
export function checkIstio(rollout: RoutedRollout, value: unknown): readonly Finding[] {
  const { virtualService, virtualServices, destinationRule } = fieldsOf(value);
  const rule = destinationRule === undefined ? undefined : fieldsOf(destinationRule);
  const versions = versionsOf(rollout, rule);
  return [
    ...(rule === undefined ? [] : checkRule(rollout, rule)),
    ...(virtualService === undefined
      ? []
      : checkVirtualService(rollout, `${PATH}.virtualService`, fieldsOf(virtualService), versions)),
    ...itemsOf(virtualServices).flatMap((item, index) =>
      checkVirtualService(rollout, `${PATH}.virtualServices[${index}]`, fieldsOf(item), versions),
    ),
  ];
}

/** Two hosts; or two subsets, of which the host doesn't matter. */
function versionsOf(
  { stable, canary }: RoutedRollout,
  rule: Fields | undefined,
): readonly Destination[] {
  if (rule === undefined) return [stable, canary].map((host) => ({ host, subset: undefined }));
  return [rule.stableSubsetName, rule.canarySubsetName].map((name) => ({
    host: undefined,
    subset: findText(name),
  }));
}

function checkRule(rollout: RoutedRollout, rule: Fields): readonly Finding[] {
  const { entry, around } = rollout;
  const name = findText(rule.name);
  // The schema tells what is no name.
  if (name === undefined) return [];
  const found = around.find(entry, 'DestinationRule', name);
  const field = `${PATH}.destinationRule`;
  if (found === undefined) return missingObject(rollout, field, 'DestinationRule', name);
  const subsets = itemsOf(specOf(found).subsets).map((subset) => fieldsOf(subset).name);
  return [rule.stableSubsetName, rule.canarySubsetName]
    .filter((subset) => !subsets.includes(subset))
    .map((subset) =>
      findingOf('route-without-version', entry, {
        field,
        message: `DestinationRule '${name}' has no subset ${show(subset)}: add it`,
      }),
    );
}

function checkVirtualService(
  rollout: RoutedRollout,
  field: string,
  reference: Fields,
  versions: readonly Destination[],
): readonly Finding[] {
  const [name, namespace = namespaceOf(rollout.entry)] = findText(reference.name)?.split('.') ?? [];
  if (name === undefined) return [];
  const found = rollout.around.find(rollout.entry, 'VirtualService', name, namespace);
  if (found === undefined) return missingObject(rollout, field, 'VirtualService', name, namespace);
  const chosen = choose(specOf(found), reference);
  if (typeof chosen === 'number')
    return [
      findingOf('ambiguous-route', rollout.entry, {
        field: `${field}.routes`,
        message: `is missing, and VirtualService '${name}' has ${chosen} routes: name those that are split`,
      }),
    ];
  return chosen.flatMap(([route, fields]) =>
    checkRoute(rollout, field, { found, name, route, fields, versions }),
  );
}

/** Routes that are split, with what they are called; the number of routes where it isn't said which. */
function choose(
  spec: Fields,
  { routes, tcpRoutes, tlsRoutes }: Fields,
): readonly (readonly [route: string, fields: Fields | undefined])[] | number {
  const [http, tls, tcp] = [spec.http, spec.tls, spec.tcp].map((list) =>
    itemsOf(list).map(fieldsOf),
  );
  const named = [
    ...textsOf(routes).map((name) => [name, http?.find((one) => one.name === name)] as const),
    ...itemsOf(tlsRoutes).map((route) => byMatch('TLS', tls, fieldsOf(route))),
    ...itemsOf(tcpRoutes).map((route) => byMatch('TCP', tcp, fieldsOf(route))),
  ];
  if (named.length > 0) return named;
  const all = [http, tls, tcp].flatMap((list) => list ?? []);
  return all.length === 1 ? all.map((route) => ['', route] as const) : all.length;
}

/** A route by the port or the server names that it matches. */
function byMatch(sort: string, routes: readonly Fields[] | undefined, wanted: Fields) {
  const isWanted = (match: Fields) =>
    (wanted.port === undefined || match.port === wanted.port) &&
    (wanted.sniHosts === undefined ||
      JSON.stringify(match.sniHosts) === JSON.stringify(wanted.sniHosts));
  const found = routes?.find(({ match }) => itemsOf(match).map(fieldsOf).some(isWanted));
  return [`${sort} ${JSON.stringify(wanted)}`, found] as const;
}

interface ChosenRoute {
  readonly found: ManifestEntry;
  readonly name: string;
  /** Empty for the only one. */
  readonly route: string;
  readonly fields: Fields | undefined;
  readonly versions: readonly Destination[];
}

function checkRoute(
  rollout: RoutedRollout,
  field: string,
  { found, name, route, fields, versions }: ChosenRoute,
): readonly Finding[] {
  const what = `VirtualService '${name}'`;
  if (fields === undefined)
    return [
      findingOf('missing-route', rollout.entry, {
        field: `${field}.routes`,
        message: `${what} has no route '${route}': add it, or name another`,
      }),
    ];
  const destinations = itemsOf(fields.route).map((item) => fieldsOf(fieldsOf(item).destination));
  const isWhole = versions.every((version) =>
    destinations.some((destination) => leadsTo(destination, version, namespaceOf(found))),
  );
  if (isWhole) return [];
  const text = `${what} has no route${route === '' ? '' : ` '${route}'`}`;
  const [stable, canary] = versions.map(({ host, subset }) => subset ?? host);
  return [lacksVersion({ ...rollout, stable, canary }, field, text)];
}

/** A host may be short, or be followed by its namespace and the cluster's domain. */
function leadsTo({ host, subset }: Fields, version: Destination, namespace: string): boolean {
  if (version.subset !== undefined) return subset === version.subset;
  if (version.host === undefined || typeof host !== 'string') return false;
  return host === version.host || `${host}.`.startsWith(`${version.host}.${namespace}.`);
}
