import type { k8s } from 'cdk8s-plus-28';
import type { Duration } from '../kubernetes/duration';
import type { StringMap } from '../kubernetes/labels';
import { requireCall } from '../shape/check';
import type { Trigger } from './trigger';

/** What KEDA does where it can't ask a trigger's source. */
export interface KedaFallback {
  /** After how many questions in a row, from 1. */
  readonly failures: number;
  /** How many pods there are then, from 0. */
  readonly replicas: number;
}

/** Bounds of the number of pods, and what KEDA goes by. */
export interface KedaOptions {
  /** From 0: none while no trigger is active. @default 0 */
  readonly min?: number;
  /** At least 1, and at least `min`. */
  readonly max: number;
  /** At least one; the one that wants most pods counts. */
  readonly triggers: readonly Trigger[];
  /** How often it looks. @default 30s */
  readonly pollingInterval?: Duration;
  /** How long after the last active trigger the last pod goes, where `min` is 0. @default 5m */
  readonly cooldown?: Duration;
  /** How long after it is made the last pod stays at least, where `min` is 0. @default 0s */
  readonly initialCooldown?: Duration;
  /** @default the number of pods stays */
  readonly fallback?: KedaFallback;
  /** Speed of scaling up and down. @default Kubernetes' own */
  readonly behavior?: k8s.HorizontalPodAutoscalerBehaviorV2;
  /** Annotations of the ScaledObject, of which KEDA reads some, and of its autoscaler. @default none */
  readonly annotations?: StringMap;
}

/** Scaling by KEDA, as data. */
export interface KedaScaling extends KedaOptions {
  readonly kind: 'keda';
  readonly min: number;
}

/**
 * Has KEDA scale a microservice by events: the length of a queue, a query, the clock.
 * @see https://keda.sh/docs/latest/concepts/scaling-deployments/
 */
export function keda(options: KedaOptions): KedaScaling {
  requireCall('keda', options);
  return { kind: 'keda', ...options, min: options.min ?? 0 };
}

/** Tells scaling by KEDA from other ways. */
export function isKeda(scaling: unknown): scaling is KedaScaling {
  return (
    typeof scaling === 'object' && scaling !== null && 'kind' in scaling && scaling.kind === 'keda'
  );
}
