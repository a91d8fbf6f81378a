import { listBy } from '../manifest/grouping';
import { answer } from './answer';
import { checkOptions } from './cluster/cluster';
import { isToldByParts } from './parts';
import type {
  Answer,
  Layer,
  ObjectProblem,
  Opening,
  OpenPorts,
  Outside,
  Peer,
  Pod,
  PodReference,
  QuestionOptions,
  ReachabilityOptions,
} from './spec';
import { readWorlds, type World } from './world';

/** Who may reach whom, by the policies of a manifest set. */
export interface Reachability {
  readonly pods: readonly Pod[];
  readonly outside: readonly Outside[];
  /** What is wrong with the manifests: objects with a problem take no part. */
  readonly problems: readonly ObjectProblem[];
  /** The pods of a workload; undefined when there is none, or more than one. */
  readonly findPod: (reference: PodReference) => Pod | undefined;
  /** The pods and addresses of a name: `cart`, `shop/cart`, an id, or the name of addresses outside. */
  readonly findPeers: (name: string) => readonly Peer[];
  /** Whether a port of a peer is open to another, and by which policies. */
  readonly ask: (from: Peer, to: Peer, port: number, options?: QuestionOptions) => Answer;
  /** All that is open, in groups, `both` layers together unless told. */
  readonly opened: (layer?: Layer) => Iterable<Opening>;
  /** All that is open to one peer. */
  readonly openedTo: (to: Peer, layer?: Layer) => readonly Opening[];
  /**
   * Whether ports that are open to a part of an address range only, or from it, are told by smaller ranges,
   * each of which is one of `outside`.
   */
  readonly isToldByParts: (from: Peer, to: Peer, ports: OpenPorts) => boolean;
}

/**
 * Reads who may reach whom out of a manifest set, or of plain manifests, ours or anyone's. Connections are
 * judged as Kubernetes judges them: a pod that no policy selects is open, and both ends must agree. A pod
 * reaches itself, and its node reaches it, whatever policies say.
 */
export function reachable(
  manifests: readonly unknown[],
  options: ReachabilityOptions = {},
): Reachability {
  const { outside, worlds, problems } = readWorlds(manifests, options);
  const pods = worlds.flatMap(({ cluster }) => cluster.pods);
  return {
    pods,
    outside,
    problems: [...checkOptions(options), ...problems],
    findPod: podFinder(pods),
    findPeers: (name) => [...pods, ...outside].filter((peer) => isNamed(peer, name)),
    ask: (from, to, port, question = {}) => answer(worlds, from, to, port, question),
    opened: (layer = 'both') => opened(worlds, layer),
    openedTo: (to, layer = 'both') =>
      worlds
        .filter(({ peers }) => peers.has(to))
        .flatMap(({ openings }) => openings[layer]().openedTo([to])),
    isToldByParts: (from, to, ports) => isToldByParts(worlds, outside, from, to, ports),
  };
}

function* opened(worlds: readonly World[], layer: Layer): Generator<Opening> {
  for (const { openings } of worlds) {
    const { destinations, openedTo } = openings[layer]();
    for (const alike of destinations) yield* openedTo(alike);
  }
}

function podFinder(pods: readonly Pod[]): (reference: PodReference) => Pod | undefined {
  const keyOf = ({ namespace, workload }: PodReference) => `${namespace}/${workload}`;
  const byName = listBy(pods, (pod) => [keyOf(pod)]);
  return (reference) => {
    const { kind, cluster } = reference;
    const found = (byName.get(keyOf(reference)) ?? []).filter(
      (pod) =>
        (kind === undefined || pod.kind === kind) &&
        (cluster === undefined || pod.cluster === cluster),
    );
    return found.length === 1 ? found[0] : undefined;
  };
}

function isNamed(peer: Peer, name: string): boolean {
  if (peer.id === name) return true;
  return (
    peer.type === 'pod' && [peer.workload, `${peer.namespace}/${peer.workload}`].includes(name)
  );
}
