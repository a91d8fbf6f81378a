import { type AddressRange, isWithin, without } from './network/address';
import { findSide, type Side } from './network/side';
import type { OpenPorts, Outside, Peer } from './spec';
import type { World } from './world';

/**
 * Whether all that may be open of an address range lies in smaller ones that are known, too, and are told by
 * themselves: a rule for 10.8.0.0/28 opens a part of 0.0.0.0/0, which says nothing of the rest of it.
 */
export function isToldByParts(
  worlds: readonly World[],
  outside: readonly Outside[],
  from: Peer,
  to: Peer,
  ports: OpenPorts,
): boolean {
  const whole = to.type === 'outside' ? to : from;
  if (whole.type !== 'outside' || ports.allowed !== 'conditional') return false;
  const side = findPodSide(worlds, from, to);
  if (side === undefined || side.isolators.length === 0) return false;
  const allowing = side.rules.filter(
    (met) => met.rule.effect === 'allows' && met.ports[ports.protocol].some(meets(ports)),
  );
  if (allowing.some((met) => met.whole)) return false;
  const open = shared(
    whole.addresses,
    allowing.flatMap(({ rule }) => rule.addresses),
  );
  const parts = outside.filter((other) => isPart(other, whole));
  return (
    without(
      open,
      parts.flatMap(({ addresses }) => addresses),
    ).length === 0
  );
}

/** What the policies of the end that is a pod say. */
function findPodSide(worlds: readonly World[], from: Peer, to: Peer): Side | undefined {
  const [pod, direction] =
    to.type === 'outside' ? ([from, 'egress'] as const) : ([to, 'ingress'] as const);
  const world = worlds.find(({ peers }) => peers.has(pod));
  return world && findSide(world.network, direction, from, to);
}

function meets(ports: OpenPorts): (range: { first: number; last: number }) => boolean {
  return ({ first, last }) => first <= ports.last && last >= ports.first;
}

function isPart(part: Outside, whole: Outside): boolean {
  const isIn = part.addresses.every((range) =>
    whole.addresses.some((outer) => isWithin(range, outer)),
  );
  return isIn && without(whole.addresses, part.addresses).length > 0;
}

/** The addresses that are in both. */
function shared(
  ranges: readonly AddressRange[],
  others: readonly AddressRange[],
): readonly AddressRange[] {
  return without(ranges, without(ranges, others));
}
