import { fieldsOf, findText, itemsOf, textsOf } from '../../manifest/fields';
import { listBy } from '../../manifest/grouping';
import { describe } from '../../manifest/identity';
import type { ManifestEntry } from '../../manifest/manifest-set';
import { namespaceOf } from '../objects';
import { type Found, rule } from '../rule';

/** What the mesh sends on without looking at names in it. */
const NAMELESS: readonly string[] = ['TCP', 'MYSQL', 'MONGO', 'REDIS'];

/** Hosts that are told by the number of a port alone. */
interface Claim {
  readonly entry: ManifestEntry;
  readonly port: number;
  readonly field: string;
  readonly hosts: readonly string[];
  /** Whether the mesh looks for their addresses, and not the program. */
  readonly isResolved: boolean;
}

export const sharedMeshPorts = rule({
  id: 'shared-mesh-port',
  group: 'sense',
  severity: 'warning',
  summary: 'hosts outside of the mesh have one TCP port and no addresses, and are mixed up',
  kinds: ['networking.istio.io/ServiceEntry'],
  check: (objects) => {
    const all = objects.ofKind('networking.istio.io/ServiceEntry').flatMap(claimsOf);
    const byPort = listBy(all, ({ entry, port }) => [`${entry.cluster} ${port}`]);
    return [...byPort.values()].flatMap((claims) =>
      claims.flatMap((claim, index) => findOther(claim, claims.slice(0, index))),
    );
  },
});

function claimsOf(entry: ManifestEntry): readonly Claim[] {
  const { hosts, addresses, ports, resolution } = fieldsOf(entry.manifest.spec);
  if (textsOf(addresses).length > 0) return [];
  return itemsOf(ports).flatMap((item, index) => {
    const { number, protocol, name } = fieldsOf(item);
    const word = findText(protocol)?.toUpperCase() ?? 'TCP';
    if (typeof number !== 'number' || !NAMELESS.includes(word)) return [];
    return [
      {
        entry,
        port: number,
        field: `spec.ports[${findText(name) ?? index}]`,
        hosts: textsOf(hosts),
        isResolved: resolution !== undefined && resolution !== 'NONE',
      },
    ];
  });
}

function findOther(claim: Claim, before: readonly Claim[]): readonly Found[] {
  const [first = '', second] = claim.hosts;
  if (second !== undefined && claim.isResolved) return [mixed(claim, first, second, '')];
  const other = before.find(
    (one) =>
      (one.isResolved || claim.isResolved) &&
      isSeenTogether(one.entry, claim.entry) &&
      !claim.hosts.every((host) => one.hosts.includes(host)),
  );
  if (other === undefined) return [];
  const place = ` of ${describe(other.entry.manifest)} at [${other.entry.origin}]`;
  return [mixed(claim, first, other.hosts[0] ?? '', place)];
}

function mixed({ entry, field, port }: Claim, host: string, other: string, place: string): Found {
  return {
    entry,
    field,
    message: `is TCP to '${host}' as it is to '${other}'${place}, and without addresses the mesh knows them by port ${port} alone and sends all to one of the two: give the externalEndpoint() its cidrs, or the ServiceEntry its addresses; where proxies answer for names (ISTIO_META_DNS_CAPTURE), allow it`,
  };
}

/** Whether some namespace sees both. */
function isSeenTogether(one: ManifestEntry, other: ManifestEntry): boolean {
  const [seen, others] = [seenIn(one), seenIn(other)];
  if (seen.includes('*') || others.includes('*')) return true;
  return seen.some((namespace) => others.includes(namespace));
}

function seenIn({ manifest }: ManifestEntry): readonly string[] {
  const named = textsOf(fieldsOf(manifest.spec).exportTo);
  if (named.length === 0) return ['*'];
  return named.map((one) => (one === '.' ? namespaceOf(manifest) : one));
}
