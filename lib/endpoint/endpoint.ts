import { isIPv4 } from 'node:net';
import { checkCidr } from '../kubernetes/cidr';
import { checkDnsSubdomain, checkPortNumber } from '../kubernetes/names';
import { InputError, type Problem, wrongValue } from '../problem/problem';

/** Transport protocols of ports. */
export type Protocol = 'TCP' | 'UDP' | 'SCTP';

/** A microservice's named port, as a value: whoever uses it in its spec calls that microservice. */
export interface ServiceEndpoint {
  readonly kind: 'service-endpoint';
  /** Name of the Service, and of the microservice behind it. */
  readonly service: string;
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
  /** The only requests that the caller makes. @default all */
  readonly requests?: readonly RequestRule[];
}

/** Requests by HTTP method and path; gRPC's are POSTs to `/package.Service/Method`. */
export interface RequestRule {
  /** @default every method */
  readonly methods?: readonly string[];
  /** Exact, or with a `*` at the beginning or the end. @default every path */
  readonly paths?: readonly string[];
}

/** A host and port outside of the declared systems: a managed database, a public API. */
export interface ExternalEndpoint {
  readonly kind: 'external-endpoint';
  readonly host: string;
  readonly port: number;
  readonly protocol: Protocol;
  /** Its addresses, for policies that don't know names. */
  readonly cidrs?: readonly string[];
  /** Problems of the parameters, reported by whoever uses the endpoint. */
  readonly problems: readonly Problem[];
}

/** What can be called. */
export type Endpoint = ServiceEndpoint | ExternalEndpoint;

/** What an external endpoint is made of. */
export interface ExternalEndpointProps {
  /** DNS name or IPv4 address. */
  readonly host: string;
  /** 1 to 65535. */
  readonly port: number;
  /** @default 'TCP' */
  readonly protocol?: Protocol;
  /**
   * Its addresses, as CIDRs; an empty list for one that isn't there. Network policies that don't know names
   * open these. To be given for what has a name but no public address: a database in the same network.
   * @default the address that `host` is, or else every public address
   */
  readonly cidrs?: readonly string[];
}

/**
 * An endpoint that no microservice here provides. Used in a microservice's `env` it renders as
 * `host:port`, and the call is recorded like any other.
 */
export function externalEndpoint(props: ExternalEndpointProps): ExternalEndpoint {
  const { host, port, protocol = 'TCP', cidrs } = props;
  const problems = [
    ...checkDnsSubdomain('host', host),
    ...checkPortNumber('port', port),
    ...(['TCP', 'UDP', 'SCTP'].includes(protocol)
      ? []
      : [wrongValue('protocol', protocol, "'TCP', 'UDP' or 'SCTP'")]),
    ...(cidrs ?? []).flatMap((cidr) => checkCidr('cidrs', cidr)),
  ];
  return noText({
    kind: 'external-endpoint',
    host,
    port,
    protocol,
    cidrs: cidrs ?? (isIPv4(host) ? [`${host}/32`] : undefined),
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
  return noText({ ...endpoint, requests });
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
