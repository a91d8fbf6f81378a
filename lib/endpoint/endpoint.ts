import { checkDnsSubdomain, checkPortNumber } from '../kubernetes/names';
import { type Problem, wrongValue } from '../problem/problem';

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
}

/** A host and port outside of the declared systems: a managed database, a public API. */
export interface ExternalEndpoint {
  readonly kind: 'external-endpoint';
  readonly host: string;
  readonly port: number;
  readonly protocol: Protocol;
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
}

/**
 * An endpoint that no microservice here provides. Used in a microservice's `env` it renders as
 * `host:port`, and the call is recorded like any other.
 */
export function externalEndpoint(props: ExternalEndpointProps): ExternalEndpoint {
  const { host, port, protocol = 'TCP' } = props;
  const problems = [
    ...checkDnsSubdomain('host', host),
    ...checkPortNumber('port', port),
    ...(['TCP', 'UDP', 'SCTP'].includes(protocol)
      ? []
      : [wrongValue('protocol', protocol, "'TCP', 'UDP' or 'SCTP'")]),
  ];
  return { kind: 'external-endpoint', host, port, protocol, problems };
}
