import { groupBy } from '../manifest/grouping';
import type { Problem } from '../problem/problem';
import { sidesOf } from './names';
import { openedBy, openedInWords } from './opened-by';
import { portsInWords } from './pairs';
import type { Reachability } from './reachability';
import type { Decision, Layer, Opening, Peer, Pod } from './spec';

/** A connection from one zone into another. */
export interface Crossing extends Problem {
  readonly fromZone: string;
  readonly toZone: string;
  readonly opening: Opening;
  readonly decidedBy: readonly Decision[];
}

/**
 * Checks that nothing in one zone reaches anything in another: environments, say. Pods without a zone
 * belong to all, as a DNS server does.
 */
export function checkIsolation(
  reachability: Reachability,
  zoneOf: (pod: Pod) => string | undefined,
  layer: Layer = 'both',
): readonly Crossing[] {
  const zone = (peer: Peer) => (peer.type === 'pod' ? (zoneOf(peer) ?? '') : '');
  return [...reachability.opened(layer)].flatMap((opening) =>
    groupBy(opening.from, zone).flatMap((from) =>
      groupBy(opening.to, zone)
        .filter((to) => zone(from[0]) !== '' && zone(to[0]) !== '' && zone(from[0]) !== zone(to[0]))
        .map((to) => {
          const crossing = { from, to, ports: opening.ports };
          const decidedBy = openedBy(reachability, crossing, layer);
          return {
            field: `${zone(from[0])} -> ${zone(to[0])}`,
            message: `${sidesOf(crossing)} ${portsInWords(opening.ports)} is open: ${openedInWords(decidedBy)}`,
            fromZone: zone(from[0]),
            toZone: zone(to[0]),
            opening: crossing,
            decidedBy,
          };
        }),
    ),
  );
}
