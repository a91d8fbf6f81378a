import { findSeconds } from '../kubernetes/duration';
import { requireAll } from '../shape/check';
import { withNested } from './nested';
import { defaultsOf, type KnownValues, resolveCount, resolveSeconds, valuesOf } from './resolve';
import type { Metric, TemplateData, Timing, UseData } from './spec';

/**
 * Seconds from the start of an analysis to its last measurement, if no measurement comes to nothing;
 * undefined when it has no end of its own, or when that can't be told before a release. A Job counts as long
 * as it says.
 */
export function longestDuration(
  analysis: TemplateData | UseData | readonly UseData[],
): number | undefined {
  requireAll('longestDuration', analysis);
  return longestOf(analysis);
}

function longestOf(analysis: TemplateData | UseData | readonly UseData[]): number | undefined {
  if (isList(analysis)) return longest(analysis.map((use) => longestOf(use)));
  const isUse = analysis.kind === 'analysis-use';
  const values = isUse ? valuesOf(analysis) : defaultsOf(analysis);
  const metrics = withNested(isUse ? analysis.template : analysis).flatMap((one) => one.metrics);
  return longest(metrics.map((metric) => durationOf(metric, values)));
}

function isList(analysis: unknown): analysis is readonly UseData[] {
  return Array.isArray(analysis);
}

function longest(durations: readonly (number | undefined)[]): number | undefined {
  let most = 0;
  for (const duration of durations) {
    if (duration === undefined) return undefined;
    most = Math.max(most, duration);
  }
  return most;
}

function durationOf(metric: Metric, values: KnownValues): number | undefined {
  const { initialDelay, interval, provider } = metric;
  const count = effectiveCount(metric, values);
  const delay = initialDelay === undefined ? 0 : resolveSeconds(initialDelay, values);
  const pause = interval === undefined ? 0 : resolveSeconds(interval, values);
  if (typeof count !== 'number' || delay === undefined || pause === undefined) return undefined;
  const takes = provider.job?.takes;
  const run = takes === undefined ? 0 : (findSeconds(takes) ?? 0);
  return delay + (count - 1) * pause + count * run;
}

/** How many measurements are taken: 'endless' with an interval alone, 'open' when it can't be told. */
export function effectiveCount(metric: Metric, values: KnownValues): number | 'endless' | 'open' {
  const count = resolveCount(metric.count, values);
  if (count === undefined || count === 0) return metric.interval === undefined ? 1 : 'endless';
  return typeof count === 'number' ? count : 'open';
}

/** When a use can fail first, and when it has ended; undefined when that can't be told before a release. */
export function timingOf(use: UseData): Timing | undefined {
  const values = valuesOf(use);
  const metrics = withNested(use.template).flatMap((one) => one.metrics);
  const counts = metrics.map((metric) => effectiveCount(metric, values));
  const verdicts = metrics.map((metric) => firstVerdict(metric, values));
  const end = counts.includes('endless') ? Number.POSITIVE_INFINITY : longestOf(use);
  if (end === undefined || counts.includes('open') || verdicts.includes(undefined))
    return undefined;
  return { firstVerdict: Math.min(...verdicts.map((verdict) => verdict ?? 0)), end };
}

/** It fails with the first bad measurement beyond those that are put up with. */
function firstVerdict(metric: Metric, values: KnownValues): number | undefined {
  const limit = resolveCount(metric.failureLimit, values) ?? 0;
  if (typeof limit !== 'number') return undefined;
  const count = effectiveCount(metric, values);
  if (limit < 0 || (typeof count === 'number' && limit >= count)) return Number.POSITIVE_INFINITY;
  return durationOf({ ...metric, count: limit + 1 }, values);
}
