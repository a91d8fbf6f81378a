import type { Peer, Pod } from '../spec';

const ANNOTATIONS = 'traffic.sidecar.istio.io/';

/**
 * Ports at which a sidecar answers itself, for probes and Prometheus; what comes to them isn't led through it.
 * @see https://istio.io/latest/docs/ops/deployment/application-requirements/
 */
export const PROXY_PORTS: readonly number[] = [15020, 15021, 15090];

/**
 * Whether the proxy of a pod sees what comes in on a port. Annotations take ports past the sidecar, and
 * policies with them; in ambient mode there is no way past.
 * @see https://istio.io/latest/docs/reference/config/annotations/
 */
export function proxySees(pod: Pod, port: number): boolean {
  if (pod.mesh !== 'sidecar') return pod.mesh === 'ambient';
  if (PROXY_PORTS.includes(port)) return false;
  const included = pod.annotations[`${ANNOTATIONS}includeInboundPorts`];
  const listed = included === undefined || included === '*' || listOf(included).includes(port);
  return listed && !listOf(pod.annotations[`${ANNOTATIONS}excludeInboundPorts`]).includes(port);
}

/** Whether a peer shows who it is when it opens a connection to a port. */
export function hasIdentity(peer: Peer, port: number): peer is Pod {
  if (peer.type !== 'pod' || peer.mesh !== 'sidecar')
    return peer.type === 'pod' && peer.mesh === 'ambient';
  return !listOf(peer.annotations[`${ANNOTATIONS}excludeOutboundPorts`]).includes(port);
}

/** The ports at which what a pod's proxy does may change: its own, and those that annotations name. */
export function portsOfProxy(peer: Peer): readonly number[] {
  if (peer.type !== 'pod' || peer.mesh !== 'sidecar') return [];
  return [...PROXY_PORTS, ...annotatedPorts(peer)];
}

/** The ports that a pod's annotations name. */
export function annotatedPorts(peer: Peer): readonly number[] {
  return sidecarAnnotations(peer).flatMap(listOf);
}

/** What the annotations say of ports; pods with the same words are alike. */
export function sidecarAnnotations(peer: Peer): readonly string[] {
  if (peer.type !== 'pod' || peer.mesh !== 'sidecar') return [];
  return ['includeInboundPorts', 'excludeInboundPorts', 'excludeOutboundPorts'].map(
    (name) => peer.annotations[`${ANNOTATIONS}${name}`] ?? '',
  );
}

function listOf(text: string | undefined): readonly number[] {
  return (text ?? '').split(',').flatMap((part) => {
    const port = Number(part.trim());
    return Number.isInteger(port) && port > 0 ? [port] : [];
  });
}
