import { NAMESPACE_NAME } from '../../kubernetes/labels';
import { type Fields, fieldsOf, findText, itemsOf, textsOf } from '../../manifest/fields';
import type { ManifestEntry } from '../../manifest/manifest-set';
import { show } from '../../problem/problem';
import { Field } from '../../reachability/cluster/field';
import { isSelected, readSelector } from '../../reachability/cluster/selector';
import { type Finding, findingOf } from '../finding';
import { namespaceOf, type Objects } from '../objects';
import { type CheckContext, rules } from '../rule';
import { GATEWAY_ROUTES } from './backends';
import { whenComplete } from './complete';
import { haveCommonHost } from './hosts';
import { findTarget, noObject } from './outside';
import { listOf } from './pods';

/** Gateways that routes name. */
export const gateways = whenComplete(
  rules(
    'references',
    {
      'gateway-refuses-route': [
        'error',
        'a Gateway has no place for a route: by listener, host, kind or namespace',
      ],
      'missing-gateway': ['error', 'a route names a Gateway that is not there'],
    },
    {
      check: (objects, context) => [
        ...objects
          .ofKind('networking.istio.io/VirtualService')
          .flatMap((entry) => checkVirtualService(objects, context, entry)),
        ...GATEWAY_ROUTES.flatMap((kind) =>
          objects.ofKind(kind).flatMap((entry) => checkRoute(objects, context, entry)),
        ),
      ],
    },
  ),
);

const ISTIO = 'networking.istio.io/Gateway';
const STANDARD = 'gateway.networking.k8s.io/Gateway';

function checkVirtualService(
  objects: Objects,
  context: CheckContext,
  entry: ManifestEntry,
): readonly Finding[] {
  const { gateways: names, hosts } = fieldsOf(entry.manifest.spec);
  return textsOf(names).flatMap((text, index) => {
    if (text === 'mesh') return [];
    const [namespace, name] = text.includes('/')
      ? [text.slice(0, text.indexOf('/')), text.slice(text.indexOf('/') + 1)]
      : [namespaceOf(entry.manifest), text];
    const field = `spec.gateways[${index}]`;
    const gateway = findTarget(objects, context, entry, ISTIO, name, namespace);
    if (gateway === 'outside') return [];
    if (gateway === undefined) return [missing(objects, entry, field, ISTIO, name, namespace)];
    const served = hostsOfGateway(gateway, namespaceOf(entry.manifest));
    const all = textsOf(hosts);
    if (all.length === 0 || all.some((host) => served.some((one) => haveCommonHost(one, host))))
      return [];
    const message = `got ${show(text)}, which serves ${served.map(show).join(', ') || 'no host to this namespace'}, and none of ${all.map(show).join(', ')}: add a host to one of the two`;
    return [findingOf('gateway-refuses-route', entry, { field, message })];
  });
}

/** Hosts that servers have for a namespace: `*`, `./shop.example.com`, `shop/shop.example.com`. */
function hostsOfGateway(gateway: ManifestEntry, from: string): readonly string[] {
  return itemsOf(fieldsOf(gateway.manifest.spec).servers).flatMap((server) =>
    textsOf(fieldsOf(server).hosts).flatMap((host) => {
      const slash = host.indexOf('/');
      if (slash < 0) return [host];
      const namespace = host.slice(0, slash);
      const own = namespace === '.' ? namespaceOf(gateway.manifest) : namespace;
      return own === '*' || own === from ? [host.slice(slash + 1)] : [];
    }),
  );
}

function missing(
  objects: Objects,
  entry: ManifestEntry,
  field: string,
  kind: string,
  name: string,
  namespace: string,
): Finding {
  const message = noObject(objects, entry, kind, name, namespace);
  return findingOf('missing-gateway', entry, { field, message });
}

