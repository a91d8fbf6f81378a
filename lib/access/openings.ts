import type { OpenPort, PodGroup } from '../endpoint/call-graph';
import type { Endpoint } from '../endpoint/endpoint';
import type { Protocol } from '../endpoint/protocol';
import type { ClusterPods } from '../environment/access';
import { PRIVATE_NETWORKS } from '../kubernetes/cidr';
import { podSelector } from '../pod/plan';
import { type AccessNode, type PodPort, selectorOf } from './node';
import { isPartOf, podAddressesIn } from './pod-addresses';
import type { Opening } from './rules';
import type { Access } from './spec';

/** Who is at the other end of an opening, in no dialect yet. */
export type Peer =
  | {
      readonly kind: 'pods';
      readonly namespace: string | undefined;
      readonly labels: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'addresses'; readonly cidr: string; readonly except?: readonly string[] }
  | { readonly kind: 'host'; readonly host: string };

/** The same without names, for dialects that don't know any. */
export type AddressPeer = Exclude<Peer, { kind: 'host' }>;

/** The mesh's own ports in a pod: https://istio.io/latest/docs/ops/deployment/application-requirements/ */
const MESH_PORTS = { health: 15021, metrics: 15020, envoyMetrics: 15090, controlPlane: 15012 };

/** Every address; of IPv4, as `0.0.0.0/0` is. */
const ANYWHERE = '0.0.0.0/0';

/** Everything that may reach a group of pods. */
export function incomingOpenings(node: AccessNode, access: Access): readonly Opening<Peer>[] {
  return [
    ...node.incoming.map(({ from, to }) =>
      open(podsOf(from), {
        port: to.targetPort,
        protocol: to.protocol,
        requests: to.requests,
      }),
    ),
    ...node.group.openPorts.flatMap((openPort) =>
      sourcesOf(openPort, access).map((peer) => open(peer, openPort)),
    ),
    ...(isInMesh(node.group, access)
      ? [MESH_PORTS.metrics, MESH_PORTS.envoyMetrics].map((port) =>
          open(clusterPods(access.prometheus), tcp(port)),
        )
      : []),
    ...probeOpenings(node.group, access),
  ];
}

/** Everything that a group of pods may reach. */
export function outgoingOpenings(node: AccessNode, access: Access): readonly Opening<Peer>[] {
  return [
    ...node.outgoing.flatMap(openEndpoint),
    ...(node.outgoing.length > 0 || isInMesh(node.group, access) ? dnsOpenings(access) : []),
    ...(isInMesh(node.group, access)
      ? [open(clusterPods(access.controlPlane), tcp(MESH_PORTS.controlPlane))]
      : []),
  ];
}

function openEndpoint(endpoint: Endpoint): readonly Opening<Peer>[] {
  if (endpoint.kind === 'service-endpoint')
    return [
      open(
        {
          kind: 'pods',
          namespace: endpoint.namespace,
          labels: podSelector(endpoint.service),
        },
        { port: endpoint.targetPort, protocol: endpoint.protocol },
      ),
    ];
  const { cidrs, host, port, protocol, pods } = endpoint;
  if (pods !== undefined) return [open(clusterPods(pods), { port: pods.port ?? port, protocol })];
  const peers: readonly Peer[] = cidrs?.map(address) ?? [{ kind: 'host', host }];
  return peers.map((peer) => open(peer, { port, protocol }));
}

/** The opening without its requests, for dialects that know nothing of them. */
export function anyRequest(opening: Opening<Peer>): Opening<Peer> {
  const { port, protocol, requests } = opening.port;
  return requests === undefined ? opening : { ...opening, port: { port, protocol } };
}

/** The Kubernetes API server, for pods that use it, by its addresses. */
export function apiServerOpenings(
  { group }: AccessNode,
  { apiServer }: Access,
): readonly Opening<Peer>[] {
  if (group.callsApi !== true || apiServer === undefined) return [];
  return apiServer.cidrs.map((cidr) => open(address(cidr), tcp(apiServer.port)));
}

/** The opening with all addresses that a public host may have, for dialects that don't know names. */
export function byAddress(opening: Opening<Peer>, access: Access): Opening<AddressPeer> {
  return isByAddress(opening) ? opening : open(publicAddresses(access), opening.port);
}

function isByAddress(opening: Opening<Peer>): opening is Opening<AddressPeer> {
  return opening.peer.kind !== 'host';
}

function publicAddresses(access: Access): AddressPeer {
  const pods = podAddressesIn(ANYWHERE, access).filter(
    (cidr) => !PRIVATE_NETWORKS.some((known) => cidr === known || isPartOf(cidr, known)),
  );
  return { kind: 'addresses', cidr: ANYWHERE, except: [...PRIVATE_NETWORKS, ...pods] };
}

function sourcesOf({ to, throughNodes = false }: OpenPort, access: Access): readonly Peer[] {
  if (to === 'gateway') return [clusterPods(access.gateway)];
  if (to === 'metrics') return [clusterPods(access.prometheus)];
  if (to === 'analysis') return [clusterPods(access.rollouts)];
  if (to === 'scaling') return [clusterPods(access.keda)];
  return [...to, ...(throughNodes ? access.kubeletCidrs : [])].map((cidr) => {
    const except = podAddressesIn(cidr, access);
    return except.length === 0 ? address(cidr) : { kind: 'addresses', cidr, except };
  });
}

/** The same for all pods of an environment, so they are made once. */
const toNameServers = new WeakMap<Access, readonly Opening<Peer>[]>();

function dnsOpenings(access: Access): readonly Opening<Peer>[] {
  const known = toNameServers.get(access) ?? planDnsOpenings(access);
  toNameServers.set(access, known);
  return known;
}

function planDnsOpenings({ dns }: Access): readonly Opening<Peer>[] {
  const peers = [clusterPods(dns), ...dns.cidrs.map(address)];
  const protocols: readonly Protocol[] = ['UDP', 'TCP'];
  return peers.flatMap((peer) =>
    dns.ports.flatMap((port) => protocols.map((protocol) => open(peer, { port, protocol }))),
  );
}

function probeOpenings(group: PodGroup, access: Access): readonly Opening<Peer>[] {
  const own = group.probePorts.map(tcp);
  const ports = isInMesh(group, access)
    ? [...own, tcp(MESH_PORTS.health), tcp(MESH_PORTS.metrics)]
    : own;
  return access.kubeletCidrs.flatMap((cidr) => ports.map((port) => open(address(cidr), port)));
}

function isInMesh({ inMesh = true }: PodGroup, { mesh }: Access): boolean {
  return mesh && inMesh;
}

function podsOf(group: PodGroup): Peer {
  return { kind: 'pods', namespace: group.namespace, labels: selectorOf(group) };
}

function clusterPods({ namespace, labels }: Pick<ClusterPods, 'namespace' | 'labels'>): Peer {
  return { kind: 'pods', namespace, labels };
}

function address(cidr: string): Peer {
  return { kind: 'addresses', cidr };
}

function tcp(port: number): PodPort {
  return { port, protocol: 'TCP' };
}

function open<P extends Peer>(peer: P, { port, protocol, requests }: PodPort): Opening<P> {
  return { peer, key: keyOf(peer), port: { port, protocol, requests } };
}

function keyOf(peer: Peer): string {
  switch (peer.kind) {
    case 'pods':
      return `1 ${peer.namespace ?? ''} ${JSON.stringify(peer.labels)}`;
    case 'addresses':
      return `2 ${peer.cidr} ${peer.except?.join() ?? ''}`;
    case 'host':
      return `3 ${peer.host}`;
  }
}
