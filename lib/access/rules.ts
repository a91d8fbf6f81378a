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
  const byPort = new Map<string, { port: PodPort; peers: Map<string, Peer> }>();
  for (const { peer, key, port } of openings) {
    const name = portKey(port);
    const known = byPort.get(name);
    if (known === undefined) byPort.set(name, { port, peers: new Map([[key, peer]]) });
    else known.peers.set(key, peer);
  }
  const byPeers = new Map<string, { peers: readonly Peer[]; ports: PodPort[] }>();
  for (const name of [...byPort.keys()].sort()) {
    const entry = byPort.get(name);
    if (entry === undefined) continue;
    const keys = [...entry.peers.keys()].sort();
    const group = keys.join('\n');
    const known = byPeers.get(group);
    if (known !== undefined) known.ports.push(entry.port);
    else
      byPeers.set(group, {
        peers: keys.flatMap((key) => {
          const peer = entry.peers.get(key);
          return peer === undefined ? [] : [peer];
        }),
        ports: [entry.port],
      });
  }
  return [...byPeers.values()];
}

function portKey({ port, protocol, requests }: PodPort): string {
  return `${String(port).padStart(5, '0')}/${protocol} ${requests === undefined ? 'null' : JSON.stringify(requests)}`;
}
