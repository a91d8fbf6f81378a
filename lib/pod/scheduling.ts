import type { k8s } from 'cdk8s-plus-28';
import type { StringMap } from '../kubernetes/labels';
import { type Problem, wrongValue } from '../problem/problem';

/** What replicas are spread over. */
export type SpreadDomain = 'node' | 'zone';

/** Which nodes a pod may, should or must run on. */
export interface Scheduling {
  /**
   * What replicas prefer not to share; a preference, so that pods run on a small cluster, too. An empty
   * list switches it off; a demand is written as `topologySpread`.
   * @default the environment's
   */
  readonly spread?: readonly SpreadDomain[];
  /** Further spread constraints, in Kubernetes' own words. */
  readonly topologySpread?: readonly k8s.TopologySpreadConstraint[];
  readonly affinity?: k8s.Affinity;
  readonly tolerations?: readonly k8s.Toleration[];
  readonly nodeSelector?: StringMap;
  readonly priorityClassName?: string;
  readonly runtimeClassName?: string;
  readonly schedulerName?: string;
}

const TOPOLOGY_KEYS: Readonly<Record<SpreadDomain, string>> = {
  node: 'kubernetes.io/hostname',
  zone: 'topology.kubernetes.io/zone',
};

/** Checks what replicas are spread over. */
export function checkSpread(
  field: string,
  spread: readonly SpreadDomain[] | undefined,
): readonly Problem[] {
  return (spread ?? []).flatMap((domain, index) =>
    Object.hasOwn(TOPOLOGY_KEYS, domain)
      ? []
      : [wrongValue(`${field}[${index}]`, domain, "'node' or 'zone'")],
  );
}

/** The scheduling part of a pod spec. @param selector - labels of the pods that are to be spread */
export function planScheduling(scheduling: Scheduling, selector: StringMap) {
  const { spread = [], topologySpread = [], tolerations, ...rest } = scheduling;
  const preferences = [...new Set(spread)].map((domain) => preferSpread(domain, selector));
  const constraints = [
    ...preferences.filter((one) => !topologySpread.some((other) => isSameSpread(one, other))),
    ...topologySpread,
  ];
  return {
    ...rest,
    tolerations: tolerations && [...tolerations],
    topologySpreadConstraints: constraints.length === 0 ? undefined : constraints,
  };
}

/** Kubernetes takes one constraint only for each key and action: the one that was written out. */
function isSameSpread(
  one: k8s.TopologySpreadConstraint,
  other: k8s.TopologySpreadConstraint,
): boolean {
  return one.topologyKey === other.topologyKey && one.whenUnsatisfiable === other.whenUnsatisfiable;
}

function preferSpread(domain: SpreadDomain, selector: StringMap): k8s.TopologySpreadConstraint {
  return {
    maxSkew: 1,
    topologyKey: TOPOLOGY_KEYS[domain],
    whenUnsatisfiable: 'ScheduleAnyway',
    labelSelector: { matchLabels: selector },
  };
}
