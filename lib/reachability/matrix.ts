import { nameOf } from './names';
import { pairsOf, portsInWords } from './pairs';
import type { Reachability } from './reachability';
import type { Layer, Peer } from './spec';

/** What a matrix shows. */
export interface MatrixOptions {
  /** Connections with an end in one of these. @default all */
  readonly namespaces?: readonly string[];
  /** Only connections with both ends in them. @default false */
  readonly within?: boolean;
  /** @default 'both' */
  readonly layer?: Layer;
}

/**
 * Who may open which ports of whom, as text: senders down, receivers across by the number of their row.
 * Peers that neither send nor receive anything are listed below.
 */
export function matrix(reachability: Reachability, options: MatrixOptions = {}): string {
  const { namespaces, within = false, layer = 'both' } = options;
  const isShown = (peer: Peer) =>
    namespaces === undefined || (peer.type === 'pod' && namespaces.includes(peer.namespace));
  const isPairShown = (from: Peer, to: Peer) =>
    within ? isShown(from) && isShown(to) : isShown(from) || isShown(to);
  const cells = cellsOf(reachability, isPairShown, layer);
  const peers = [...reachability.pods, ...reachability.outside];
  const reached = new Set([...cells.values()].flatMap((row) => [...row.keys()]));
  const active = peers.filter((peer) => cells.has(peer) || reached.has(peer));
  const numbered = active.map((peer, index) => ({ peer, number: `${index + 1}` }));
  const columns = numbered.filter(({ peer }) => reached.has(peer));
  const rows = numbered.map(({ peer, number }) => [
    `${number} ${shortName(peer, namespaces)}`,
    ...columns.map((column) => cells.get(peer)?.get(column.peer) ?? '.'),
  ]);
  const silent = peers.filter((peer) => isShown(peer) && !active.includes(peer));
  const names = silent.map((peer) => shortName(peer, namespaces)).join(', ');
  return [
    ...(rows.length === 0 ? [] : layOut([['', ...columns.map(({ number }) => number)], ...rows])),
    ...(silent.length === 0 ? [] : [`neither send nor receive: ${names}`]),
  ].join('\n');
}

type Cells = ReadonlyMap<Peer, ReadonlyMap<Peer, string>>;

function cellsOf(
  reachability: Reachability,
  isShown: (from: Peer, to: Peer) => boolean,
  layer: Layer,
): Cells {
  const cells = new Map<Peer, Map<Peer, string>>();
  for (const opening of reachability.opened(layer))
    for (const [from, to] of pairsOf(opening)) {
      if (!isShown(from, to)) continue;
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
