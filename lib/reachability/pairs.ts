import { ALL_PORTS } from './network/port-range';
import type { Opening, OpenPorts, Peer, Protocol } from './spec';

/** The pairs of an opening, one by one; a pod that has no like is no pair with itself. */
export function* pairsOf({
  from,
  to,
}: Pick<Opening, 'from' | 'to'>): Generator<readonly [Peer, Peer]> {
  for (const target of to)
    for (const source of from) if (!isItself(source, target)) yield [source, target];
}

/** Whether both are one and the same pod, and not two of a workload. */
export function isItself(from: Peer, to: Peer): boolean {
  return from === to && from.type === 'pod' && from.kind === 'Pod';
}

/** What is left of open ports where others are taken out; a port that is surely open outweighs a conditional one. */
export function withoutPorts(
  open: readonly OpenPorts[],
  taken: readonly OpenPorts[],
): readonly OpenPorts[] {
  return taken.reduce((left, hole) => left.flatMap((ports) => cut(ports, hole)), open);
}

/** Ports for people: `7070`, `53/UDP`, `8000-8080`, `all`, `7070?` where it depends. */
export function portsInWords(ports: readonly OpenPorts[]): string {
  const everything = new Set(ports.filter(isWhole).map(({ allowed }) => allowed));
  if (ports.length === 3 && ports.every(isWhole) && everything.size === 1)
    return everything.has('conditional') ? 'all?' : 'all';
  return ports.map(rangeInWords).join(',');
}

/** One port in the form of a list of ports. */
export function singlePort(protocol: Protocol, port: number): OpenPorts {
  return { protocol, first: port, last: port, allowed: true };
}

function cut(ports: OpenPorts, hole: OpenPorts): readonly OpenPorts[] {
  const apart =
    ports.protocol !== hole.protocol || hole.last < ports.first || hole.first > ports.last;
  if (apart || (ports.allowed === true && hole.allowed === 'conditional')) return [ports];
  return [
    ...(hole.first > ports.first ? [{ ...ports, last: hole.first - 1 }] : []),
    ...(hole.last < ports.last ? [{ ...ports, first: hole.last + 1 }] : []),
  ];
}

function isWhole({ first, last }: OpenPorts): boolean {
  return first === ALL_PORTS.first && last === ALL_PORTS.last;
}

function rangeInWords(ports: OpenPorts): string {
  const { protocol, first, last, allowed } = ports;
  const numbers = isWhole(ports) ? 'all' : first === last ? `${first}` : `${first}-${last}`;
  const name = protocol === 'TCP' && numbers !== 'all' ? numbers : `${numbers}/${protocol}`;
  return allowed === true ? name : `${name}?`;
}
