import { type Problem, wrongValue } from '../problem/problem';
import { checkShape, plainProps, requireOptions } from '../shape/check';
import { type ArgumentSpecs, refsOf, type UseParameters } from './arguments';
import type {
  AnalysisTemplateProps,
  AnalysisUse,
  Metric,
  TemplateData,
  TemplateKind,
} from './spec';
import { useOf } from './use';

/** A template that can be used: `template.use({ service: 'cart' })`. */
export interface Template<A extends ArgumentSpecs = ArgumentSpecs> extends TemplateData<A> {
  /** A use of it. A missing or unknown argument doesn't compile. */
  use(...values: UseParameters<A>): AnalysisUse;
}

type Intersection<U> = (U extends unknown ? (member: U) => void : never) extends (
  member: infer I,
) => void
  ? I
  : never;

type ArgsOf<T> = T extends TemplateData<infer A> ? A : never;

/** Arguments of a template and of those in it. */
export type AllArgs<A, T extends readonly TemplateData[]> = T extends readonly []
  ? A
  : A & Omit<Intersection<ArgsOf<T[number]>>, keyof A>;

/** Props with the name that a construct has in its id. */
export interface NamedTemplateProps<A extends ArgumentSpecs, T extends readonly TemplateData[]>
  extends AnalysisTemplateProps<A, T> {
  readonly name: string;
}

/** An AnalysisTemplate as a value, which is made together with the workload that uses it. */
export function analysisTemplate<
  A extends ArgumentSpecs = {},
  const T extends readonly TemplateData[] = readonly [],
>(props: NamedTemplateProps<A, T>): Template<AllArgs<A, T>> {
  return withUse<AllArgs<A, T>>(templateData('AnalysisTemplate', props));
}

/** A ClusterAnalysisTemplate as a value; its object is made elsewhere, once for all namespaces. */
export function clusterAnalysisTemplate<
  A extends ArgumentSpecs = {},
  const T extends readonly TemplateData[] = readonly [],
>(props: NamedTemplateProps<A, T>): Template<AllArgs<A, T>> {
  return withUse<AllArgs<A, T>>(templateData('ClusterAnalysisTemplate', props));
}

/** A template as data, its metrics with the places of its arguments in them. */
export function templateData<A extends ArgumentSpecs, T extends readonly TemplateData[]>(
  kind: TemplateKind,
  given: NamedTemplateProps<A, T>,
): TemplateData {
  requireOptions('analysisTemplate', given);
  const props = plainProps('analysisTemplate', given);
  const { args, templates = [], metrics: said = [] } = props;
  const metrics = typeof said === 'function' ? said(refsOf(args)) : said;
  const problems = checkTemplateProps(props, metrics);
  const common = { kind, name: props.name, comesWithUse: kind === 'AnalysisTemplate', problems };
  // Of what nobody could read, nothing is left but what is wrong with it.
  if (problems.length > 0) return { ...common, ...NOTHING };
  return {
    ...common,
    args: args ?? {},
    metrics,
    templates,
    dryRun: props.dryRun ?? [],
    measurementRetention: props.measurementRetention ?? {},
    labels: props.labels ?? {},
    annotations: props.annotations ?? {},
  };
}

/** Checks what a template is made from, with what its function gives. */
function checkTemplateProps(props: object, metrics: readonly Metric[]): readonly Problem[] {
  const isList = Array.isArray(metrics);
  return [
    ...checkShape('NamedTemplateProps', '', { ...props, metrics: isList ? metrics : [] }),
    ...(isList ? [] : [wrongValue('metrics', metrics, 'a list: [ ... ]')]),
  ];
}

const NOTHING = {
  args: {},
  metrics: [],
  templates: [],
  dryRun: [],
  measurementRetention: {},
  labels: {},
  annotations: {},
} as const;

/** A template that can be used. */
export function withUse<A extends ArgumentSpecs>(data: TemplateData): Template<A> {
  return { ...data, typeOfArgs: undefined, use: (...values) => useOf(data, values[0]) };
}
