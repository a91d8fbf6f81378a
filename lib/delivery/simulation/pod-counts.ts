/** Pods of both versions. */
export interface PodCounts {
  readonly stable: number;
  readonly canary: number;
}

/** What decides on the number of pods where no router splits the traffic. */
export interface BasicLimits {
  readonly replicas: number;
  /** Percentage of the pods that the new version is to have. */
  readonly weight: number;
  /** Pods above and below `replicas`. */
  readonly surge: number;
  readonly unavailable: number;
}

/** What decides on the number of pods where a router splits the traffic. */
export interface RoutedScale {
  readonly replicas: number;
  /** The new version's traffic that is wanted, and that it has now; of `full`. */
  readonly weight: number;
  readonly currentWeight: number;
  readonly full: number;
  /** A number of the new version's pods that a step has set. */
  readonly canaryReplicas?: number;
  /** Pods of a version that has any. */
  readonly least: number;
  readonly dynamicStableScale: boolean;
}

/**
 * Pods that come nearest to a weight: with one more than wanted, where there may be a surge. Both
 * versions have at least one, unless the weight is 0 or 100, or there is only one to give.
 */
export function nearestCounts({
  replicas,
  weight,
  surge,
}: Omit<BasicLimits, 'unavailable'>): PodCounts {
  if (replicas === 0) return { stable: 0, canary: 0 };
  const exact = (replicas * weight) / 100;
  const [low, high] = [Math.floor(exact), Math.ceil(exact)];
  const mayBeNone = weight === 0 || weight === 100 || (replicas === 1 && surge === 0);
  const totals = surge > 0 ? [replicas, replicas + 1] : [replicas];
  const options = totals.flatMap((total) => [
    ...(total > replicas || high < replicas || mayBeNone ? [{ canary: high, total }] : []),
    ...(isHalf(total * weight) || (low === 0 && !mayBeNone) ? [] : [{ canary: low, total }]),
  ]);
  const distance = ({ canary, total }: { canary: number; total: number }) =>
    Math.abs((canary * 100) / total - weight);
  // The first of equals, as the controller takes it.
  const best = options.reduce((one, other) => (distance(other) < distance(one) ? other : one), {
    canary: 0,
    total: Number.NaN,
    ...options[0],
  });
  return options.length === 0
    ? { canary: 0, stable: replicas }
    : { canary: best.canary, stable: best.total - best.canary };
}

/**
 * The next numbers of pods on the way to a weight, given those that there are and those of them that are
 * ready: as many more as the surge allows, as many fewer as may be unavailable. The same as given when
 * nothing can be done before more pods are ready.
 */
export function nextCounts(limits: BasicLimits, pods: PodCounts, ready: PodCounts): PodCounts {
  const wanted = nearestCounts(limits);
  const room = Math.max(0, limits.replicas + limits.surge - pods.stable - pods.canary);
  const moreStable = Math.min(room, Math.max(0, wanted.stable - pods.stable));
  const moreCanary = Math.min(room - moreStable, Math.max(0, wanted.canary - pods.canary));
  const isGrowing = wanted.canary >= pods.canary;
  // Pods of the version that is to shrink count whether they are ready or not.
  const counted = isGrowing
    ? Math.min(ready.canary, pods.canary) + pods.stable
    : pods.canary + Math.min(ready.stable, pods.stable);
  const spare = Math.max(0, counted - (limits.replicas - limits.unavailable));
  const lessStable = isGrowing ? Math.min(spare, Math.max(0, pods.stable - wanted.stable)) : 0;
  const lessCanary = isGrowing ? 0 : Math.min(spare, Math.max(0, pods.canary - wanted.canary));
  return {
    stable: pods.stable + moreStable - lessStable,
    canary: pods.canary + moreCanary - lessCanary,
  };
}

/** The numbers of pods where a router splits the traffic: surge and unavailability don't count. */
export function routedCounts(scale: RoutedScale): PodCounts {
  const { replicas, weight, currentWeight, full, canaryReplicas, dynamicStableScale } = scale;
  const atLeast = (count: number) => (count === 0 ? 0 : Math.max(count, scale.least));
  const share = (part: number) => Math.ceil((part * replicas) / full);
  const canary = canaryReplicas ?? atLeast(share(weight));
  if (!dynamicStableScale) return { canary, stable: replicas };
  const stable = Math.max(share(full - weight), share(full - currentWeight));
  return { canary: atLeast(canary), stable: atLeast(stable) };
}

function isHalf(hundredths: number): boolean {
  return hundredths % 100 === 50;
}
