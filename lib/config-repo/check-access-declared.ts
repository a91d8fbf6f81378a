import { Chart } from 'cdk8s';
import { type Access, accessIn } from '../access/spec';
import {
  askedBelow,
  type OpenPort,
  type PodGroup,
  type PodGroupRecord,
  podGroups,
} from '../endpoint/call-graph';
import type { Endpoint } from '../endpoint/endpoint';
import type { ClusterPods } from '../environment/access';
import type { Environment } from '../environment/environment';
import { listBy } from '../manifest/grouping';
import type { PodReference, Protocol } from '../reachability/spec';
import { type Addresses, isBlockWithin } from './check-access-addresses';

/** One environment, as far as access goes. */
export interface EnvironmentAccess {
  readonly name: string;
  readonly cluster: string;
  readonly access: Access;
  readonly namespaces: readonly string[];
  readonly groups: readonly Pick<PodGroupRecord, 'group' | 'calls'>[];
}

/** One end of what is declared: pods of a workload, which are made by the construct at a path; of the cluster's own, or addresses. */
export type DeclaredEnd =
  | { readonly workload: PodReference; readonly path: string }
  | { readonly cluster: ClusterPods }
  | { readonly addresses: Addresses };

/** A connection that is to be open. */
export interface DeclaredAccess {
  readonly from: DeclaredEnd;
  readonly to: DeclaredEnd;
  readonly port: number;
  readonly protocol: Protocol;
  /** Whether it goes past the mesh's proxy, so that the mesh has no say. */
  readonly pastMesh: boolean;
}

/** What an environment, and what runs there, says of access. */
export function readAccess(environment: Environment): EnvironmentAccess {
  const { name, cluster } = environment.spec;
  const charts = environment.node.children.filter((child) => Chart.isChart(child));
  return {
    name,
    cluster: cluster.name,
    access: accessIn(environment.spec),
    namespaces: charts.flatMap(({ namespace }) => namespace ?? []),
    groups: withAnalyzed(environment),
  };
}

/** The groups of pods, with the ports that analyses ask for. */
function withAnalyzed(environment: Environment): EnvironmentAccess['groups'] {
  const asked = listBy(askedBelow(environment), ({ endpoint }) => [endpoint.path]);
  return podGroups(environment).map(({ group, calls }) => ({
    group: {
      ...group,
      openPorts: [
        ...group.openPorts,
        ...(asked.get(group.path) ?? []).map(
          ({ by, endpoint: { targetPort: port, protocol } }): OpenPort => ({
            port,
            protocol,
            to: by,
          }),
        ),
      ],
    },
    calls,
  }));
}

/** The ports of Istio's proxy that others ask: https://istio.io/latest/docs/ops/deployment/application-requirements/ */
const PROXY = { mergedMetrics: 15020, health: 15021, metrics: 15090 } as const;

/** The port at which proxies get their configuration and certificates. */
const ISTIOD = 15012;

/** Addresses that are routed nowhere in public: RFC 1918, RFC 3927 and RFC 6598. */
const NOT_PUBLIC = [
  '10.0.0.0/8',
  '100.64.0.0/10',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.168.0.0/16',
];

/**
 * All that is to be open in an environment, told by its calls and its spec, and not by what plans the
 * policies: each thing is said once more here, so that a slip there is found.
 */
export function declaredAccess({ access, groups }: EnvironmentAccess): readonly DeclaredAccess[] {
  return groups.flatMap(({ group, calls }) => [
    ...calls.flatMap(({ to }) => declaredCall(group, to, access)),
    ...(calls.length > 0 || isInMesh(group, access) ? declaredNames(group, access) : []),
    ...group.openPorts.flatMap((open) => declaredPort(group, open, access)),
    ...declaredProbes(group, access),
    ...(isInMesh(group, access) ? declaredMesh(group, access) : []),
    ...declaredApiServer(group, access),
  ]);
}

