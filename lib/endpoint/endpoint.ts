import { isIPv4 } from 'node:net';
import { checkCidr } from '../kubernetes/cidr';
import type { StringMap } from '../kubernetes/labels';
import {
  checkDnsLabel,
  checkDnsSubdomain,
  checkLabels,
  checkPortNumber,
} from '../kubernetes/names';
import { InputError, type Problem, wrongValue } from '../problem/problem';
import { checkRequests, type RequestRule } from './requests';

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

/** Pods of the cluster's own that an endpoint leads to. */
export interface EndpointPods {
  readonly namespace: string;
  readonly labels: StringMap;
  /** Port of the pods. @default that of the endpoint */
  readonly port?: number;
}

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
  /**
   * The pods behind it, where it is a Service of the cluster that no system here provides: a collector, a
   * shared broker. Policies open these, and no address.
   * @default it is outside of the cluster
   */
  readonly pods?: EndpointPods;
}

/**
 * An endpoint that no microservice here provides. Used in a microservice's `env` it renders as
 * `host:port`, and the call is recorded like any other.
 */
export function externalEndpoint(props: ExternalEndpointProps): ExternalEndpoint {
  const { host, port, protocol = 'TCP', cidrs, pods } = props;
  const problems = [
    ...checkDnsSubdomain('host', host),
    ...checkPortNumber('port', port),
    ...(['TCP', 'UDP', 'SCTP'].includes(protocol)
      ? []
      : [wrongValue('protocol', protocol, "'TCP', 'UDP' or 'SCTP'")]),
    ...(cidrs ?? []).flatMap((cidr) => checkCidr('cidrs', cidr)),
    ...(pods === undefined ? [] : checkPods(pods, cidrs)),
  ];
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

function checkPods(pods: EndpointPods, cidrs: ExternalEndpointProps['cidrs']): readonly Problem[] {
  const { namespace, labels, port } = pods;
  return [
    ...checkDnsLabel('pods.namespace', namespace),
    ...checkLabels('pods.labels', labels),
    ...(Object.keys(labels).length === 0
      ? [wrongValue('pods.labels', labels, 'at least one: no labels are all pods')]
      : []),
    ...(port === undefined ? [] : checkPortNumber('pods.port', port)),
    ...(cidrs === undefined
      ? []
      : [{ field: 'cidrs', message: 'are told by `pods`: leave one of the two out' }]),
  ];
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
  const problems = checkRequests(endpoint, requests);
  return noText({ ...endpoint, requests, ...(problems.length > 0 && { problems }) });
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
