import type { AccessDialect } from '../environment/access';
import { groupBy, listBy } from '../manifest/grouping';
import { type CallProblem, findUndeclared } from '../reachability/check';
import { PROXY_PORTS } from '../reachability/mesh/sidecar';
import { sidesOf } from '../reachability/names';
import { portsInWords, singlePort, withoutPorts } from '../reachability/pairs';
import type { Layer, OpenPorts, Peer } from '../reachability/spec';
import type { AccessWorld } from './check-access-world';

/** A line for whatever is open, and not declared. */
export function checkOpen(world: AccessWorld): readonly string[] {
  return linesOf(findOpen(world));
}

/** The same for what leads from one cluster into another, in a world that takes all clusters for one. */
export function checkOpenBetween(world: AccessWorld): readonly string[] {
  const clusterOf = new Map(
    world.environments.flatMap(({ namespaces, cluster }) =>
      namespaces.map((namespace) => [namespace, cluster]),
    ),
  );
  const isIn = (cluster: string, peer: Peer) =>
    peer.type === 'pod' && clusterOf.get(peer.namespace) === cluster;
  const isElsewhere = (cluster: string, peer: Peer) =>
    peer.type === 'pod' && clusterOf.has(peer.namespace) && !isIn(cluster, peer);
  const clusters = [...new Set(clusterOf.values())];
  const between = findOpen(world).flatMap((found) =>
    clusters.map((cluster) => ({
      ...found,
      from: found.from.filter((peer) => isIn(cluster, peer)),
      to: found.to.filter((peer) => isElsewhere(cluster, peer)),
    })),
  );
  return linesOf(between);
}

/** What is open and not declared, and at which end. */
interface Found extends CallProblem {
  readonly side: 'egress' | 'ingress' | 'the mesh';
}

function findOpen(world: AccessWorld): readonly Found[] {
  const undeclared = (layer: Layer) => findUndeclared(world.reachability, world.calls, layer);
  const isClosable = governedBy(world, 'kubernetes', 'cilium');
  const sent = undeclared('egress').map(
    (problem): Found => ({
      ...problem,
      side: 'egress',
      from: problem.from.filter(isClosable),
    }),
  );
  const received = undeclared('ingress').map(
    (problem): Found => ({
      ...problem,
      side: 'ingress',
      to: problem.to.filter(isClosable),
    }),
  );
  const isMeshed = governedBy(world, 'istio');
  const hasMeshAlone = world.environments.some(({ access: { dialects } }) =>
    dialects.every((dialect) => dialect === 'istio'),
  );
  const openToPods = portsOpenToPods(world);
  const meshed = hasMeshAlone
    ? undeclared('both').flatMap((problem) =>
        byMeshAlone(problem, openToPods, isClosable, (peer) => isMeshed(peer) && !isClosable(peer)),
      )
    : [];
  return [
    ...sent,
    ...received,
    ...meshed.map((problem): Found => ({ ...problem, side: 'the mesh' })),
  ];
}

/** One line for all destinations that the same peers reach in the same way. */
function linesOf(found: readonly Found[]): readonly string[] {
  const some = found.filter(
    ({ from, to, ports }) => from.length > 0 && to.length > 0 && ports.length > 0,
  );
  const alike = groupBy(some, ({ from, ports, side, message }) =>
    JSON.stringify([from.map(({ id }) => id), ports, side, message]),
  );
  return alike.map((group) => {
    const [{ from, ports, side, message }] = group;
    const to = group.flatMap((one) => one.to);
    return `${sidesOf({ from, to })} ${portsInWords(ports)}: ${side} ${message}`;
  });
}

/** Whether policies of some dialect are to close what a pod does. */
function governedBy(world: AccessWorld, ...dialects: readonly AccessDialect[]) {
  const namespaces = new Set(
    dialects.flatMap((dialect) => {
      const unread = dialect === 'cilium' ? unreadNamespaces(world) : new Set<string>();
      return world.environments
        .filter(({ access }) => access.dialects.includes(dialect))
        .flatMap((environment) => environment.namespaces.filter((name) => !unread.has(name)));
    }),
  );
  return (peer: Peer): boolean =>
    peer.type === 'pod' &&
    peer.kind !== 'external' &&
    !peer.hostNetwork &&
    namespaces.has(peer.namespace);
}

/** Where policies of Cilium aren't evaluated. */
function unreadNamespaces({ reachability }: AccessWorld): ReadonlySet<string> {
  const names = reachability.problems.flatMap(
    ({ object }) => /^CiliumNetworkPolicy ([^/]+)\//.exec(object)?.[1] ?? [],
  );
  return new Set(names);
}

/** What of an opening nothing but the mesh could close, and does for whoever isn't declared. */
function byMeshAlone(
  problem: CallProblem,
  openToPods: (target: Peer) => readonly OpenPorts[],
  isClosable: (peer: Peer) => boolean,
  isMeshAlone: (peer: Peer) => boolean,
): readonly CallProblem[] {
  const from = problem.from.filter((peer) => !isClosable(peer));
  // What the mesh doesn't see, or answers itself, it doesn't close.
  const seen = withoutPorts(
    problem.ports.filter(({ protocol }) => protocol === 'TCP'),
    PROXY_PORTS.map((port) => singlePort('TCP', port)),
  );
  return problem.to.filter(isMeshAlone).flatMap((target) => [
    { ...problem, from: from.filter(isOutside), to: [target], ports: seen },
    {
      ...problem,
      from: from.filter((peer) => !isOutside(peer)),
      to: [target],
      ports: withoutPorts(seen, openToPods(target)),
    },
  ]);
}

function isOutside({ type }: Peer): boolean {
  return type === 'outside';
}

/** Where nobody says which addresses are pods', what is open to addresses is open to pods. */
function portsOpenToPods({
  environments,
  podCidrs,
}: AccessWorld): (target: Peer) => readonly OpenPorts[] {
  if (podCidrs.length > 0) return () => [];
  const groups = listBy(
    environments.flatMap((environment) => environment.groups),
    ({ group }) => [`${group.namespace}/${group.name}`],
  );
  return (target) => {
    if (target.type !== 'pod') return [];
    return (groups.get(`${target.namespace}/${target.workload}`) ?? [])
      .flatMap(({ group }) => group.openPorts)
      .filter(({ to }) => to !== 'gateway' && to !== 'metrics')
      .map(({ port, protocol }) => singlePort(protocol, port));
  };
}
