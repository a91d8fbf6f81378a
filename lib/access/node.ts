import type { IConstruct } from 'constructs';
import {
  askedBelow,
  type Call,
  type OpenPort,
  type PodGroup,
  podGroups,
  recordingCount,
} from '../endpoint/call-graph';
import type { Endpoint, ServiceEndpoint } from '../endpoint/endpoint';
import type { Protocol } from '../endpoint/protocol';
import type { RequestRule } from '../endpoint/requests';
import type { StringMap } from '../kubernetes/labels';
import { podSelector } from '../pod/plan';

/** One group of pods, with both sides of all its calls: what policies are planned from. */
export interface AccessNode {
  readonly group: PodGroup;
  readonly construct: IConstruct;
  /** Calls that arrive. */
  readonly incoming: readonly IncomingCall[];
  /** Endpoints that it calls. */
  readonly outgoing: readonly Endpoint[];
}

/** A call as the callee sees it. */
export interface IncomingCall {
  readonly from: PodGroup;
  readonly to: ServiceEndpoint;
}

/** A port by its pod's number. */
export interface PodPort {
  readonly port: number;
  readonly protocol: Protocol;
  /** The only requests that may be made. @default all */
  readonly requests?: readonly RequestRule[];
}

/** Labels that select a group's pods. */
export function selectorOf({ name, selector }: Pick<PodGroup, 'name' | 'selector'>): StringMap {
  return selector ?? podSelector(name);
}

interface Graph {
  readonly recordings: number;
  readonly nodes: ReadonlyMap<IConstruct, AccessNode>;
}

/** One graph for each tree, made anew when a group of pods has come in. */
const graphs = new WeakMap<IConstruct, Graph>();

/** The node of a construct that has recorded its pods, in the graph of its whole tree. */
export function findAccessNode(construct: IConstruct): AccessNode | undefined {
  const { root } = construct.node;
  const recordings = recordingCount();
  let graph = graphs.get(root);
  if (graph?.recordings !== recordings) {
    const nodes = accessNodes(root).map((node) => [node.construct, node] as const);
    graph = { recordings, nodes: new Map(nodes) };
    graphs.set(root, graph);
  }
  return graph.nodes.get(construct);
}

/** All groups of pods below a construct, each with the calls from and to it. Linear in calls. */
export function accessNodes(root: IConstruct): readonly AccessNode[] {
  const records = podGroups(root);
  const incoming = new Map<string, IncomingCall[]>();
  for (const { from, to } of records.flatMap(({ calls }): readonly Call[] => calls)) {
    if (to.kind !== 'service-endpoint') continue;
    const known = incoming.get(to.path);
    if (known === undefined) incoming.set(to.path, [{ from, to }]);
    else known.push({ from, to });
  }
  const asked = new Map<string, OpenPort[]>();
  for (const { by, endpoint } of askedBelow(root)) {
    const { path, targetPort, protocol } = endpoint;
    const port = { port: targetPort, protocol, to: by };
    const known = asked.get(path);
    if (known === undefined) asked.set(path, [port]);
    else if (!known.some((other) => other.port === targetPort && other.to === by)) known.push(port);
  }
  return records.map(({ construct, group, calls }) => ({
    group: withPorts(group, asked.get(group.path)),
    construct,
    incoming: incoming.get(group.path) ?? [],
    outgoing: calls.map(({ to }) => to),
  }));
}

function withPorts(group: PodGroup, more: readonly OpenPort[] | undefined): PodGroup {
  return more === undefined ? group : { ...group, openPorts: [...group.openPorts, ...more] };
}
