import { nameOf } from './names';
import { pairsOf, portsInWords } from './pairs';
import type { Reachability } from './reachability';
import type { Layer, Peer } from './spec';

/** What a matrix shows. */
export interface MatrixOptions {
  /** Connections with an end in one of these. @default all */
  readonly namespaces?: readonly string[];
  /** @default 'both' */
  readonly layer?: Layer;
}

/**
 * Who may open which ports of whom, as text: senders down, receivers across by their number. Peers that
 * neither send nor receive anything are listed below.
 */
export function matrix(reachability: Reachability, options: MatrixOptions = {}): string {
  const { namespaces, layer = 'both' } = options;
  const isShown = (peer: Peer) =>
    namespaces === undefined || (peer.type === 'pod' && namespaces.includes(peer.namespace));
  const cells = cellsOf(reachability, isShown, layer);
  const peers = [...reachability.pods, ...reachability.outside];
  const senders = peers.filter((peer) => cells.has(peer));
  const reached = new Set([...cells.values()].flatMap((row) => [...row.keys()]));
  const receivers = peers.filter((peer) => reached.has(peer));
  const numbers = new Map(
    [...new Set([...receivers, ...senders])].map((peer, index) => [peer, index + 1]),
  );
  const label = (peer: Peer) => `${numbers.get(peer)} ${shortName(peer, namespaces)}`;
  const rows = senders.map((from) => [
    label(from),
    ...receivers.map((to) => cells.get(from)?.get(to) ?? '.'),
  ]);
  const silent = peers.filter((peer) => isShown(peer) && !numbers.has(peer));
  return [
    ...layOut([['', ...receivers.map((peer) => `${numbers.get(peer)}`)], ...rows]),
    ...receivers.filter((peer) => !cells.has(peer)).map(label),
    ...(silent.length === 0
      ? []
      : [
          `neither send nor receive: ${silent.map((peer) => shortName(peer, namespaces)).join(', ')}`,
        ]),
  ].join('\n');
}

type Cells = ReadonlyMap<Peer, ReadonlyMap<Peer, string>>;

function cellsOf(
  reachability: Reachability,
  isShown: (peer: Peer) => boolean,
  layer: Layer,
): Cells {
  const cells = new Map<Peer, Map<Peer, string>>();
  for (const opening of reachability.opened(layer))
    for (const [from, to] of pairsOf(opening)) {
      if (!isShown(from) && !isShown(to)) continue;
      const row = cells.get(from) ?? new Map<Peer, string>();
      cells.set(from, row.set(to, portsInWords(opening.ports)));
    }
  return cells;
}

/** Without the namespace, where all are of one. */
function shortName(peer: Peer, namespaces: readonly string[] | undefined): string {
  const only = namespaces?.length === 1 ? `${namespaces[0]}/` : '';
  return only !== '' && nameOf(peer).startsWith(only)
    ? nameOf(peer).slice(only.length)
    : nameOf(peer);
}

function layOut(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
