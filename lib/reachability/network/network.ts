import { listBy } from '../../manifest/grouping';
import type { Cluster } from '../cluster/cluster';
import { joinReadings, type Reading } from '../cluster/objects';
import { isNetworkPolicy } from '../cluster/policy-peers';
import type { Direction, Pod } from '../spec';
import { readNetworkPolicy } from './network-policy';
import type { TrafficPolicy, TrafficRule } from './policy';

/** What the policies say of one pod in one direction. */
export interface PodRules {
  /** Those that close it; without any it is open. */
  readonly isolators: readonly TrafficPolicy[];
  readonly rules: readonly TrafficRule[];
}

/** The connections that a cluster's policies leave open. */
export interface Network {
  readonly policies: readonly TrafficPolicy[];
  readonly rulesOf: (pod: Pod, direction: Direction) => PodRules;
}

const NO_RULES: PodRules = { isolators: [], rules: [] };

/** The same policies as if the other end had none. */
export function oneSided(network: Network, direction: Direction): Network {
  return {
    policies: network.policies,
    rulesOf: (pod, end) => (end === direction ? network.rulesOf(pod, end) : NO_RULES),
  };
}

/** Reads a cluster's NetworkPolicies. */
export function readNetwork(cluster: Cluster): Reading<Network> {
  const { values, problems } = joinReadings(
    cluster.objects.filter(isNetworkPolicy).map((object) => readNetworkPolicy(object, cluster)),
  );
  return { values: [networkOf(values)], problems };
}

function networkOf(policies: readonly TrafficPolicy[]): Network {
  const selecting = listBy(policies, ({ subjects }) => subjects);
  const rules = { ingress: new Map<Pod, PodRules>(), egress: new Map<Pod, PodRules>() };
  for (const [pod, own] of selecting) {
    rules.ingress.set(pod, podRules(own, 'ingress'));
    rules.egress.set(pod, podRules(own, 'egress'));
  }
  return { policies, rulesOf: (pod, direction) => rules[direction].get(pod) ?? NO_RULES };
}

function podRules(policies: readonly TrafficPolicy[], direction: Direction): PodRules {
  return {
    isolators: policies.filter((policy) => policy.isolates[direction] !== undefined),
    rules: policies.flatMap((policy) =>
      policy.rules.filter((rule) => rule.direction === direction),
    ),
  };
}
