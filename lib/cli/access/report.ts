import {
  type ChangedOpening,
  compareReachability,
  mergeOpenings,
} from '../../reachability/compare';
import { explain } from '../../reachability/explain';
import { matrix } from '../../reachability/matrix';
import { namesOf } from '../../reachability/names';
import { isItself, portsInWords } from '../../reachability/pairs';
import type { Opening, OpenPorts, Peer } from '../../reachability/spec';
import type { Question } from './question';
import { type AccessView, isOwn } from './view';

/** The same for people and for programs. */
export interface AccessReport {
  readonly lines: readonly string[];
  readonly json: unknown;
}

/** All that is open in an environment, or into it, or out of it. */
export function environmentReport(view: AccessView): AccessReport {
  const openings = [...view.reachability.opened()].filter(({ from, to }) =>
    [...from, ...to].some((peer) => isOwn(view, peer)),
  );
  return {
    lines: [
      ...[...view.namespaces].flatMap((namespace) => namespaceLines(view, namespace, openings)),
      ...view.notes,
    ],
    json: { openings: ofOwn(openings.map(plain), ownIds(view)), notes: view.notes },
  };
}

/** A namespace's own pairs as a matrix, and below it what goes in and out. */
function namespaceLines(
  { reachability }: AccessView,
  namespace: string,
  openings: readonly Opening[],
): readonly string[] {
  const isInside = (peer: Peer) => peer.type === 'pod' && peer.namespace === namespace;
  const all = reachability.pods.filter(isInside);
  const crossing = mergeOpenings(
    openings.flatMap(({ from, to, ports }) => {
      const [inward, outward] = [to.filter(isInside), from.filter(isInside)];
      return [
        { from: from.filter((peer) => !isInside(peer)), to: inward, ports },
        { from: outward, to: to.filter((peer) => !isInside(peer)), ports },
      ]
        .filter((part) => part.from.length > 0 && part.to.length > 0)
        .map(plain);
    }),
  );
  const names = (ids: readonly string[]) =>
    ids.length === all.length && ids.every((id) => id.startsWith(`${namespace}/`))
      ? `all ${all.length}`
      : ids.map((id) => id.replace(`${namespace}/`, '')).join(', ');
  return [
    `${namespace}`,
    matrix(reachability, { namespaces: [namespace], within: true }),
    ...crossing.map(
      ({ from, to, ports }) => `${names(from)} -> ${names(to)}  ${portsInWords(ports)}`,
    ),
    '',
  ];
}

/** One pair: a port with the policies that decide, or all ports. */
export function questionReport(view: AccessView, { from, to, port }: Question): AccessReport {
  if (port !== undefined) {
    const answer = view.reachability.ask(from, to, port.number, { protocol: port.protocol });
    const { allowed, decidedBy, conditions, reasons } = answer;
    return {
      lines: [...explain(answer), ...view.notes],
      json: {
        from: from.id,
        to: to.id,
        port: port.number,
        protocol: port.protocol,
        allowed,
        decidedBy,
        conditions,
        reasons,
      },
    };
  }
  const ports = view.reachability
    .openedTo(to)
    .filter((opening) => opening.from.includes(from) && !isItself(from, to))
    .flatMap((opening) => opening.ports);
  return {
    lines: [
      `${namesOf([from])} -> ${namesOf([to])}: ${portsInWords(ports) || 'closed'}`,
      ...view.notes,
    ],
    json: { from: from.id, to: to.id, ports },
  };
}

/** What has been opened and closed, of what has an end in the environment. */
export function changeReport(before: AccessView, now: AccessView): AccessReport {
  const { opened, closed } = compareReachability(before.reachability, now.reachability);
  const own = new Set([...ownIds(before), ...ownIds(now)]);
  const [more, less] = [ofOwn(opened, own), ofOwn(closed, own)];
  const lines = [
    ...more.map((one) => changeLine('opened', one)),
    ...less.map((one) => changeLine('closed', one)),
  ];
  return {
    lines: [...(lines.length === 0 ? ['nothing is opened or closed'] : lines), ...now.notes],
    json: { opened: more, closed: less, notes: now.notes },
  };
}

function ownIds(view: AccessView): ReadonlySet<string> {
  return new Set(view.reachability.pods.filter((pod) => isOwn(view, pod)).map(({ id }) => id));
}

/** What leads to some pods or from them. */
function ofOwn(
  openings: readonly ChangedOpening[],
  own: ReadonlySet<string>,
): readonly ChangedOpening[] {
  const parts = openings.flatMap(({ from, to, ports }) => [
    { from, to: to.filter((id) => own.has(id)), ports },
    { from: from.filter((id) => own.has(id)), to: to.filter((id) => !own.has(id)), ports },
  ]);
  return mergeOpenings(parts.filter(({ from, to }) => from.length > 0 && to.length > 0));
}

function changeLine(word: string, { from, to, ports }: ChangedOpening): string {
  return `${word}  ${from.join(', ')} -> ${to.join(', ')}  ${portsInWords(ports)}`;
}

interface PlainOpening {
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly ports: readonly OpenPorts[];
}

function plain({ from, to, ports }: Opening): PlainOpening {
  const ids = (peers: readonly Peer[]) => peers.map(({ id }) => id);
  return { from: ids(from), to: ids(to), ports };
}
