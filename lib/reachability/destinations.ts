import { type Group, groupBy, listBy, numbering } from '../manifest/grouping';
import { hasMesh, type Policies } from './connection';
import { destinationKey } from './mesh/likeness';
import type { TrafficRule } from './network/policy';
import type { Layer, Peer } from './spec';

/** Groups peers that fare alike as destinations, whoever calls: what holds for the first holds for all. */
export function groupDestinations(
  { network, mesh }: Policies,
  peers: readonly Peer[],
  layer: Layer,
): readonly Group<Peer>[] {
  const numberOf = numbering();
  const egress = network.policies
    .flatMap(({ rules }) => rules)
    .filter((rule) => rule.direction === 'egress');
  const memberships = membershipsOf(egress);
  const names = portNamesOf(network.policies.flatMap(({ rules }) => rules));
  const networkKey = (peer: Peer) =>
    peer.type === 'outside'
      ? [peer.id]
      : [
          network.rulesOf(peer, 'ingress').isolators.map(numberOf),
          network.rulesOf(peer, 'ingress').rules.map(numberOf),
          memberships(peer),
          peer.ports.filter(({ name }) => name !== undefined && names.has(name)),
        ];
  return groupBy(peers, (peer) =>
    JSON.stringify([
      layer === 'mesh' ? peer.type : networkKey(peer),
      !hasMesh(layer) ? '' : destinationKey(mesh, peer, numberOf),
    ]),
  );
}

/** In which of the distinct sets of peers each peer is. */
function membershipsOf(
  rules: readonly TrafficRule[],
): (peer: Peer) => readonly number[] | undefined {
  const sets = new Set(rules.flatMap(({ peers }) => (peers === 'any' ? [] : [peers])));
  const numbered = [...sets].map((set, number) => ({ set, number }));
  const memberships = listBy(numbered, ({ set }) => set);
  return (peer) => memberships.get(peer)?.map(({ number }) => number);
}

function portNamesOf(rules: readonly TrafficRule[]): ReadonlySet<string> {
  const specs = rules.flatMap(({ ports }) => (ports === 'any' ? [] : ports));
  return new Set(specs.flatMap((spec) => ('name' in spec ? [spec.name] : [])));
}
