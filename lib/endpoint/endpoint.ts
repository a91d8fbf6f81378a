import { isIPv4 } from 'node:net';
import { InputError, type Problem } from '../problem/problem';
import { type EndpointPods, type ExternalEndpointProps, readExternal } from './external';
import type { Protocol } from './protocol';
import { checkRequests, type RequestRule } from './requests';

/** A microservice's named port, as a value: whoever uses it in its spec calls that microservice. */
export interface ServiceEndpoint {
  readonly kind: 'service-endpoint';
  /** Name of the Service, and of the microservice behind it. */
  readonly service: string;
  /** One of the pods behind it, by its DNS name: `redis-0.redis-headless`. @default any of them */
  readonly pod?: string;
  /** Namespace of the Service; undefined in a plain cdk8s chart without one. */
  readonly namespace: string | undefined;
  /** Domain of the cluster's DNS: `cluster.local`. */
  readonly clusterDomain: string;
  readonly portName: string;
  /** Port of the Service. */
  readonly port: number;
  /** Port of the pods behind it: what a NetworkPolicy must name. */
  readonly targetPort: number;
  readonly protocol: Protocol;
  /** Construct path of the microservice. */
  readonly path: string;
  /** What the port says it speaks. @default told by its name */
  readonly appProtocol?: string;
  /** The only requests that the caller makes. @default all */
  readonly requests?: readonly RequestRule[];
  /** Problems of these, reported by whoever uses the endpoint. @default none */
  readonly problems?: readonly Problem[];
}

/** A host and port outside of the declared systems: a managed database, a public API. */
export interface ExternalEndpoint {
  readonly kind: 'external-endpoint';
  readonly host: string;
  readonly port: number;
  readonly protocol: Protocol;
  /** Its addresses, for policies that don't know names. */
  readonly cidrs?: readonly string[];
  /** The pods behind it, where it is in the cluster. */
  readonly pods?: EndpointPods;
  /** Problems of the parameters, reported by whoever uses the endpoint. */
  readonly problems: readonly Problem[];
}

/** What can be called. */
export type Endpoint = ServiceEndpoint | ExternalEndpoint;

/**
 * An endpoint that no microservice here provides. Used in a microservice's `env` it renders as
 * `host:port`, and the call is recorded like any other.
 */
export function externalEndpoint(props: ExternalEndpointProps): ExternalEndpoint {
  const { readable, problems } = readExternal(props);
  const { host, port, protocol = 'TCP', cidrs, pods } = readable;
  return noText({
    kind: 'external-endpoint',
    host,
    port,
    protocol,
    cidrs: cidrs ?? (isIPv4(host) ? [`${host}/32`] : undefined),
    ...(pods !== undefined && { pods }),
    problems,
  });
}

/**
 * The endpoint, narrowed to the requests that the caller makes; meshes and Cilium refuse all others.
 * @example
 * only(cart.endpoint('grpc'), { methods: ['POST'], paths: ['/hipstershop.CartService/GetCart'] })
 */
export function only(
  endpoint: ServiceEndpoint,
  ...requests: readonly RequestRule[]
): ServiceEndpoint {
  // What is no endpoint is told where it is used.
  if (!isEndpoint(endpoint)) return endpoint;
  const problems = checkNarrowed(endpoint, requests);
  return noText({ ...endpoint, requests, ...(problems.length > 0 && { problems }) });
}

function checkNarrowed(endpoint: Endpoint, requests: readonly RequestRule[]): readonly Problem[] {
  if (endpoint.kind === 'service-endpoint') return checkRequests(endpoint, requests);
  return [
    ...endpoint.problems,
    {
      field: 'only()',
      message: `is for endpoints of microservices: nothing looks at requests to '${endpoint.host}', leave it out`,
    },
  ];
}

/** Tells an endpoint from whatever plain JavaScript hands in. */
export function isEndpoint(value: unknown): value is Endpoint {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return false;
  return value.kind === 'service-endpoint' || value.kind === 'external-endpoint';
}

/**
 * An endpoint that refuses to become text by itself, since its text depends on who reads it.
 * @throws InputError from a template literal without the tag `address`
 */
export function noText<E extends Endpoint>(endpoint: E): E {
  return Object.defineProperty(endpoint, Symbol.toPrimitive, { value: refuseText });
}

function refuseText(): never {
  throw new InputError([
    {
      field: 'endpoint',
      message:
        "can't be put into text: write address`http://${...}`, with the tag, as the value itself",
    },
  ]);
}
