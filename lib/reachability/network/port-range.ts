import type { Peer, Protocol } from '../spec';

/** Ports of a rule: by number, from `first` to `last`, or by the name that each destination pod gives. */
export type PortSpec =
  | { readonly protocol: Protocol; readonly first: number; readonly last: number }
  | { readonly protocol: Protocol; readonly name: string };

/** Ports by number. */
export interface PortRange {
  readonly first: number;
  readonly last: number;
}

/** The lowest and the highest port. */
export const ALL_PORTS: PortRange = { first: 1, last: 65535 };

/** Which ports of a destination a rule's ports are, for one protocol. */
export function resolvePorts(
  ports: readonly PortSpec[] | 'any',
  destination: Peer,
  protocol: Protocol,
): readonly PortRange[] {
  if (ports === 'any') return [ALL_PORTS];
  return ports.flatMap((spec) => {
    if (spec.protocol !== protocol) return [];
    return 'name' in spec ? namedPorts(spec.name, destination, protocol) : [spec];
  });
}

/** Whether a port lies in one of the ranges. */
export function hasPort(ranges: readonly PortRange[], port: number): boolean {
  return ranges.some(({ first, last }) => first <= port && port <= last);
}

/** Cuts all ports where one of the ranges begins or ends: within a piece, all ports fare alike. */
export function cutPorts(ranges: readonly PortRange[]): readonly PortRange[] {
  const starts = new Set([
    ALL_PORTS.first,
    ...ranges.flatMap(({ first, last }) => [first, last + 1]),
  ]);
  const sorted = [...starts].filter((start) => hasPort([ALL_PORTS], start)).sort((a, b) => a - b);
  return sorted.map((first, index) => ({
    first,
    last: (sorted[index + 1] ?? ALL_PORTS.last + 1) - 1,
  }));
}

function namedPorts(name: string, peer: Peer, protocol: Protocol): readonly PortRange[] {
  if (peer.type !== 'pod') return [];
  return peer.ports
    .filter((port) => port.name === name && port.protocol === protocol)
    .map(({ port }) => ({ first: port, last: port }));
}
