import { type Cluster, readClusters, readOutside } from './cluster/cluster';
import { readObjects } from './cluster/objects';
import { findUnread } from './cluster/unread';
import type { Policies } from './connection';
import { readMesh } from './mesh/mesh';
import { readNetwork } from './network/network';
import { findOpenings, type Openings } from './openings';
import type { Layer, ObjectProblem, Outside, Peer, ReachabilityOptions } from './spec';
import { reportTwins } from './twins';

/** One cluster: its pods and the addresses outside, the policies, and what these leave open. */
export interface World extends Policies {
  readonly cluster: Cluster;
  readonly peers: ReadonlySet<Peer>;
  readonly openings: Readonly<Record<Layer, () => Openings>>;
}

/** What was read of all clusters. */
export interface Worlds {
  /** The same objects in all of them. */
  readonly outside: readonly Outside[];
  readonly worlds: readonly World[];
  readonly problems: readonly ObjectProblem[];
}

/** Reads each cluster that manifests are for. */
export function readWorlds(manifests: readonly unknown[], options: ReachabilityOptions): Worlds {
  const objects = readObjects(manifests);
  const clusters = readClusters(objects.values, options);
  const outside = readOutside(options);
  const read = clusters.values.map((cluster) => readWorld(cluster, outside, options));
  return {
    outside,
    worlds: read.flatMap(({ worlds }) => worlds),
    problems: [
      ...reportTwins(objects.twins),
      ...[objects, clusters, ...read].flatMap(({ problems }) => problems),
      ...findUnread(objects.values),
    ],
  };
}

function readWorld(
  cluster: Cluster,
  outside: readonly Outside[],
  options: ReachabilityOptions,
): Worlds {
  const networks = readNetwork(cluster);
  const meshes = readMesh(cluster, options);
  const peers = new Set<Peer>([...cluster.pods, ...outside]);
  const worlds = networks.values.flatMap((network) =>
    meshes.values.map((mesh) => ({
      cluster,
      peers,
      network,
      mesh,
      openings: openingsOf({ network, mesh }, [...peers]),
    })),
  );
  return { outside, worlds, problems: [...networks.problems, ...meshes.problems] };
}

/** Each layer is looked at when it is asked for, and once. */
function openingsOf(policies: Policies, peers: readonly Peer[]): World['openings'] {
  const openings = (layer: Layer) => once(() => findOpenings(policies, peers, layer));
  return {
    network: openings('network'),
    mesh: openings('mesh'),
    both: openings('both'),
    egress: openings('egress'),
    ingress: openings('ingress'),
  };
}

function once<T extends object>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
