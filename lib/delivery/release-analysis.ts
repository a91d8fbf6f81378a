import type { AnalysisAccess } from '../access/analysis';
import type { StringMap } from '../kubernetes/labels';
import { checkAnnotations, checkDnsSubdomain, checkLabels } from '../kubernetes/names';
import type { Manifest } from '../manifest/manifest';
import { type Problem, wrongValue } from '../problem/problem';
import type { RolloutContext } from './context';
import { checkCount } from './options';

/** Value of an argument: a text, a version's hash, or a field of the Rollout: `metadata.labels['region']`. */
export type AnalysisArgument =
  | string
  | { readonly podTemplateHash: 'Stable' | 'Latest'; readonly field?: never }
  | { readonly field: string; readonly podTemplateHash?: never };

/** How long an analysis takes, as far as its template tells. */
export interface AnalysisTiming {
  /** Seconds after its start at which it can fail first. */
  readonly firstVerdict: number;
  /** Seconds after its start at which it has ended; infinity when it measures until it is stopped. */
  readonly end: number;
}

/** A template that is there already. */
export interface AnalysisTemplateName {
  readonly name: string;
  /** A ClusterAnalysisTemplate instead of an AnalysisTemplate. @default false */
  readonly clusterScope?: boolean;
  /** @default unknown */
  readonly timing?: AnalysisTiming;
}

/** Beside the steps, between two steps or promotions, or in an experiment that is a step. */
export type AnalysisPlace = 'background' | 'inline' | 'experiment-step';

/** A template that is made for the workload that it analyses. */
export interface AnalysisSource {
  /** @default unknown */
  readonly timing?: AnalysisTiming;
  /** Beside the steps it goes on for as long as they do; elsewhere it has to end. */
  plan(context: RolloutContext, place?: AnalysisPlace): PlannedAnalysis;
  /** What is wrong with it where it is used. @default nothing */
  check?(field: string, place: AnalysisPlace): readonly Problem[];
}

/** What an analysis' source makes. */
export interface PlannedAnalysis {
  readonly name: string;
  readonly clusterScope?: boolean;
  /** Arguments that it needs; those that the release names go before them. @default none */
  readonly args?: Readonly<Record<string, AnalysisArgument>>;
  readonly manifests: readonly Manifest[];
  /** What its Jobs and its requests need to reach. @default nothing */
  readonly access?: readonly AnalysisAccess[];
}

/** A template: by its name alone, by name and more, or to be made. */
export type AnalysisTemplateUse = string | AnalysisTemplateName | AnalysisSource;

/** Labels and annotations. */
export interface Metadata {
  readonly labels?: StringMap;
  readonly annotations?: StringMap;
}

/** Which templates an analysis runs, and with what. */
export interface ReleaseAnalysis {
  /** At least one; their metrics are measured together. */
  readonly templates: readonly AnalysisTemplateUse[];
  /** Arguments by name. @default none */
  readonly args?: Readonly<Record<string, AnalysisArgument>>;
  /** Metrics that are measured, and never fail the release. @default none */
  readonly dryRun?: readonly string[];
  /** Measurements that are kept, by metric, from 1. @default 10 of each */
  readonly measurementRetention?: Readonly<Record<string, number>>;
  /** Of the AnalysisRun. @default none */
  readonly metadata?: Metadata;
}

/** Checks the form of an analysis' use; what its templates measure is theirs. */
export function checkReleaseAnalysis(
  field: string,
  use: ReleaseAnalysis | undefined,
  place: AnalysisPlace = 'inline',
): readonly Problem[] {
  if (use === undefined) return [];
  return [
    ...(use.templates.length === 0
      ? [{ field: `${field}.templates`, message: 'is empty: name at least one template' }]
      : []),
    ...use.templates.flatMap((template, index) =>
      checkTemplateUse(`${field}.templates[${index}]`, template, place),
    ),
    ...Object.entries(use.measurementRetention ?? {}).flatMap(([metric, limit]) =>
      checkCount(`${field}.measurementRetention.${metric}`, limit, 1),
    ),
    ...checkArguments(`${field}.args`, use.args),
    ...checkMetadata(`${field}.metadata`, use.metadata),
  ];
}

