/** The ways in which something can be reached from outside of a cluster, in the words of the objects that open them. */
export const EXPOSURE_KINDS = [
  'LoadBalancer',
  'NodePort',
  'externalIPs',
  'hostNetwork',
  'hostPort',
  'Ingress',
  'Gateway',
  'ListenerSet',
  'HTTPRoute',
  'GRPCRoute',
  'TLSRoute',
  'TCPRoute',
  'UDPRoute',
  'IstioGateway',
  'VirtualService',
] as const;

/**
 * One way in which something can be reached from outside: a Service's type, a field, or a kind of object.
 * `Gateway` is the Gateway API's, `IstioGateway` Istio's.
 */
export type ExposureKind = (typeof EXPOSURE_KINDS)[number];

/** Whether a word is one of the ways. */
export function isExposureKind(word: string): word is ExposureKind {
  return EXPOSURE_KINDS.some((kind) => kind === word);
}
