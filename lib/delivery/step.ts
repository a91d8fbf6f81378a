import type { Duration } from '../kubernetes/duration';
import type { StringMap } from '../kubernetes/labels';
import type { JsonObject } from '../manifest/manifest';
import { requireOptions } from '../shape/check';
import type {
  AnalysisArgument,
  AnalysisTemplateUse,
  Metadata,
  ReleaseAnalysis,
} from './release-analysis';

/** One step of a canary: what `weight()`, `pause()` and the like give. */
export type Step =
  | WeightStep
  | PauseStep
  | CanaryScaleStep
  | HeaderRouteStep
  | MirrorRouteStep
  | AnalysisStep
  | ExperimentStep
  | PluginStep;

/** Sets how much traffic the new version has. */
export interface WeightStep {
  readonly kind: 'setWeight';
  /** 0 to 100, or to the release's `maxTrafficWeight`. */
  readonly weight: number;
  /** Says that it is meant to be less than the weight before. @default false */
  readonly isStepBack?: boolean;
}

/** Waits. */
export interface PauseStep {
  readonly kind: 'pause';
  /** @default until a person resumes the release */
  readonly duration?: Duration;
}

/** Sets the number of the new version's pods, whatever traffic they have; needs a router. */
export interface CanaryScaleStep {
  readonly kind: 'setCanaryScale';
  readonly scale: CanaryScale;
}

/** A number of pods, a share in percent, or the share that the traffic has, as it is at the beginning. */
export type CanaryScale =
  | { readonly replicas: number; readonly weight?: never; readonly matchTrafficWeight?: never }
  | { readonly weight: number; readonly replicas?: never; readonly matchTrafficWeight?: never }
  | { readonly matchTrafficWeight: true; readonly replicas?: never; readonly weight?: never };

/** Sends requests with a header to the new version; needs a router that can. */
export interface HeaderRouteStep {
  readonly kind: 'setHeaderRoute';
  /** Name of the route. */
  readonly name: string;
  /** Headers, any of which will do; none takes the route away. */
  readonly match: readonly HeaderMatch[];
}

/** Copies requests to the new version, and drops its answers; needs a router that can. */
export interface MirrorRouteStep {
  readonly kind: 'setMirrorRoute';
  /** Name of the route. */
  readonly name: string;
  /** Requests, by all that is said of one of these; none takes the route away. */
  readonly match: readonly RequestMatch[];
  /** Percentage of the requests, 1 to 100. @default 100 */
  readonly percentage?: number;
}

/** How a text has to be: in one way of three. */
export type TextMatch =
  | { readonly exact: string; readonly prefix?: never; readonly regex?: never }
  | { readonly prefix: string; readonly exact?: never; readonly regex?: never }
  | { readonly regex: string; readonly exact?: never; readonly prefix?: never };

/** A header, and its value. */
export type HeaderMatch = { readonly header: string } & TextMatch;

/** A request: method, path and headers, those that are said. */
export interface RequestMatch {
  readonly method?: TextMatch;
  readonly path?: TextMatch;
  readonly headers?: Readonly<Record<string, TextMatch>>;
}

/** Runs an analysis, and goes on when it has succeeded. */
export interface AnalysisStep {
  readonly kind: 'analysis';
  readonly analysis: ReleaseAnalysis;
}

/** Runs pods of both versions side by side, beside those of the release. */
export interface ExperimentStep {
  readonly kind: 'experiment';
  readonly experiment: ExperimentStepOptions;
}

/** What an experiment runs, and for how long. */
export interface ExperimentStepOptions {
  /** Pods by name: `{ baseline: { specRef: 'stable' }, canary: { specRef: 'canary' } }`. */
  readonly templates: Readonly<Record<string, ExperimentStepTemplate>>;
  /** Analyses by name. @default none */
  readonly analyses?: Readonly<Record<string, ExperimentStepAnalysis>>;
  /** @default until all analyses have ended that are `requiredForCompletion` */
  readonly duration?: Duration;
  /** How long its pods are kept afterwards. @default 30s */
  readonly scaleDownDelay?: Duration;
  /** Metrics that are measured, and never fail it. @default none */
  readonly dryRun?: readonly string[];
  /** Of its AnalysisRuns. @default none */
  readonly metadata?: Metadata;
}

/** Pods of one version in an experiment. */
export interface ExperimentStepTemplate {
  readonly specRef: 'canary' | 'stable';
  /** From 0. @default 1 */
  readonly replicas?: number;
  /** Percentage of the traffic, 1 to 100; needs a router that can. @default none */
  readonly weight?: number;
  /** Makes a Service for it, named by the controller or as said. @default none */
  readonly service?: true | { readonly name: string };
  /** Of its pods. @default none */
  readonly metadata?: Metadata;
  /** Labels that select its pods. @default the release's own */
  readonly selector?: StringMap;
}

/** One analysis of an experiment. */
export interface ExperimentStepAnalysis {
  readonly template: AnalysisTemplateUse;
  /** `{{templates.canary.podTemplateHash}}` stands for the pods of a template. @default none */
  readonly args?: Readonly<Record<string, AnalysisArgument>>;
  /** The experiment ends when it has ended. @default false */
  readonly requiredForCompletion?: boolean;
}

/** Calls a plugin of the controller. */
export interface PluginStep {
  readonly kind: 'plugin';
  /** As the controller's configuration has it: `example/step`. */
  readonly name: string;
  /** @default none */
  readonly config?: JsonObject;
}

/** Sets how much traffic the new version has, in percent. */
export function weight(percent: number, options: Pick<WeightStep, 'isStepBack'> = {}): WeightStep {
  return { kind: 'setWeight', weight: percent, ...options };
}

/** Waits that long; without a duration, until a person resumes the release. */
export function pause(duration?: Duration): PauseStep {
  return duration === undefined ? { kind: 'pause' } : { kind: 'pause', duration };
}

/** Sets the number of the new version's pods: `{ replicas: 3 }`, `{ weight: 25 }`, `{ matchTrafficWeight: true }`. */
export function canaryScale(scale: CanaryScale): CanaryScaleStep {
  return { kind: 'setCanaryScale', scale };
}

/** Sends requests with any of the headers to the new version; without headers, takes the route away. */
export function headerRoute(name: string, ...match: readonly HeaderMatch[]): HeaderRouteStep {
  return { kind: 'setHeaderRoute', name, match };
}

/** Copies requests to the new version; without any match, takes the route away. */
export function mirrorRoute(
  name: string,
  options: Partial<Pick<MirrorRouteStep, 'match' | 'percentage'>> = {},
): MirrorRouteStep {
  requireOptions('mirrorRoute', options);
  const { match = [] } = options;
  return { ...options, kind: 'setMirrorRoute', name, match };
}

/** Runs an analysis, and goes on when it has succeeded. */
export function analysisStep(analysis: ReleaseAnalysis): AnalysisStep {
  return { kind: 'analysis', analysis };
}

/** Runs pods of both versions side by side, beside those of the release. */
export function experiment(options: ExperimentStepOptions): ExperimentStep {
  return { kind: 'experiment', experiment: options };
}

/** Calls a plugin of the controller, with a configuration in its own words. */
export function pluginStep(name: string, config?: JsonObject): PluginStep {
  return config === undefined ? { kind: 'plugin', name } : { kind: 'plugin', name, config };
}
