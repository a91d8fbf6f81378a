import { listBy } from '../manifest/grouping';
import type { Network } from './network/network';
import type { TrafficRule } from './network/policy';
import type { Peer } from './spec';

/** Who may reach a destination, by the network. */
export interface Sources {
  /** Those to be asked for, one by one. */
  readonly single: Iterable<Peer>;
  /** Those of whom no rule at either end says anything, and who fare alike therefore. */
  readonly alike: readonly Peer[];
}

/** Finds who may possibly reach a destination, from the fewest that one end leaves. */
export function sourceFinder(network: Network, peers: readonly Peer[]): (to: Peer) => Sources {
  const candidatesFor = candidateFinder(network, peers);
  const silent = new Set(peers.filter((peer) => isSilent(network, peer)));
  return (to) => {
    const candidates = [...candidatesFor(to)];
    const named = namedBy(network, to);
    const isPlain = (peer: Peer) => silent.has(peer) && !named.has(peer);
    return {
      single: candidates.filter((peer) => !isPlain(peer)),
      alike: candidates.filter(isPlain),
    };
  };
}

/** Pods without any policy for what they send. */
function isSilent(network: Network, peer: Peer): boolean {
  if (peer.type === 'outside') return false;
  const { isolators, rules } = network.rulesOf(peer, 'egress');
  return isolators.length === 0 && rules.length === 0;
}

function namedBy(network: Network, to: Peer): ReadonlySet<Peer> {
  if (to.type === 'outside') return new Set();
  const { rules } = network.rulesOf(to, 'ingress');
  return new Set(rules.flatMap(({ peers }) => (peers === 'any' ? [] : [...peers])));
}

function candidateFinder(network: Network, peers: readonly Peer[]): (to: Peer) => Iterable<Peer> {
  const free = peers.filter((peer) => isFree(network, peer));
  const addressing = peers.filter((peer) => namesAddresses(network, peer));
  const reaching = listBy(network.policies, ({ rules }) => new Set(rules.flatMap(destinationsOf)));
  const all = new Set(peers);
  const addressed = peers.filter(hasAddresses);
  return (to) => {
    const named = (reaching.get(to) ?? []).map(({ subjects }) => [...subjects]);
    const sending = [free, hasAddresses(to) ? addressing : [], ...named];
    const receiving = admittedBy(network, to, all, addressed);
    const count = sending.reduce((sum, list) => sum + list.length, 0);
    return receiving.size < count ? receiving : new Set(sending.flat());
  };
}

/** Whom no policy closes as senders, and whose rules don't say to whom. */
function isFree(network: Network, peer: Peer): boolean {
  if (peer.type === 'outside') return true;
  const { isolators, rules } = network.rulesOf(peer, 'egress');
  return isolators.length === 0 || rules.some(({ peers }) => peers === 'any');
}

function namesAddresses(network: Network, peer: Peer): boolean {
  return peer.type === 'pod' && network.rulesOf(peer, 'egress').rules.some(hasAddresses);
}

function admittedBy(
  network: Network,
  to: Peer,
  all: ReadonlySet<Peer>,
  addressed: readonly Peer[],
): ReadonlySet<Peer> {
  if (to.type === 'outside') return all;
  const { isolators, rules } = network.rulesOf(to, 'ingress');
  if (isolators.length === 0 || rules.some((rule) => rule.peers === 'any')) return all;
  return new Set([...namedBy(network, to), ...(rules.some(hasAddresses) ? addressed : [])]);
}

function hasAddresses({ addresses }: Pick<Peer | TrafficRule, 'addresses'>): boolean {
  return addresses.length > 0;
}

function destinationsOf({ direction, peers }: TrafficRule): readonly Peer[] {
  return direction === 'egress' && peers !== 'any' ? [...peers] : [];
}
