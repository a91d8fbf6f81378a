import { isFields } from '../manifest/fields';
import { InputError, wrongValue } from '../problem/problem';
import { type Endpoint, isEndpoint } from './endpoint';
import { noEndpoint } from './problems';

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

/**
 * The host of an endpoint, for programs that want host and port apart.
 * @throws InputError from what is no endpoint (which doesn't compile)
 */
export function hostOf(endpoint: Endpoint): EndpointPart {
  requireEndpoint('hostOf()', endpoint);
  return { kind: 'endpoint-host', endpoint };
}

/**
 * The port of an endpoint, for programs that want host and port apart.
 * @throws InputError from what is no endpoint (which doesn't compile)
 */
export function portOf(endpoint: Endpoint): EndpointPart {
  requireEndpoint('portOf()', endpoint);
  return { kind: 'endpoint-port', endpoint };
}

function requireEndpoint(field: string, value: unknown): void {
  if (!isEndpoint(value)) throw new InputError([noEndpoint(field, value)]);
}

/**
 * Template tag for text with endpoints in it.
 * @example
 * address`http://${cart.endpoint('http')}/api`
 * @throws InputError from what is no endpoint (which doesn't compile)
 */
export function address(
  texts: TemplateStringsArray,
  ...endpoints: readonly (Endpoint | EndpointPart)[]
): EndpointText {
  if (!Array.isArray(texts))
    throw new InputError([
      wrongValue(
        'address``',
        isFields(texts) ? {} : texts,
        'text behind it: address`http://${...}`',
      ),
    ]);
  for (const endpoint of endpoints)
    requireEndpoint('address``', isPart(endpoint) ? endpoint.endpoint : endpoint);
  const parts = texts.flatMap((text, index) => {
    const endpoint = endpoints[index];
    return endpoint === undefined ? [text] : [text, endpoint];
  });
  return { kind: 'endpoint-text', parts: parts.filter((part) => part !== '') };
}

function isPart(value: unknown): value is EndpointPart {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return false;
  return value.kind === 'endpoint-host' || value.kind === 'endpoint-port';
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
  const host = endpoint.pod ?? endpoint.service;
  if (endpoint.namespace === undefined || endpoint.namespace === fromNamespace) return host;
  return `${host}.${endpoint.namespace}.svc.${endpoint.clusterDomain}`;
}
