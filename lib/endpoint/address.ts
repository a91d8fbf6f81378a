import type { Endpoint } from './endpoint';

/** The host alone, or the port alone, of an endpoint. */
export interface EndpointPart {
  readonly kind: 'endpoint-host' | 'endpoint-port';
  readonly endpoint: Endpoint;
}

/** Text around endpoints: `http://cartservice:7070/healthz`. */
export interface EndpointText {
  readonly kind: 'endpoint-text';
  readonly parts: readonly (string | Endpoint | EndpointPart)[];
}

/** Everything that renders as an address. */
export type Address = Endpoint | EndpointPart | EndpointText;

/** The host of an endpoint, for programs that want host and port apart. */
export function hostOf(endpoint: Endpoint): EndpointPart {
  return { kind: 'endpoint-host', endpoint };
}

/** The port of an endpoint, for programs that want host and port apart. */
export function portOf(endpoint: Endpoint): EndpointPart {
  return { kind: 'endpoint-port', endpoint };
}

/**
 * Template tag for text with endpoints in it.
 * @example
 * address`http://${cart.endpoint('http')}/api`
 */
export function address(
  texts: TemplateStringsArray,
  ...endpoints: readonly (Endpoint | EndpointPart)[]
): EndpointText {
  const parts = texts.flatMap((text, index) => {
    const endpoint = endpoints[index];
    return endpoint === undefined ? [text] : [text, endpoint];
  });
  return { kind: 'endpoint-text', parts: parts.filter((part) => part !== '') };
}

/** Tells an address from the other values that a field takes. */
export function isAddress(value: unknown): value is Address {
  return (
    typeof value === 'object' &&
    value !== null &&
    'kind' in value &&
    typeof value.kind === 'string' &&
    (value.kind.startsWith('endpoint-') || value.kind.endsWith('-endpoint'))
  );
}

/** The endpoints in an address: the calls that its user makes. */
export function endpointsIn(address: Address): readonly Endpoint[] {
  switch (address.kind) {
    case 'service-endpoint':
    case 'external-endpoint':
      return [address];
    case 'endpoint-host':
    case 'endpoint-port':
      return [address.endpoint];
    case 'endpoint-text':
      return address.parts.flatMap((part) => (typeof part === 'string' ? [] : endpointsIn(part)));
  }
}

/**
 * The text of an address as seen from a namespace: a short name inside it, the full DNS name outside.
 * @param fromNamespace - namespace of the pod that reads the address
 */
export function renderAddress(address: Address, fromNamespace: string | undefined): string {
  switch (address.kind) {
    case 'service-endpoint':
    case 'external-endpoint':
      return `${renderHost(address, fromNamespace)}:${address.port}`;
    case 'endpoint-host':
      return renderHost(address.endpoint, fromNamespace);
    case 'endpoint-port':
      return String(address.endpoint.port);
    case 'endpoint-text':
      return address.parts
        .map((part) => (typeof part === 'string' ? part : renderAddress(part, fromNamespace)))
        .join('');
  }
}

function renderHost(endpoint: Endpoint, fromNamespace: string | undefined): string {
  if (endpoint.kind === 'external-endpoint') return endpoint.host;
  if (endpoint.namespace === undefined || endpoint.namespace === fromNamespace)
    return endpoint.service;
  return `${endpoint.service}.${endpoint.namespace}.svc.${endpoint.clusterDomain}`;
}
