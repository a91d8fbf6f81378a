import type { AnalysisAccess, AnalysisMesh } from '../access/analysis';
import type { StringMap } from '../kubernetes/labels';
import type { Manifest } from '../manifest/manifest';
import type { Problem } from '../problem/problem';
import type { ArgumentRef, ArgumentRefs, ArgumentSpecs, ArgumentValue } from './arguments';
import type { DurationOrRef, Provider } from './provider';

/** A whole number, or an argument that holds one. */
export type CountOrRef = number | ArgumentRef;

/** One thing that is measured, once or again and again. */
export interface Metric {
  readonly name: string;
  readonly provider: Provider;
  /** How long to wait before the first measurement. @default none */
  readonly initialDelay?: DurationOrRef;
  /** From one measurement to the next. @default a single measurement */
  readonly interval?: DurationOrRef;
  /** Number of measurements. @default 1; with `interval`, without an end */
  readonly count?: CountOrRef;
  /**
   * When a measurement is good, as an expression of `result`: `result[0] >= 0.99`.
   * @default whenever `failureCondition` isn't met
   * @see https://expr-lang.org/docs/language-definition
   */
  readonly successCondition?: string;
  /**
   * When a measurement is bad. One that is neither good nor bad is inconclusive, which makes a release
   * wait for a person. @default whenever `successCondition` isn't met
   */
  readonly failureCondition?: string;
  /** Bad measurements that are put up with; -1 for any number, beside `consecutiveSuccessLimit`. @default 0 */
  readonly failureLimit?: CountOrRef;
  /** Inconclusive measurements that are put up with. @default 0 */
  readonly inconclusiveLimit?: CountOrRef;
  /** Measurements in a row that may come to nothing, since the provider doesn't answer. @default 4 */
  readonly consecutiveErrorLimit?: CountOrRef;
  /** Good measurements in a row that end the metric. @default all of `count` are taken */
  readonly consecutiveSuccessLimit?: CountOrRef;
}

/** What an analysis measures. */
export interface AnalysisTemplateProps<
  A extends ArgumentSpecs = {},
  T extends readonly TemplateData[] = readonly [],
> {
  /** Arguments by name: `required`, a value where none is given, or `fromSecret()`. @default none */
  readonly args?: A;
  /** Metrics; as a function, they are given the arguments' places in text. @default those of `templates` */
  readonly metrics?: readonly Metric[] | ((args: ArgumentRefs<A>) => readonly Metric[]);
  /** Other templates whose metrics belong to it; their arguments become its own. @default none */
  readonly templates?: T;
  /** Metrics that are taken but decide nothing, by name or pattern. @default none */
  readonly dryRun?: readonly string[];
  /** How many measurements are kept, by a metric's name or pattern. @default 10 of each */
  readonly measurementRetention?: Readonly<Record<string, number>>;
  readonly labels?: StringMap;
  readonly annotations?: StringMap;
}

/** Whether all namespaces share a template. */
export type TemplateKind = 'AnalysisTemplate' | 'ClusterAnalysisTemplate';

/** A template as data. The type parameter has its arguments, those of nested templates included. */
export interface TemplateData<A extends ArgumentSpecs = ArgumentSpecs> {
  readonly kind: TemplateKind;
  readonly name: string;
  /** Its own arguments. */
  readonly args: ArgumentSpecs;
  readonly metrics: readonly Metric[];
  readonly templates: readonly TemplateData[];
  readonly dryRun: readonly string[];
  readonly measurementRetention: Readonly<Record<string, number>>;
  readonly labels: StringMap;
  readonly annotations: StringMap;
  /** Whether the workload that uses it makes the object, too. */
  readonly comesWithUse: boolean;
  /** What is wrong with the parameters that it was made from. */
  readonly problems: readonly Problem[];
  /** For the compiler alone; never there. */
  readonly typeOfArgs?: A;
}

/** Where templates are used. */
export type AnalysisPlace =
  /** Beside the steps of a canary, until its end. */
  | 'background'
  /** A step of a canary, or before or after the promotion of a blue-green release. */
  | 'inline'
  /** An experiment that is a step of a canary, which fills in what a Rollout knows. */
  | 'experiment-step'
  /** An experiment of its own, which ends by itself. */
  | 'experiment';

/** A value of an argument, as a release names it. */
export type ReleaseArgument =
  | string
  | { readonly podTemplateHash: 'Stable' | 'Latest'; readonly field?: never }
  | { readonly field: string; readonly podTemplateHash?: never };

/** When an analysis can fail first, and when it has ended, in seconds after its start. */
export interface Timing {
  /** Infinity when it never fails. */
  readonly firstVerdict: number;
  /** Infinity when it has no end of its own. */
  readonly end: number;
}

/** The workload that a template is used by. */
export interface UserContext {
  readonly name: string;
  readonly namespace: string | undefined;
  /** Labels of objects that are made for it. */
  readonly labels: StringMap;
  /** Mesh that it runs in. @default none */
  readonly mesh?: AnalysisMesh;
}

/** What a use becomes in a release. */
export interface PlannedUse {
  /** Of the template. */
  readonly name: string;
  readonly clusterScope?: boolean;
  readonly args?: Readonly<Record<string, ReleaseArgument>>;
  /** Objects that are made together with the workload. */
  readonly manifests: readonly Manifest[];
  /** What its Jobs and its requests need to reach. */
  readonly access: readonly AnalysisAccess[];
}

/** What a release takes as an analysis. */
export interface AnalysisSource {
  /** Undefined when it can't be told before a release. */
  readonly timing?: Timing;
  /** @param place - inline when it isn't said */
  plan(context: UserContext, place?: AnalysisPlace): PlannedUse;
  check(field: string, place: AnalysisPlace): readonly Problem[];
}

/** A template with values for its arguments: what steps, background analyses and experiments take. */
export interface AnalysisUse extends AnalysisSource {
  readonly kind: 'analysis-use';
  readonly template: TemplateData;
  readonly args: Readonly<Record<string, ArgumentValue>>;
}

/** A use as data. */
export type UseData = Pick<AnalysisUse, 'kind' | 'template' | 'args'>;
