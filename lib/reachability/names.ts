import { isItself } from './pairs';
import type { Decision, Opening, Peer, Pod } from './spec';

const SHOWN = 3;

/** A peer for people; addresses with their CIDR. */
export function nameOf(peer: Peer): string {
  return peer.type === 'pod' ? peer.id : `${peer.id} (${peer.cidr})`;
}

/** A few of many. */
export function namesOf(peers: readonly Peer[]): string {
  const names = peers.slice(0, SHOWN).map(nameOf).join(', ');
  return peers.length > SHOWN ? `${names} and ${peers.length - SHOWN} more` : names;
}

/** The two sides of an opening: `shop/a, shop/b -> shop/c`. */
export function sidesOf({ from, to }: Pick<Opening, 'from' | 'to'>): string {
  const others = from.filter((peer) => !to.every((target) => isItself(peer, target)));
  return `${namesOf(others)} -> ${namesOf(to)}`;
}

/** Policies with the place in each; only the name for a policy as a whole. */
export function placesOf(decisions: readonly Decision[]): string {
  const places = decisions.map(({ policy, field }) =>
    field === 'spec' ? policy : `${policy} ${field}`,
  );
  return [...new Set(places)].join(', ');
}

/** Whether pods are of the manifests, and in the network of their nodes. */
export function isOnNode({ hostNetwork, kind }: Pod): boolean {
  return hostNetwork && kind !== 'external';
}

/** Says of such pods that no policy is about them. */
export function onNodeInWords({ id }: Pod): string {
  return `${id}: uses its node's network, where no NetworkPolicy and no mesh closes or opens anything: take hostNetwork out, or close its ports on the node`;
}
