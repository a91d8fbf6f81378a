import { isByName } from '../endpoint/external';
import type { RequestRule } from '../endpoint/requests';
import type { StringMap } from '../kubernetes/labels';
import type { JsonObject, Manifest } from '../manifest/manifest';
import { type AccessNode, type PodPort, selectorOf } from './node';
import { anyRequest, incomingOpenings, outgoingOpenings, type Peer } from './openings';
import { groupOpenings, type Opening } from './rules';
import type { Access } from './spec';

/** What all of Cilium's policies here are. */
export const CILIUM_POLICY = { apiVersion: 'cilium.io/v2', kind: 'CiliumNetworkPolicy' } as const;

/** Label under which Cilium knows a pod's namespace. */
const NAMESPACE = 'k8s:io.kubernetes.pod.namespace';

/** Written as the entity `world`, which leaves the cluster's own pods out. */
const ANYWHERE = '0.0.0.0/0';

/**
 * Nothing in, nothing out, for every pod of a namespace. The empty rules match nothing, and switch
 * enforcement on.
 * @see https://docs.cilium.io/en/stable/security/policy/intro/
 */
export function planCiliumDefaultDeny(labels: StringMap): Manifest {
  return ciliumPolicy('default-deny', labels, {
    endpointSelector: {},
    ingress: [{}],
    egress: [{}],
  });
}

/**
 * What opens to and from one group of pods, in Cilium's words: with names for external hosts, and with
 * HTTP and gRPC requests where a call is narrowed to some.
 */
export function planCiliumPolicy(node: AccessNode, access: Access): Manifest {
  // Its proxy can't read what the mesh has encrypted: there the mesh's own policies narrow a call.
  const narrow = access.mesh ? anyRequest : (opening: Opening<Peer>) => opening;
  const incoming = groupOpenings(incomingOpenings(node, access).map(narrow));
  const outgoing = outgoingOpenings(node, access).map(anyRequest);
  const learnsNames = node.outgoing.some(
    (endpoint) => endpoint.kind === 'external-endpoint' && isByName(endpoint),
  );
  const isDns = ({ peer, port }: Opening<Peer>) =>
    access.dns.ports.includes(port.port) && isNameServer(peer, access.dns);
  return ciliumPolicy(node.group.name, node.group.labels, {
    endpointSelector: { matchLabels: selectorOf(node.group) },
    ingress: orNothing(
      incoming.flatMap(({ peers, ports }) =>
        planPeers('from', peers, node.group.namespace).map((peer) => ({
          ...peer,
          toPorts: planPorts(ports),
        })),
      ),
    ),
    egress: orNothing([
      ...(learnsNames ? planEgress(outgoing.filter(isDns), node, withDnsProxy) : []),
      ...planEgress(learnsNames ? outgoing.filter((one) => !isDns(one)) : outgoing, node),
      ...(node.group.callsApi === true ? [planApiServer(access)] : []),
    ]),
  });
}

function planEgress(
  openings: readonly Opening<Peer>[],
  { group }: AccessNode,
  change: (ports: readonly JsonObject[]) => readonly JsonObject[] = (ports) => ports,
): readonly JsonObject[] {
  return groupOpenings(openings).flatMap(({ peers, ports }) =>
    planPeers('to', peers, group.namespace).map((peer) => ({
      ...peer,
      toPorts: change(planPorts(ports)),
    })),
  );
}

function ciliumPolicy(name: string, labels: StringMap, spec: JsonObject): Manifest {
  return { ...CILIUM_POLICY, metadata: { name, labels }, spec };
}

/** Cilium knows the API server's addresses by itself; its port only where that is told. */
function planApiServer({ apiServer }: Access): JsonObject {
  const toPorts = apiServer && planPorts([{ port: apiServer.port, protocol: 'TCP' }]);
  return { toEntities: ['kube-apiserver'], ...(toPorts && { toPorts }) };
}

/** A direction without rules would not be enforced; one empty rule enforces it, and opens nothing. */
function orNothing(rules: readonly JsonObject[]): readonly JsonObject[] {
  return rules.length === 0 ? [{}] : rules;
}

/** The peers of a rule, a rule for each kind of peer: two kinds in one rule would exclude each other. */
function planPeers(
  side: 'from' | 'to',
  peers: readonly Peer[],
  namespace: string | undefined,
): readonly JsonObject[] {
  const endpoints: StringMap[] = [];
  const blocks: JsonObject[] = [];
  const hosts: string[] = [];
  const entities = new Set<string>();
  for (const peer of peers) {
    if (isOwnProxy(peer)) entities.add('ingress');
    else if (peer.kind === 'pods') endpoints.push(endpointLabels(peer, namespace));
    else if (peer.kind === 'host') hosts.push(peer.host);
    else if (peer.cidr === ANYWHERE) entities.add('world');
    else blocks.push({ cidr: peer.cidr, ...(peer.except && { except: peer.except }) });
  }
  return [
    ...(endpoints.length === 0
      ? []
      : [{ [`${side}Endpoints`]: endpoints.map((matchLabels) => ({ matchLabels })) }]),
    ...(entities.size === 0 ? [] : [{ [`${side}Entities`]: [...entities] }]),
    ...(blocks.length === 0 ? [] : [{ [`${side}CIDRSet`]: blocks }]),
    ...(hosts.length === 0
      ? []
      : [{ [`${side}FQDNs`]: hosts.map((matchName) => ({ matchName })) }]),
  ];
}

/** What comes through a gateway of Cilium's own has no identity of pods: it is the entity `ingress`. */
function isOwnProxy(peer: Peer): boolean {
  return peer.kind === 'pods' && peer.labels['k8s-app'] === 'cilium-envoy';
}

function endpointLabels(
  peer: Extract<Peer, { kind: 'pods' }>,
  namespace: string | undefined,
): StringMap {
  const foreign = peer.namespace !== undefined && peer.namespace !== namespace;
  return { ...(foreign && { [NAMESPACE]: peer.namespace }), ...peer.labels };
}

function planPorts(ports: readonly PodPort[]): readonly JsonObject[] {
  return ports.map(({ port, protocol, requests }) => ({
    ports: [{ port: String(port), protocol }],
    ...(requests !== undefined &&
      requests.length > 0 && { rules: { http: requests.flatMap(planRequests) } }),
  }));
}

/** One rule for each pair of method and path: Cilium's are regular expressions over the whole. */
function planRequests({ methods, paths }: RequestRule): readonly JsonObject[] {
  const eachMethod: readonly (string | undefined)[] = methods ?? [undefined];
  const eachPath: readonly (string | undefined)[] = paths ?? [undefined];
  return eachMethod.flatMap((method) =>
    eachPath.map((path) => ({
      ...(method !== undefined && { method }),
      ...(path !== undefined && { path: pathExpression(path) }),
    })),
  );
}

function pathExpression(path: string): string {
  return path
    .split('*')
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*');
}

/** Cilium learns a name's addresses by reading the answers of the name server. */
function withDnsProxy(ports: readonly JsonObject[]): readonly JsonObject[] {
  return ports.map((port) => ({ ...port, rules: { dns: [{ matchPattern: '*' }] } }));
}

function isNameServer(peer: Peer, dns: Access['dns']): boolean {
  if (peer.kind === 'addresses') return dns.cidrs.includes(peer.cidr);
  return (
    peer.kind === 'pods' &&
    peer.namespace === dns.namespace &&
    JSON.stringify(peer.labels) === JSON.stringify(dns.labels)
  );
}
