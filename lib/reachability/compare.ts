import { groupBy } from '../manifest/grouping';
import { withoutPorts } from './pairs';
import type { Reachability } from './reachability';
import type { Layer, OpenPorts, Peer } from './spec';

/** The same ports from each of these to each of those, by id. */
export interface ChangedOpening {
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly ports: readonly OpenPorts[];
}

/** What a change opens and closes; what becomes sure or conditional counts as well. */
export interface ReachabilityChange {
  readonly opened: readonly ChangedOpening[];
  readonly closed: readonly ChangedOpening[];
}

/**
 * Compares who may reach whom before and after a change; pods are the same that have the same id. What is open to
 * a part of an address range is told of the smallest ranges that are known, and not of all that they lie in.
 */
export function compareReachability(
  before: Reachability,
  after: Reachability,
  layer: Layer = 'both',
): ReachabilityChange {
  const ids = new Set([before, after].flatMap((side) => peersOf(side).map(({ id }) => id)));
  const [old, fresh] = [tableOf(before, layer), tableOf(after, layer)];
  // The mesh judges addresses by rules of its own.
  const isPartOf = ({ isToldByParts }: Reachability) =>
    layer === 'mesh' ? () => false : isToldByParts;
  const rows = [...ids].map((to) => ({ to, old: old(to), fresh: fresh(to) }));
  return {
    opened: mergeOpenings(
      rows.flatMap((row) => gained(row.to, row.old, row.fresh, isPartOf(after))),
    ),
    closed: mergeOpenings(
      rows.flatMap((row) => gained(row.to, row.fresh, row.old, isPartOf(before))),
    ),
  };
}

type BySource = ReadonlyMap<string, OpenTo>;

/** What is open between two peers. */
interface OpenTo {
  readonly from: Peer;
  readonly to: Peer;
  readonly ports: readonly OpenPorts[];
}

/** What is open to a peer, by the id of who may open it. */
function tableOf(reachability: Reachability, layer: Layer): (to: string) => BySource {
  const peers = new Map(peersOf(reachability).map((peer) => [peer.id, peer]));
  return (to) => {
    const peer = peers.get(to);
    if (peer === undefined) return new Map();
    return new Map(
      reachability
        .openedTo(peer, layer)
        .flatMap(({ from, ports }) =>
          from.map((source) => [source.id, { from: source, to: peer, ports }] as const),
        ),
    );
  };
}

/** What is open to a peer now and wasn't before. */
function gained(
  to: string,
  before: BySource,
  now: BySource,
  isToldByParts: Reachability['isToldByParts'],
): readonly ChangedOpening[] {
  return [...now].flatMap(([from, open]) => {
    const more = withoutPorts(open.ports, before.get(from)?.ports ?? []).filter(
      (ports) => !isToldByParts(open.from, open.to, ports),
    );
    return more.length === 0 ? [] : [{ from: [from], to: [to], ports: more }];
  });
}

/** Openings as the fewest: first the sources of each destination, then the destinations with the same sources. */
export function mergeOpenings(openings: readonly ChangedOpening[]): readonly ChangedOpening[] {
  const bySource = groupBy(openings, ({ to, ports }) => JSON.stringify([to, ports])).map(
    (group) => ({
      ...group[0],
      from: group.flatMap(({ from }) => from),
    }),
  );
  return groupBy(bySource, ({ from, ports }) => JSON.stringify([from, ports])).map((group) => ({
    ...group[0],
    to: group.flatMap(({ to }) => to),
  }));
}

function peersOf({ pods, outside }: Reachability): readonly Peer[] {
  return [...pods, ...outside];
}
