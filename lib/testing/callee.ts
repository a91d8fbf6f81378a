import { findNearest } from '../problem/nearest';
import { adviceFor } from '../reachability/advice';
import { isSelected, selectorOf } from '../reachability/cluster/selector';
import { explain } from '../reachability/explain';
import type { Reachability } from '../reachability/reachability';
import { readServices } from '../reachability/services';
import type { Answer, Peer, Protocol, QuestionOptions } from '../reachability/spec';
import { requireText, wrongArgument } from './argument';
import { isBelow } from './place';
import type { Surroundings } from './surroundings';

/** What is asked of a callee, besides who calls. */
export type CalleeOptions = Omit<QuestionOptions, 'protocol'>;

/** Pods and a port of theirs, of which a test asks who may open it. */
export class Callee {
  /** @internal */
  constructor(
    private readonly name: string,
    private readonly port: number | string | undefined,
    private readonly options: CalleeOptions,
    private readonly around: Surroundings,
  ) {
    requireText('pod()', name, "a name first: 'cart', 'shop-prod/cart', 'prod/shop/cart'");
    if (port !== undefined && typeof port !== 'number' && typeof port !== 'string')
      throw wrongArgument('pod()', port, "a port by number or name: 7070, 'grpc'");
  }

  /**
   * Whether a caller may open the port, by which policies, and in words.
   * @param from - pods by name, or an address
   * @throws Error when nobody has that name, or several have it
   */
  answerTo(from: string): Answer {
    requireText('a question', from, "a caller: 'frontend', '203.0.113.7'");
    const reachability = this.around.reachability([from, this.name]);
    const { caller, callee } = findEnds(reachability, from, this.name);
    const { number, protocol } = findPort(this.around, callee, this.port, this.name);
    return reachability.ask(caller, callee, number, { ...this.options, protocol });
  }

  /** The same as lines of text: who decides it, and for a closed port, what would open it. */
  explainTo(from: string): readonly string[] {
    const answer = this.answerTo(from);
    const [title = '', ...reasons] = explain(answer);
    if (answer.allowed !== false || answer.decidedBy.length === 0) return [title, ...reasons];
    const reachability = this.around.reachability([from, this.name]);
    const advice = adviceFor(reachability, answer).split('; ');
    return [title, ...advice.map((line) => `  ${line}`)];
  }
}

/** Both ends; of several that one name means, the one beside the other end. */
function findEnds({ pods, outside, findPeers }: Reachability, from: string, to: string) {
  const find = (name: string) => {
    const named = findPeers(name);
    const found = named.length > 0 ? named : pods.filter(({ origin }) => isBelow(origin, name));
    if (found.length > 0) return found;
    const near = findNearest(
      name,
      [...pods, ...outside].flatMap((peer) =>
        peer.type === 'pod' ? [peer.id, peer.workload] : peer.id,
      ),
    );
    const known = pods.slice(0, 5).map(({ id }) => id);
    const hint = near === undefined ? `there are ${known.join(', ')}` : `did you mean '${near}'?`;
    throw new Error(`no pods are named '${name}': ${hint}`);
  };
  const [callers, callees] = [find(from), find(to)];
  const callee = theOne(to, callees, callers);
  return { callee, caller: theOne(from, callers, [callee]) };
}

function theOne(name: string, found: readonly Peer[], others: readonly Peer[]): Peer {
  const beside = found.filter((peer) => others.some((other) => isBeside(peer, other)));
  const [first, second] = found.length > 1 && beside.length > 0 ? beside : found;
  if (first !== undefined && second === undefined) return first;
  const names = found.map(({ id }) => `'${id}'`).join(', ');
  throw new Error(`'${name}' may be ${names}: name one of these`);
}

function isBeside(peer: Peer, other: Peer): boolean {
  return (
    peer.type === 'pod' &&
    other.type === 'pod' &&
    peer.cluster === other.cluster &&
    peer.namespace === other.namespace
  );
}

interface PortNumber {
  readonly number: number;
  readonly protocol: Protocol;
}

/** The pod's port behind a port of its Service, or else the pod's own. */
function findPort(
  around: Surroundings,
  peer: Peer,
  port: number | string | undefined,
  name: string,
): PortNumber {
  const own = peer.type === 'pod' ? peer.ports : [];
  const [only, other] = own;
  if (port === undefined && only !== undefined && other === undefined)
    return { number: only.port, protocol: only.protocol };
  const text = String(port);
  const behind = servicePorts(around, peer);
  const service = behind.find((one) => [String(one.port), one.name].includes(text));
  const target = service === undefined ? text : String(service.target);
  const declared = own.find((one) => [String(one.port), one.name].includes(target));
  const number = declared?.port ?? (/^\d{1,5}$/.test(target) ? Number(target) : 0);
  if (number >= 1 && number <= 65535)
    return { number, protocol: service?.protocol ?? declared?.protocol ?? 'TCP' };
  const ports = [...behind, ...own].flatMap((one) => [String(one.port), one.name ?? []].flat());
  const got = port === undefined ? 'no port' : `port '${port}'`;
  throw new Error(
    `${name}: got ${got}, allowed ${[...new Set(ports), 'a number from 1 to 65535'].join(', ')}`,
  );
}

function servicePorts(around: Surroundings, peer: Peer) {
  if (peer.type !== 'pod') return [];
  const entries = around.manifests().filter(({ cluster }) => cluster === peer.cluster);
  return readServices(entries)
    .filter(
      ({ namespace, selector }) =>
        namespace === peer.namespace && isSelected(selectorOf(selector, []), peer.labels),
    )
    .flatMap(({ ports }) => ports);
}
