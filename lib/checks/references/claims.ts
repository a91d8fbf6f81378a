import { type Fields, fieldsOf, findText, itemsOf, textsOf } from '../../manifest/fields';
import { describe } from '../../manifest/identity';
import type { ManifestEntry } from '../../manifest/manifest-set';
import { namespaceOf, type Objects } from '../objects';
import { type Found, rule } from '../rule';
import { GATEWAY_ROUTES } from './backends';
import { whenComplete } from './complete';
import { hostKey } from './hosts';

/** Requests that an object claims. */
interface Claim {
  readonly entry: ManifestEntry;
  readonly field: string;
  /** The same for all that claim the same requests. */
  readonly key: string;
  /** In words: `host 'shop.example.com' with path '/'`. */
  readonly what: string;
}

/** Requests that two routes claim, of which the older one has them all, whatever the other says. */
export const claims = whenComplete(
  rule({
    id: 'shared-route',
    group: 'references',
    severity: 'error',
    summary: 'two routes claim the same host and path',
    check: (objects) => [
      ...findTwice(objects.ofKind('networking.k8s.io/Ingress').flatMap(ofIngress)),
      ...findTwice(GATEWAY_ROUTES.flatMap((kind) => objects.ofKind(kind).flatMap(ofRoute))),
      ...ofVirtualServices(objects),
    ],
  }),
);

function findTwice(all: readonly Claim[]): readonly Found[] {
  const owners = new Map<string, Claim>();
  return all.flatMap((claim) => {
    const owner = owners.get(claim.key);
    if (owner === undefined) {
      owners.set(claim.key, claim);
      return [];
    }
    return [twice(claim, owner)];
  });
}

function twice({ entry, field, what }: Claim, owner: Claim): Found {
  const place =
    owner.entry === entry
      ? owner.field
      : `${describe(owner.entry.manifest)} at [${owner.entry.origin}]`;
  return {
    entry,
    field,
    message: `claims ${what}, which ${place} has already: only one of the two gets the requests; take the other out`,
  };
}

/** Classes whose Ingresses have an address, and so all hosts, of their own. */
const ALONE = /^(alb|gce|gce-internal)$/;

function ofIngress(entry: ManifestEntry): readonly Claim[] {
  const { ingressClassName, rules } = fieldsOf(entry.manifest.spec);
  const annotations = fieldsOf(entry.manifest.metadata.annotations);
  const ingressClass = ingressClassName ?? annotations['kubernetes.io/ingress.class'] ?? '';
  // A copy that takes a part of the requests, on purpose.
  if (annotations['nginx.ingress.kubernetes.io/canary'] === 'true') return [];
  if (ALONE.test(String(ingressClass))) return [];
  return itemsOf(rules).flatMap((rule, index) => {
    const { host, http } = fieldsOf(rule);
    const name = findText(host) || '*';
    return itemsOf(fieldsOf(http).paths).map((item, number) => {
      const { path, pathType } = fieldsOf(item);
      const text = findText(path) ?? '/';
      return {
        entry,
        field: `spec.rules[${findText(host) ?? index}].http.paths[${findText(path) ?? number}]`,
        key: JSON.stringify([entry.cluster, ingressClass, name, pathType ?? '', trimmed(text)]),
        what: `host '${name}' with path '${text}'`,
      };
    });
  });
}

/** A prefix `/a/` is `/a`. */
function trimmed(path: string): string {
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}

function ofRoute(entry: ManifestEntry): readonly Claim[] {
  const { parentRefs, hostnames, rules } = fieldsOf(entry.manifest.spec);
  const hosts = textsOf(hostnames).length > 0 ? textsOf(hostnames) : ['*'];
  const own = namespaceOf(entry.manifest);
  return itemsOf(parentRefs).flatMap((item) => {
    const { kind = 'Gateway', name, namespace = own, sectionName, port } = fieldsOf(item);
    const parent = [entry.cluster, kind, namespace, name, sectionName, port];
    return hosts.flatMap((host) =>
      itemsOf(rules).flatMap((rule, index) =>
        matchesOf(entry.manifest.kind, fieldsOf(rule)).map((match, number) => ({
          entry,
          field: `spec.rules[${index}]${match === '' ? '' : `.matches[${number}]`}`,
          key: JSON.stringify([parent, entry.manifest.kind, host, match]),
          what: `host '${host}' with ${match === '' ? 'all requests' : match}`,
        })),
      ),
    );
  });
}

/** Matches as text that doesn't depend on the order of keys; one empty text for all requests. */
function matchesOf(kind: string, { matches }: Fields): readonly string[] {
  const all = itemsOf(matches).map((item) => {
    const match = fieldsOf(item);
    if (kind !== 'HTTPRoute') return sorted(match);
    const { path, ...rest } = match;
    const { type = 'PathPrefix', value = '/' } = fieldsOf(path);
    const isAll = type === 'PathPrefix' && value === '/' && Object.keys(rest).length === 0;
    return isAll ? '' : sorted({ ...rest, path: { type, value } });
  });
  return all.length === 0 ? [''] : all;
}

function sorted(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

/**
 * VirtualServices of one host are put together on a gateway, where the first of two equal matches has the
 * requests; within the mesh one of them is left out as a whole.
 */
function ofVirtualServices(objects: Objects): readonly Found[] {
  const all = objects.ofKind('networking.istio.io/VirtualService');
  return [...findTwice(all.flatMap(onGateways)), ...findTwice(all.flatMap(inMesh))];
}

function gatewaysOf({ manifest }: ManifestEntry): readonly string[] {
  const names = textsOf(fieldsOf(manifest.spec).gateways);
  return names.length === 0 ? ['mesh'] : names;
}

function onGateways(entry: ManifestEntry): readonly Claim[] {
  const { hosts, http } = fieldsOf(entry.manifest.spec);
  const own = namespaceOf(entry.manifest);
  return gatewaysOf(entry).flatMap((gateway) => {
    if (gateway === 'mesh') return [];
    const full = gateway.includes('/') ? gateway : `${own}/${gateway}`;
    return textsOf(hosts).flatMap((host) =>
      itemsOf(http).flatMap((item, index) => {
        const { match, name } = fieldsOf(item);
        const matches = itemsOf(match).map((one) => {
          const { name: _, ...rest } = fieldsOf(one);
          return sorted(rest);
        });
        return (matches.length === 0 ? ['all requests'] : matches).map((text) => ({
          entry,
          field: `spec.http[${findText(name) ?? index}]`,
          key: JSON.stringify([entry.cluster, full, hostKey(entry, host), text]),
          what: `host '${host}' on gateway '${full}' with ${text}`,
        }));
      }),
    );
  });
}

function inMesh(entry: ManifestEntry): readonly Claim[] {
  const { hosts } = fieldsOf(entry.manifest.spec);
  if (!gatewaysOf(entry).includes('mesh')) return [];
  const own = namespaceOf(entry.manifest);
  return textsOf(hosts).map((host) => ({
    entry,
    field: 'spec.hosts',
    // Of other namespaces' it isn't known whom they are exported to.
    key: `${own} ${hostKey(entry, host)}`,
    what: `host '${host}' within the mesh`,
  }));
}