/** Fields of a Rollout that its analyses can read. */
const READABLE =
  /^(metadata\.(name|namespace|uid)|metadata\.(labels|annotations)\['[^']+'\]|(spec|status)\..+)$/;

/** Checks that arguments read fields which can be read. */
export function checkArguments(
  field: string,
  args: ReleaseAnalysis['args'] = {},
): readonly Problem[] {
  return Object.entries(args).flatMap(([name, argument]) =>
    typeof argument === 'string' || argument.field === undefined || READABLE.test(argument.field)
      ? []
      : [
          wrongValue(
            `${field}.${name}.field`,
            argument.field,
            "a field of the Rollout such as 'metadata.name', \"metadata.labels['region']\" or 'spec.replicas'",
          ),
        ],
  );
}

/** Checks labels and annotations that may be left out. */
export function checkMetadata(field: string, metadata: Metadata = {}): readonly Problem[] {
  return [
    ...checkLabels(`${field}.labels`, metadata.labels ?? {}),
    ...checkAnnotations(`${field}.annotations`, metadata.annotations ?? {}),
  ];
}

/** An analysis as steps, background and promotions have it. */
export function planReleaseAnalysis(
  use: ReleaseAnalysis,
  context: RolloutContext,
  place: AnalysisPlace = 'inline',
) {
  const planned = use.templates.map((template) => planTemplate(template, context, place));
  const own = planned.flatMap(({ args = {} }) => Object.entries(args));
  const { dryRun = [], measurementRetention = {} } = use;
  return {
    templates: planned.map(({ name, clusterScope }) => ({ templateName: name, clusterScope })),
    args: planArguments({ ...Object.fromEntries(own), ...use.args }),
    dryRun: nonEmpty(dryRun.map((metricName) => ({ metricName }))),
    measurementRetention: nonEmpty(
      Object.entries(measurementRetention).map(([metricName, limit]) => ({ metricName, limit })),
    ),
    analysisRunMetadata: use.metadata,
  };
}

/** Arguments as a list; undefined when there are none. */
export function planArguments(args: ReleaseAnalysis['args'] = {}) {
  return nonEmpty(
    Object.entries(args).map(([name, argument]) => {
      if (typeof argument === 'string') return { name, value: argument };
      return {
        name,
        valueFrom:
          argument.field === undefined
            ? { podTemplateHashValue: argument.podTemplateHash }
            : { fieldRef: { fieldPath: argument.field } },
      };
    }),
  );
}

/** A template's name, and what is made for it. */
export function planTemplate(
  template: AnalysisTemplateUse,
  context: RolloutContext,
  place: AnalysisPlace,
): PlannedAnalysis {
  if (typeof template === 'string') return { name: template, manifests: [] };
  return isSource(template) ? template.plan(context, place) : { ...template, manifests: [] };
}

/** How long an analysis takes; undefined unless all its templates tell. */
export function timingOf({ templates }: ReleaseAnalysis): AnalysisTiming | undefined {
  const timings = templates.flatMap((template) =>
    typeof template === 'string' || template.timing === undefined ? [] : [template.timing],
  );
  if (timings.length === 0 || timings.length < templates.length) return undefined;
  return {
    firstVerdict: Math.min(...timings.map(({ firstVerdict }) => firstVerdict)),
    end: Math.max(...timings.map(({ end }) => end)),
  };
}

/** The list, or undefined when it is empty. */
export function nonEmpty<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length === 0 ? undefined : list;
}

/** Checks a template: the name of one that is there already, or what its source says. */
export function checkTemplateUse(
  field: string,
  template: AnalysisTemplateUse,
  place: AnalysisPlace,
): readonly Problem[] {
  if (typeof template === 'string') return checkDnsSubdomain(field, template);
  return isSource(template)
    ? (template.check?.(field, place) ?? [])
    : checkDnsSubdomain(`${field}.name`, template.name);
}

function isSource(template: Exclude<AnalysisTemplateUse, string>): template is AnalysisSource {
  return 'plan' in template;
}