function declaredCall(group: PodGroup, to: Endpoint, { podCidrs }: Access) {
  if (to.kind === 'service-endpoint') {
    const { namespace = 'default', service, path } = to;
    const callee = { workload: { namespace, workload: service }, path };
    return [connection(podsOf(group), callee, to.targetPort, to.protocol)];
  }
  if (to.pods !== undefined) {
    const { port = to.port, ...cluster } = to.pods;
    return [connection(podsOf(group), { cluster }, port, to.protocol)];
  }
  const addresses =
    to.cidrs === undefined
      ? { cidrs: ['0.0.0.0/0'], except: [...NOT_PUBLIC, ...podCidrs] }
      : { cidrs: to.cidrs, except: [] };
  return [connection(podsOf(group), { addresses }, to.port, to.protocol)];
}

function declaredNames(group: PodGroup, { dns }: Access): readonly DeclaredAccess[] {
  const servers: readonly DeclaredEnd[] = [{ cluster: dns }, blocks(dns.cidrs)];
  return servers.flatMap((server) =>
    dns.ports.flatMap((port) =>
      (['UDP', 'TCP'] as const).map((protocol) =>
        connection(podsOf(group), server, port, protocol),
      ),
    ),
  );
}

function declaredPort(
  group: PodGroup,
  { port, protocol, to, throughNodes }: OpenPort,
  { gateway, prometheus, rollouts, keda, podCidrs, kubeletCidrs }: Access,
): readonly DeclaredAccess[] {
  const openTo = (from: DeclaredEnd) => connection(from, podsOf(group), port, protocol);
  if (to === 'gateway') return [openTo({ cluster: gateway })];
  if (to === 'metrics') return [openTo({ cluster: prometheus })];
  if (to === 'analysis') return [openTo({ cluster: rollouts })];
  if (to === 'scaling') return [openTo({ cluster: keda })];
  const nodes = throughNodes === true ? kubeletCidrs : [];
  return [...to, ...nodes].map((cidr) => {
    // Pods aren't outside, unless nothing but pods is let in.
    const except = podCidrs.filter((pods) => isBlockWithin(pods, cidr) && pods !== cidr);
    return openTo({ addresses: { cidrs: [cidr], except } });
  });
}

/** Kubelets ask the programs, or the proxy in their stead. */
function declaredProbes(group: PodGroup, access: Access) {
  const { kubeletCidrs } = access;
  const mesh = isInMesh(group, access);
  const proxy = mesh ? [PROXY.mergedMetrics, PROXY.health] : [];
  return [...group.probePorts, ...proxy].map((port) => ({
    ...connection(blocks(kubeletCidrs), podsOf(group), port, 'TCP'),
    pastMesh: mesh,
  }));
}

function declaredMesh(group: PodGroup, { prometheus, controlPlane }: Access) {
  return [
    connection(podsOf(group), { cluster: controlPlane }, ISTIOD, 'TCP'),
    ...[PROXY.mergedMetrics, PROXY.metrics].map((port) => ({
      ...connection({ cluster: prometheus }, podsOf(group), port, 'TCP'),
      pastMesh: true,
    })),
  ];
}

function declaredApiServer(group: PodGroup, { apiServer }: Access): readonly DeclaredAccess[] {
  if (group.callsApi !== true || apiServer === undefined) return [];
  return [connection(podsOf(group), blocks(apiServer.cidrs), apiServer.port, 'TCP')];
}

function isInMesh({ inMesh = true }: PodGroup, { mesh }: Access): boolean {
  return mesh && inMesh;
}

function podsOf({ namespace = 'default', name, path }: PodGroup): DeclaredEnd {
  return { workload: { namespace, workload: name }, path };
}

function blocks(cidrs: readonly string[]): DeclaredEnd {
  return { addresses: { cidrs, except: [] } };
}

function connection(
  from: DeclaredEnd,
  to: DeclaredEnd,
  port: number,
  protocol: Protocol,
): DeclaredAccess {
  return { from, to, port, protocol, pastMesh: false };
}
