import type { Decision, Direction, Peer, Pod, Protocol, Verdict } from '../spec';
import { type AddressRange, coverage } from './address';
import type { Network, PodRules } from './network';
import type { TrafficRule } from './policy';
import { hasPort, type PortRange, resolvePorts } from './port-range';

/** What one end's policies say of the connections between two peers, whatever the port. */
export interface Side {
  readonly pod: Pod;
  readonly direction: Direction;
  readonly other: Peer;
  readonly isolators: readonly Decision[];
  /** The rules that name the other end. */
  readonly rules: readonly MatchedRule[];
}

interface MatchedRule {
  readonly rule: TrafficRule;
  /** Whether the rule names the other end as a whole, or a part of its addresses only. */
  readonly whole: boolean;
  readonly ports: Readonly<Record<Protocol, readonly PortRange[]>>;
}

/** What one end says of a connection. */
export interface SideVerdict {
  readonly side: Side;
  readonly allowed: Verdict;
  readonly decidedBy: readonly Decision[];
  readonly conditions: readonly string[];
}

/** Looks up one end's rules; undefined for an end that no policy can select. */
export function findSide(
  network: Network,
  direction: Direction,
  from: Peer,
  to: Peer,
): Side | undefined {
  const [pod, other] = direction === 'ingress' ? [to, from] : [from, to];
  if (pod.type !== 'pod') return undefined;
  const own = network.rulesOf(pod, direction);
  return {
    pod,
    direction,
    other,
    isolators: isolatorsOf(own, direction),
    rules: own.rules.flatMap((rule) => matchRule(rule, other, to)),
  };
}

/** The ports that one of an end's rules tells apart. */
export function portsOfSide(side: Side, protocol: Protocol): readonly PortRange[] {
  return side.rules.flatMap(({ ports }) => ports[protocol]);
}

/** What an end's rules say of a port. */
export function askSide(side: Side, protocol: Protocol, port: number): SideVerdict {
  const met = side.rules.filter(({ ports }) => hasPort(ports[protocol], port));
  const denials = met.filter(({ rule }) => rule.effect === 'denies');
  const denial = denials.find(isCertain);
  if (denial !== undefined) return verdict(side, false, [denial.rule.decision], []);
  const allowances = met.filter(({ rule }) => rule.effect === 'allows');
  const allowed = side.isolators.length === 0 ? true : allowedBy(allowances, side.other);
  const deciding = side.isolators.length === 0 ? [] : decisionsOf(allowances);
  if (allowed === false) return verdict(side, false, side.isolators, []);
  const doubts = [
    ...(allowed === 'conditional' ? conditionsOf(allowances, side.other, 'if') : []),
    ...conditionsOf(denials, side.other, 'unless'),
  ];
  return verdict(
    side,
    doubts.length > 0 ? 'conditional' : allowed,
    [...deciding, ...decisionsOf(denials)],
    doubts,
  );
}

function verdict(
  side: Side,
  allowed: Verdict,
  decidedBy: readonly Decision[],
  conditions: readonly string[],
): SideVerdict {
  return { side, allowed, decidedBy, conditions: [...new Set(conditions)] };
}

function matchRule(rule: TrafficRule, other: Peer, destination: Peer): readonly MatchedRule[] {
  const named = rule.peers === 'any' || rule.peers.has(other);
  const isOther = rule.tellsPodsFromAddresses === true && other.type === 'pod';
  const share = named ? 'all' : isOther ? 'none' : coverage(other.addresses, rule.addresses);
  if (share === 'none') return [];
  const portsOf = (protocol: Protocol) => resolvePorts(rule.ports, destination, protocol);
  const ports = { TCP: portsOf('TCP'), UDP: portsOf('UDP'), SCTP: portsOf('SCTP') };
  return [{ rule, whole: share === 'all', ports }];
}

function isCertain({ rule, whole }: MatchedRule): boolean {
  return whole && rule.conditions.length === 0;
}

/** Several rules may name all addresses together, and none of them alone. */
function allowedBy(rules: readonly MatchedRule[], other: Peer): Verdict {
  if (rules.some(isCertain)) return true;
  if (rules.length === 0) return false;
  const certain = rules.filter(({ rule }) => rule.conditions.length === 0);
  const addresses: readonly AddressRange[] = certain.flatMap(({ rule }) => rule.addresses);
  return coverage(other.addresses, addresses) === 'all' ? true : 'conditional';
}

function conditionsOf(
  rules: readonly MatchedRule[],
  other: Peer,
  word: 'if' | 'unless',
): readonly string[] {
  return rules.map(({ rule, whole }) => {
    const place = `${rule.decision.policy} ${rule.decision.field}`;
    const where = whole ? [] : [`it is one of the addresses of ${other.id} that ${place} names`];
    const what = [...where, ...rule.conditions].join(', and ');
    return `${word} ${what}`;
  });
}

function decisionsOf(rules: readonly MatchedRule[]): readonly Decision[] {
  return rules.map(({ rule }) => rule.decision);
}

function isolatorsOf({ isolators }: PodRules, direction: Direction): readonly Decision[] {
  return isolators.flatMap((policy) => policy.isolates[direction] ?? []);
}
