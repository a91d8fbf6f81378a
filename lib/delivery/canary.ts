import type { Duration } from '../kubernetes/duration';
import { requireOptions } from '../shape/check';
import type { RolloutOptions } from './options';
import type { PodShare } from './pod-share';
import type { Metadata, ReleaseAnalysis } from './release-analysis';
import type { Router } from './router';
import type { CanaryScaleStep, HeaderRouteStep, MirrorRouteStep, Step } from './step';

/** Keeps the pods of two versions on different nodes: in any case, or by a weight from 1 to 100. */
export type AntiAffinity = 'required' | { readonly preferred: number };

/** An analysis that runs while the steps do. */
export interface BackgroundAnalysis extends ReleaseAnalysis {
  /** Index of the step with which it starts, from 0. @default 0 */
  readonly startingStep?: number;
}

/** What any canary can have. */
export interface CommonCanaryOptions extends RolloutOptions {
  /** Runs while the steps do, and takes the release back as soon as it fails. @default none */
  readonly analysis?: BackgroundAnalysis;
  /** Pods above the wanted number, as far as no router decides. @default '25%' */
  readonly maxSurge?: PodShare;
  /** Pods below the wanted number, as far as no router decides. @default 0 */
  readonly maxUnavailable?: PodShare;
  /** Between new and stable pods. @default none */
  readonly antiAffinity?: AntiAffinity;
  /** Labels and annotations that new pods have until they are stable. @default none */
  readonly canaryMetadata?: Metadata;
  /** Labels and annotations that stable pods have. @default none */
  readonly stableMetadata?: Metadata;
  /** Old versions that may go on to run at a time, from 0. @default all */
  readonly scaleDownDelayRevisionLimit?: number;
  /** How many new pods have to be there before a step counts as done. @default all */
  readonly replicaProgressThreshold?: ProgressThreshold;
}

/** A percentage from 1 to 100, or a number of pods from 1. */
export interface ProgressThreshold {
  readonly type: 'Percent' | 'Pods';
  readonly value: number;
}

/** What only a canary with a router can have. */
export interface RoutedCanaryOptions {
  /** How long old pods are kept when the new version has all traffic. @default 30s */
  readonly scaleDownDelay?: Duration;
  /** How long new pods are kept when the release is taken back. @default 30s */
  readonly abortScaleDownDelay?: Duration | 'never';
  /** Scales the stable version down while the new one is scaled up; not beside `scaleDownDelay`. @default false */
  readonly dynamicStableScale?: boolean;
  /** Pods that each version has at least, from 1, as long as it has any. @default 1 */
  readonly minPodsPerReplicaSet?: number;
  /** What counts as all traffic, where a router can count beyond 100. @default 100 */
  readonly maxTrafficWeight?: number;
  /** Routes that steps set, the strongest first. @default those of the steps, in their order */
  readonly managedRoutes?: readonly string[];
  /** Name of the stable version's Service. @default the workload's name */
  readonly stableService?: string;
  /** Name of the new version's Service. @default the workload's name with `-canary` */
  readonly canaryService?: string;
  /** Two Services that take turns as stable and canary, where a router can. @default none */
  readonly pingPong?: { readonly pingService: string; readonly pongService: string };
}

/** Fields that a canary without a router can't have. */
type Unrouted = { readonly [K in keyof RoutedCanaryOptions]?: never };

/** Steps that a release with this router, or with none, can take. */
export type StepOf<R extends Router | undefined> =
  | Exclude<Step, CanaryScaleStep | HeaderRouteStep | MirrorRouteStep>
  | (R extends Router
      ?
          | CanaryScaleStep
          | (R['supports']['headerRoute'] extends false ? never : HeaderRouteStep)
          | (R['supports']['mirrorRoute'] extends false ? never : MirrorRouteStep)
      : never);

/** What `canary()` takes; what can't work without a router, or with this one, doesn't compile. */
export type CanaryOptions<R extends Router | undefined = undefined> = CommonCanaryOptions & {
  /** What splits the traffic. @default none: traffic goes as the numbers of pods do */
  readonly router?: R;
  /** What happens, one after another; then the new version gets everything. @default nothing */
  readonly steps?: readonly StepOf<R>[];
} & (R extends Router ? RoutedCanaryOptions : Unrouted);

/** A part of the traffic first, and more as it goes well. */
export interface CanaryRelease extends CommonCanaryOptions, RoutedCanaryOptions {
  readonly kind: 'canary';
  readonly router?: Router;
  readonly steps?: readonly Step[];
}

/**
 * A part of the traffic goes to the new version first, and more with each step.
 * @see https://argo-rollouts.readthedocs.io/en/stable/features/canary/
 */
export function canary<R extends Router | undefined = undefined>(
  options: CanaryOptions<R>,
): CanaryRelease;
export function canary(options: Omit<CanaryRelease, 'kind'>): CanaryRelease {
  requireOptions('canary', options);
  return { kind: 'canary', ...options };
}

/** Names of the Services of both versions; undefined where no router needs two. */
export function canaryServices(
  release: CanaryRelease,
  name: string,
): { readonly stable: string; readonly canary: string } | undefined {
  if (release.router === undefined || release.router.services === 'shared') return undefined;
  const { pingPong, stableService = name, canaryService = `${name}-canary` } = release;
  return pingPong === undefined
    ? { stable: stableService, canary: canaryService }
    : { stable: pingPong.pingService, canary: pingPong.pongService };
}

/** Names of the Services of both versions; the same where they share that of the workload's name. */
export function servicesIn(
  release: CanaryRelease,
  name: string,
): { readonly stable: string; readonly canary: string } {
  return canaryServices(release, name) ?? { stable: name, canary: name };
}

/** Routes that steps set and take away, the strongest first. */
export function managedRoutesOf({ managedRoutes, steps = [] }: CanaryRelease): readonly string[] {
  if (managedRoutes !== undefined) return managedRoutes;
  const names = steps.flatMap((step) =>
    step.kind === 'setHeaderRoute' || step.kind === 'setMirrorRoute' ? [step.name] : [],
  );
  return [...new Set(names)];
}
