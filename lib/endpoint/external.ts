import { checkCidr } from '../kubernetes/cidr';
import type { StringMap } from '../kubernetes/labels';
import {
  checkDnsLabel,
  checkDnsSubdomain,
  checkLabels,
  checkPortNumber,
} from '../kubernetes/names';
import { type Problem, wrongValue } from '../problem/problem';
import { checkShape, judge } from '../shape/check';
import type { Protocol } from './protocol';

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

/** Whether nothing but the name says where an endpoint is. */
export function isByName({ cidrs, pods }: Pick<ExternalEndpointProps, 'cidrs' | 'pods'>): boolean {
  return cidrs === undefined && pods === undefined;
}

/** Reads what plain JavaScript, too, may hand in: as it is, or as nothing where it can't be read. */
export function readExternal(props: ExternalEndpointProps): {
  readonly readable: ExternalEndpointProps;
  readonly problems: readonly Problem[];
} {
  const misshapen = checkShape('ExternalEndpointProps', '', props).map((problem) =>
    problem.field === '' ? { ...problem, field: 'externalEndpoint()' } : problem,
  );
  const isReadable = misshapen.every(({ readable }) => readable);
  return {
    readable: isReadable ? props : UNREADABLE,
    problems: judge({ problems: misshapen }, () => checkExternal(props)),
  };
}

/** Stands for an endpoint that nothing is known of. */
const UNREADABLE: ExternalEndpointProps = { host: 'unknown.invalid', port: 1, cidrs: [] };

function checkExternal(props: ExternalEndpointProps): readonly Problem[] {
  const { host, port, cidrs, pods } = props;
  return [
    ...checkDnsSubdomain('host', host),
    ...checkPortNumber('port', port),
    ...(cidrs ?? []).flatMap((cidr) => checkCidr('cidrs', cidr)),
    ...(pods === undefined ? [] : checkPods(pods, cidrs)),
    ...checkNotInside(props, CLUSTER_DOMAIN),
  ];
}

/** The domain of most clusters; an environment may have another one. */
export const CLUSTER_DOMAIN = 'cluster.local';

/**
 * Checks that an endpoint of the cluster's own says what is behind it: by its name alone it would be taken for
 * a host outside, for which every public address is opened, and its pods are not.
 * @param domain - of the cluster's DNS
 */
export function checkNotInside(
  endpoint: Pick<ExternalEndpointProps, 'host' | 'cidrs' | 'pods'>,
  domain: string,
): readonly Problem[] {
  const { host } = endpoint;
  const name = host.toLowerCase();
  const isInside = name.endsWith('.svc') || name.endsWith(`.svc.${domain}`);
  if (!isInside || !isByName(endpoint)) return [];
  const [namespace = 'other'] = host.split('.').slice(1);
  return [
    wrongValue(
      'host',
      host,
      `for a Service of the cluster, the endpoint() of its microservice, or the pods behind it: pods: { namespace: '${namespace}', labels: { ... } }`,
    ),
  ];
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
