import { groupBy } from '../manifest/grouping';
import type { PodPort } from './node';

/** Ports that the same peers may use: one rule of a policy. */
export interface Rule<Peer> {
  readonly peers: readonly Peer[];
  readonly ports: readonly PodPort[];
}

/** One peer that may use one port. */
export interface Opening<Peer> {
  readonly peer: Peer;
  /** Equal for equal peers; decides on their order. */
  readonly key: string;
  readonly port: PodPort;
}

/**
 * Openings as the fewest rules that a person would write: a rule for each set of peers, with all ports
 * that exactly these peers may use; in an order that doesn't depend on the order of declaration.
 */
export function groupOpenings<Peer>(openings: readonly Opening<Peer>[]): readonly Rule<Peer>[] {
  if (openings.length < 2)
    return openings.map(({ peer, port }) => ({ peers: [peer], ports: [port] }));
  const sorted = openings
    .map((opening) => ({ portName: portKey(opening.port), ...opening }))
    .sort((a, b) => compareTexts(a.portName, b.portName) || compareTexts(a.key, b.key));
  const rules = new Map<string, { peers: readonly Peer[]; ports: PodPort[] }>();
  for (const ofPort of groupBy(sorted, ({ portName }) => portName)) {
    const distinct = ofPort.filter(({ key }, index) => key !== ofPort[index - 1]?.key);
    const keys = distinct.map(({ key }) => key).join('\n');
    const known = rules.get(keys);
    const [{ port }] = ofPort;
    if (known !== undefined) known.ports.push(port);
    else rules.set(keys, { peers: distinct.map(({ peer }) => peer), ports: [port] });
  }
  return [...rules.values()];
}

function compareTexts(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

function portKey({ port, protocol, requests }: PodPort): string {
  return `${String(port).padStart(5, '0')}/${protocol} ${requests === undefined ? 'null' : JSON.stringify(requests)}`;
}
