import { findNearest } from '../problem/nearest';
import type { Problem } from '../problem/problem';
import { adviceFor } from './advice';
import { namesOf, sidesOf } from './names';
import { openedBy, openedInWords } from './opened-by';
import { isItself, portsInWords, singlePort, withoutPorts } from './pairs';
import type { Reachability } from './reachability';
import type { Decision, Layer, Opening, OpenPorts, Peer, PodReference, Protocol } from './spec';

/** One end of a declared call: pods of the manifests or of the caller's, or addresses by their name. */
export type CallEnd = PodReference | { readonly address: string };

/** A connection that shall be open. */
export interface DeclaredCall {
  readonly from: CallEnd;
  readonly to: CallEnd;
  /** The pod's port, not the Service's. */
  readonly port: number;
  /** @default 'TCP' */
  readonly protocol?: Protocol;
}

/** A declared call that is closed or of nobody, or an open connection that no call declares. */
export interface CallProblem extends Problem {
  readonly kind: 'closed' | 'open' | 'unknown';
  readonly from: readonly Peer[];
  readonly to: readonly Peer[];
  readonly ports: readonly OpenPorts[];
  /** The policies to look at. */
  readonly decidedBy: readonly Decision[];
}

/**
 * Checks that every declared call is open, if only under conditions, and that nothing else is. Asked for one
 * end alone (`egress`, `ingress`), it finds rules that are wider than the calls even where the other end
 * still closes what they open.
 */
export function checkCalls(
  reachability: Reachability,
  calls: readonly DeclaredCall[],
  layer: Layer = 'both',
): readonly CallProblem[] {
  const resolved = calls.map((call) => resolve(reachability, call));
  const known = resolved.filter((call) => 'port' in call);
  return [
    ...resolved.filter((call) => 'kind' in call),
    ...known.flatMap((call) => checkOpen(reachability, call, layer)),
    ...checkRest(reachability, known, layer),
  ];
}

/** Finds what is open and no call declares: the second half of `checkCalls`. */
export function findUndeclared(
  reachability: Reachability,
  calls: readonly DeclaredCall[],
  layer: Layer = 'both',
): readonly CallProblem[] {
  const resolved = calls.map((call) => resolve(reachability, call));
  return checkRest(
    reachability,
    resolved.filter((call) => 'port' in call),
    layer,
  );
}

interface Call {
  readonly from: Peer;
  readonly to: Peer;
  readonly port: number;
  readonly protocol: Protocol;
}

function resolve(reachability: Reachability, call: DeclaredCall): Call | CallProblem {
  const { port, protocol = 'TCP' } = call;
  const from = findEnd(reachability, call.from);
  const to = findEnd(reachability, call.to);
  if (from !== undefined && to !== undefined) return { from, to, port, protocol };
  const missing = from === undefined ? call.from : call.to;
  const near = findNearest(
    endInWords(missing),
    reachability.pods.map(({ id }) => id),
  );
  return {
    kind: 'unknown',
    field: `${endInWords(call.from)} -> ${endInWords(call.to)} ${protocol} ${port}`,
    message: `no pods are ${endInWords(missing)}${near === undefined ? '' : `: did you mean ${near}?`}`,
    from: from === undefined ? [] : [from],
    to: to === undefined ? [] : [to],
    ports: [singlePort(protocol, port)],
    decidedBy: [],
  };
}

function findEnd({ findPod, outside }: Reachability, end: CallEnd): Peer | undefined {
  return 'address' in end ? outside.find(({ id }) => id === end.address) : findPod(end);
}

/** A pod or an address, as messages name it. */
export function endInWords(end: CallEnd): string {
  return 'address' in end ? end.address : `${end.namespace}/${end.workload}`;
}

function checkOpen(reachability: Reachability, call: Call, layer: Layer): readonly CallProblem[] {
  const { from, to, port, protocol } = call;
  const answer = reachability.ask(from, to, port, { protocol, layer });
  if (answer.allowed !== false) return [];
  return [
    {
      kind: 'closed',
      field: `${namesOf([from])} -> ${namesOf([to])} ${protocol} ${port}`,
      message: `is declared, and closed: ${adviceFor(reachability, answer)}`,
      from: [from],
      to: [to],
      ports: [singlePort(protocol, port)],
      decidedBy: answer.decidedBy,
    },
  ];
}

function checkRest(
  reachability: Reachability,
  calls: readonly Call[],
  layer: Layer,
): readonly CallProblem[] {
  const declared = declaredPorts(calls);
  return [...reachability.opened(layer)]
    .map((opening) => governed(opening, layer))
    .flatMap((opening) => undeclared(opening, declared))
    .map((opening) => {
      const decidedBy = openedBy(reachability, opening, layer);
      const { from, to, ports } = opening;
      return {
        kind: 'open',
        field: `${sidesOf(opening)} ${portsInWords(ports)}`,
        message: `is open, and no call declares it: ${openedInWords(decidedBy)}`,
        from,
        to,
        ports,
        decidedBy,
      };
    });
}

/** One end alone is asked for only where the manifests have a say. */
function governed({ from, to, ports }: Opening, layer: Layer): Opening {
  return {
    from: layer === 'egress' ? from.filter(isGoverned) : from,
    to: layer === 'ingress' ? to.filter(isGoverned) : to,
    ports,
  };
}

function isGoverned(peer: Peer): boolean {
  return peer.type === 'pod' && peer.kind !== 'external' && !peer.hostNetwork;
}

type Declared = ReadonlyMap<Peer, ReadonlyMap<Peer, readonly OpenPorts[]>>;

/** By destination and source. */
function declaredPorts(calls: readonly Call[]): Declared {
  const declared = new Map<Peer, Map<Peer, OpenPorts[]>>();
  for (const { from, to, port, protocol } of calls) {
    const bySource = declared.get(to) ?? new Map<Peer, OpenPorts[]>();
    declared.set(to, bySource);
    bySource.set(from, [...(bySource.get(from) ?? []), singlePort(protocol, port)]);
  }
  return declared;
}

/** What of an opening no call declares: in one piece for all that no call is about. */
function undeclared({ from, to, ports }: Opening, declared: Declared): readonly Opening[] {
  const isCalled = (target: Peer) => from.some((source) => declared.get(target)?.has(source));
  const called = to.filter(isCalled);
  const pieces = called.flatMap((target) => {
    const bySource = declared.get(target);
    const rest = from.filter((source) => !bySource?.has(source));
    const callers = from.map((source) => ({
      from: [source],
      to: [target],
      ports: withoutPorts(ports, bySource?.get(source) ?? ports),
    }));
    return [{ from: rest, to: [target], ports }, ...callers];
  });
  const untouched = { from, to: to.filter((target) => !isCalled(target)), ports };
  return [untouched, ...pieces].filter(isSomething);
}

function isSomething({ from, to, ports }: Opening): boolean {
  const [source, target] = [from[0], to[0]];
  if (ports.length === 0 || source === undefined || target === undefined) return false;
  return from.length > 1 || to.length > 1 || !isItself(source, target);
}
