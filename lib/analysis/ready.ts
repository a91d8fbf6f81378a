import type { Duration } from '../kubernetes/duration';
import type { Problem } from '../problem/problem';
import { judge } from '../shape/check';
import type { ShapeProblem } from '../shape/explain';
import { type ArgumentSpecs, latestHash, required } from './arguments';
import type { AnalysisTarget } from './metrics-source';
import type { AnalysisPlace, AnalysisSource, AnalysisUse, CountOrRef, Metric } from './spec';
import { templateData } from './template';
import { useOf } from './use';

/** An analysis that is ready but for the workload that it is of, which whoever uses it says. */
export interface ReadyAnalysis extends AnalysisSource {
  readonly kind: 'ready-analysis';
  readonly name: string;
  /**
   * The analysis of a workload's new version. Its template comes with it, under a name that begins with
   * the workload's.
   * @param place - beside the steps, where it goes on until their end, or inline, where it has to end
   */
  for(target: AnalysisTarget, place?: AnalysisPlace): AnalysisUse;
}

/** An analysis with values for all arguments, or one that is ready for any workload. */
export type Analysis = AnalysisUse | ReadyAnalysis;

/** The use that an analysis is for a workload. */
export function bindAnalysis(
  analysis: Analysis,
  target: AnalysisTarget,
  place: AnalysisPlace = 'inline',
): AnalysisUse {
  return analysis.kind === 'analysis-use' ? analysis : analysis.for(target, place);
}

/** When measurements are taken, and how many may be bad. */
export interface MeasureOptions {
  /** The time over which requests are counted. @default '2m' */
  readonly window?: Duration;
  /** @default the window, so that it holds no request of before */
  readonly initialDelay?: Duration;
  /** @default '1m' */
  readonly interval?: Duration;
  /** @default 5 inline; without an end beside the steps */
  readonly count?: number;
  /** Bad measurements that are put up with. @default 0 */
  readonly failureLimit?: number;
  /** Measurements without requests that are put up with. @default 0 */
  readonly inconclusiveLimit?: number;
  /**
   * What it means when there were no requests: a person has to decide, or it counts as good or as bad.
   * @default 'inconclusive'
   */
  readonly whenEmpty?: 'inconclusive' | 'success' | 'failure';
}

const DEFAULT_WINDOW = '2m';
const DEFAULT_INTERVAL = '1m';
const DEFAULT_COUNT = 5;

/** The window of some timing. */
export function windowOf({ window = DEFAULT_WINDOW }: MeasureOptions): Duration {
  return window;
}

/** The fields of a metric that say when it is taken. */
export function timingFields(
  timing: MeasureOptions,
  place: AnalysisPlace,
): Pick<Metric, 'initialDelay' | 'interval' | 'count' | 'failureLimit' | 'inconclusiveLimit'> {
  const endless: CountOrRef | undefined = place === 'background' ? undefined : DEFAULT_COUNT;
  return {
    initialDelay: timing.initialDelay ?? windowOf(timing),
    interval: timing.interval ?? DEFAULT_INTERVAL,
    count: timing.count ?? endless,
    failureLimit: timing.failureLimit,
    inconclusiveLimit: timing.inconclusiveLimit,
  };
}

/**
 * Conditions that hold a list of one number to a limit. Without requests the list is empty, or its number
 * isn't one (0 divided by 0).
 */
export function atMost(
  limit: number,
  whenEmpty: MeasureOptions['whenEmpty'] = 'inconclusive',
): Pick<Metric, 'successCondition' | 'failureCondition'> {
  const isThere = 'len(result) > 0 && !isNaN(result[0])';
  if (whenEmpty === 'success')
    return { successCondition: `len(result) == 0 || isNaN(result[0]) || result[0] <= ${limit}` };
  const isGood = { successCondition: `${isThere} && result[0] <= ${limit}` };
  return whenEmpty === 'failure'
    ? isGood
    : { ...isGood, failureCondition: `${isThere} && result[0] > ${limit}` };
}

/** Name of the argument that holds the hash of the new version's pods. */
export const HASH = 'hash';

/**
 * Makes an analysis that is ready for any workload.
 * @param misshapen - what is wrong with how its options look
 */
export function readyAnalysis(
  name: string,
  misshapen: readonly ShapeProblem[],
  plan: (
    target: AnalysisTarget,
    place: AnalysisPlace,
  ) => {
    readonly metrics: readonly Metric[];
    readonly problems: readonly Problem[];
    /** Whether it looks at the new version's pods alone. */
    readonly byVersion: boolean;
  },
): ReadyAnalysis {
  const isReadable = misshapen.every(({ readable }) => readable);
  const bind = (target: AnalysisTarget, place: AnalysisPlace = 'inline') => {
    if (!isReadable)
      return useOf({ ...templateData('AnalysisTemplate', { name }), problems: misshapen });
    const { metrics, problems, byVersion } = plan(target, place);
    const suffix = place === 'background' ? '-background' : '';
    const args: ArgumentSpecs = byVersion ? { [HASH]: required } : {};
    const named = { name: `${target.workload}-${name}${suffix}`, args, metrics };
    const template = templateData('AnalysisTemplate', named);
    const all = judge({ problems: misshapen }, () => [...problems, ...template.problems]);
    return useOf({ ...template, problems: all }, byVersion ? { [HASH]: latestHash } : {});
  };
  return {
    kind: 'ready-analysis',
    name,
    timing: bind(ANY).timing,
    for: bind,
    plan: (context, place) =>
      bind({ workload: context.name, namespace: context.namespace }, place).plan(context),
    check: (field, place) => {
      const use = bind(ANY, place);
      const own = `${field}.${use.template.name}`;
      return use.check(field, place).map((problem) => ({
        ...problem,
        field: problem.field.replace(own, `${field}.${name}`),
      }));
    },
  };
}

/** Stands for the workload where none is known yet. */
const ANY: AnalysisTarget = { workload: 'any' };
