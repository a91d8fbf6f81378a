import { asGroup, type Group, groupBy, numbering } from '../manifest/grouping';
import { type Connection, connect, hasMesh, openPorts, type Policies } from './connection';
import { groupDestinations } from './destinations';
import { sourceKeys } from './mesh/likeness';
import { oneSided } from './network/network';
import { sourceFinder } from './sources';
import type { Layer, Opening, Peer } from './spec';

/** Who reaches whom in one cluster, by destination. */
export interface Openings {
  readonly destinations: readonly Group<Peer>[];
  /** What is open to peers that fare alike. */
  readonly openedTo: (alike: Group<Peer>) => readonly Opening[];
}

/**
 * Finds all that is open without asking for every pair: destinations that fare alike are asked for once,
 * only those senders are looked at that one end names, and senders with the same rules are asked for once.
 */
export function findOpenings(all: Policies, peers: readonly Peer[], layer: Layer): Openings {
  const policies =
    layer === 'ingress' || layer === 'egress'
      ? { ...all, network: oneSided(all.network, layer) }
      : all;
  const sourcesOf =
    layer === 'mesh' ? () => ({ single: [], alike: peers }) : sourceFinder(policies.network, peers);
  const numberOf = numbering();
  return {
    destinations: groupDestinations(policies, peers, layer),
    openedTo: (to) => {
      const { single, alike } = sourcesOf(to[0]);
      const join = (from: Peer) => connect(policies, from, to[0], networkPart(layer));
      const rest = asGroup(alike.filter((from) => isAsked(from, to)));
      const asked = [...single].filter((from) => isAsked(from, to)).map(join);
      return [
        ...(rest === undefined ? [] : [rest]),
        ...groupBy(asked, (connection) => networkKey(connection, numberOf)).map(sendersOf),
      ]
        .filter(([like]) => layer !== 'both' || openPorts(join(like)).length > 0)
        .flatMap((from) => groupByMesh(policies, from, to[0], layer))
        .flatMap((from) => openingOf(policies, from, to, layer));
    },
  };
}

/** A pod of its own always reaches itself, and addresses outside are nobody's business. */
function isAsked(from: Peer, to: Group<Peer>): boolean {
  if (from.type === 'outside') return to[0].type === 'pod';
  return from.kind !== 'Pod' || to.length > 1 || to[0] !== from;
}

function networkPart(layer: Layer): Layer {
  return layer === 'both' ? 'network' : layer;
}

function networkKey({ from, sides }: Connection, numberOf: (object: object) => number): string {
  const rules = sides.map(({ rules, isolators }) => [
    isolators.length > 0,
    rules.map(({ rule, whole }) => (whole ? numberOf(rule) : `${numberOf(rule)} of ${from.id}`)),
  ]);
  return JSON.stringify(rules);
}

function sendersOf([first, ...others]: Group<Connection>): Group<Peer> {
  return [first.from, ...others.map(({ from }) => from)];
}

function groupByMesh(
  { mesh }: Policies,
  from: Group<Peer>,
  to: Peer,
  layer: Layer,
): readonly Group<Peer>[] {
  if (!hasMesh(layer) || to.type === 'outside') return [from];
  return groupBy(from, sourceKeys(mesh, to));
}

function openingOf(
  policies: Policies,
  from: Group<Peer>,
  to: Group<Peer>,
  layer: Layer,
): readonly Opening[] {
  const ports = openPorts(connect(policies, from[0], to[0], layer));
  return ports.length === 0 ? [] : [{ from, to, ports }];
}