function checkRoute(
  objects: Objects,
  context: CheckContext,
  entry: ManifestEntry,
): readonly Finding[] {
  return itemsOf(fieldsOf(entry.manifest.spec).parentRefs).flatMap((item, index) => {
    const parent = fieldsOf(item);
    const { kind = 'Gateway', name, namespace } = parent;
    if (typeof name !== 'string' || (kind !== 'Gateway' && kind !== 'Service')) return [];
    const full = kind === 'Gateway' ? STANDARD : 'Service';
    const place = findText(namespace) ?? namespaceOf(entry.manifest);
    const field = `spec.parentRefs[${index}]`;
    const found = findTarget(objects, context, entry, full, name, place);
    if (found === 'outside') return [];
    if (found === undefined) return [missing(objects, entry, field, full, name, place)];
    if (kind === 'Service') return [];
    const why = refusal(objects, entry, parent, found);
    return why === undefined
      ? []
      : [findingOf('gateway-refuses-route', entry, { field, message: why })];
  });
}

/** Why none of a Gateway's listeners takes a route. */
function refusal(
  objects: Objects,
  entry: ManifestEntry,
  { sectionName, port }: Fields,
  gateway: ManifestEntry,
): string | undefined {
  const name = show(gateway.manifest.metadata.name);
  const all = itemsOf(fieldsOf(gateway.manifest.spec).listeners).map(fieldsOf);
  const named = all.filter((one) => (sectionName ?? one.name) === one.name);
  if (named.length === 0) {
    const names = all.flatMap((one) => findText(one.name) ?? []);
    return `got sectionName ${show(sectionName)}, allowed ${listOf(names, String(sectionName), `a listener, and Gateway ${name} has none`)}`;
  }
  const meant = named.filter((one) => (port ?? one.port) === one.port);
  if (meant.length === 0)
    return `got port ${show(port)}, allowed ${named.map((one) => show(one.port)).join(', ')}`;
  const ofKind = meant.filter((listener) => takesKind(entry, listener));
  if (ofKind.length === 0)
    return `Gateway ${name} has no listener there that takes a ${entry.manifest.kind}: add one, or name it in allowedRoutes.kinds`;
  const open = ofKind.filter((listener) => takesNamespace(objects, entry, gateway, listener));
  if (open.length === 0)
    return `Gateway ${name} takes no routes of namespace '${namespaceOf(entry.manifest)}' there: open a listener's allowedRoutes.namespaces to it`;
  const hosts = textsOf(fieldsOf(entry.manifest.spec).hostnames);
  const served = open.map((listener) => findText(listener.hostname) || '*');
  if (hosts.length === 0 || hosts.some((host) => served.some((one) => haveCommonHost(one, host))))
    return undefined;
  return `Gateway ${name} serves ${[...new Set(served)].map(show).join(', ')} there, and none of ${hosts.map(show).join(', ')}: add a host to one of the two`;
}

/** Kinds that listeners of a protocol take, as long as they don't say which. */
const KINDS: Readonly<Record<string, readonly string[]>> = {
  HTTP: ['HTTPRoute', 'GRPCRoute'],
  HTTPS: ['HTTPRoute', 'GRPCRoute'],
  TLS: ['TLSRoute', 'TCPRoute'],
  TCP: ['TCPRoute'],
  UDP: ['UDPRoute'],
};

function takesKind({ manifest }: ManifestEntry, { protocol, allowedRoutes }: Fields): boolean {
  const kinds = itemsOf(fieldsOf(allowedRoutes).kinds).map((one) => fieldsOf(one).kind);
  const usual = KINDS[String(protocol)];
  return kinds.length > 0
    ? kinds.includes(manifest.kind)
    : (usual?.includes(manifest.kind) ?? true);
}

function takesNamespace(
  objects: Objects,
  route: ManifestEntry,
  gateway: ManifestEntry,
  { allowedRoutes }: Fields,
): boolean {
  const { from = 'Same', selector } = fieldsOf(fieldsOf(allowedRoutes).namespaces);
  const own = namespaceOf(route.manifest);
  if (from === 'Same') return own === namespaceOf(gateway.manifest);
  if (from !== 'Selector') return from === 'All';
  const namespace = objects.find(route, 'Namespace', own, '');
  // Nobody knows the labels of a namespace that isn't here.
  if (namespace === undefined) return true;
  const labels = Object.entries(fieldsOf(namespace.manifest.metadata.labels));
  return isSelected(readSelector(new Field(selector, '', () => undefined)), {
    [NAMESPACE_NAME]: own,
    ...Object.fromEntries(labels.map(([key, value]) => [key, String(value)])),
  });
}
