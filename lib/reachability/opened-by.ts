import { placesOf } from './names';
import { pairsOf } from './pairs';
import type { Reachability } from './reachability';
import type { Decision, Layer, Opening } from './spec';

/** The rules that open what is open, asked at both ends of each run of ports. */
export function openedBy(
  reachability: Reachability,
  opening: Opening,
  layer: Layer,
): readonly Decision[] {
  const [pair] = pairsOf(opening);
  if (pair === undefined) return [];
  const decisions = opening.ports.flatMap(({ protocol, first, last }) =>
    [first, last].flatMap((port) => reachability.ask(...pair, port, { protocol, layer }).decidedBy),
  );
  return [...new Set(decisions)];
}

/** The same in words. */
export function openedInWords(decisions: readonly Decision[]): string {
  return decisions.length === 0 ? 'no policy closes it' : `opened by ${placesOf(decisions)}`;
}
