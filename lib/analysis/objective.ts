import { checkDuration } from '../kubernetes/duration';
import type { Manifest } from '../manifest/manifest';
import { type Problem, wrongValue } from '../problem/problem';
import { checkShape, judge, requireCall } from '../shape/check';
import { type AlertOptions, type Indicator, planAlerts } from './alerts';
import {
  type AnalysisTarget,
  checkSource,
  istioMetrics,
  type RequestMetrics,
  requireSource,
} from './metrics-source';
import {
  budgetOf,
  checkLatencies,
  checkPercent,
  entriesOf,
  findMilliseconds,
  type Latencies,
} from './percent';
import { failedShare, type QueryScope, rounded, slowShare } from './query';
import {
  atMost,
  type MeasureOptions,
  type ReadyAnalysis,
  readyAnalysis,
  timingFields,
  windowOf,
} from './ready';
import { checkTiming, HASH_REF } from './request-analyses';
import type { Metric } from './spec';

/** What a workload promises, over some days. */
export interface ObjectiveOptions {
  /** Requests that don't fail, in percent: 99.9. */
  readonly availability?: number;
  /** Answers within some time: `{ p95: '300ms' }`. */
  readonly latency?: Latencies;
  /** Days over which the promise holds. @default 30 */
  readonly days?: number;
  /** @default istioMetrics() */
  readonly metrics?: RequestMetrics;
  /** How the new version is held to it during a release. */
  readonly canary?: MeasureOptions & {
    /** How many times as fast as the promise allows may errors come. @default 1 */
    readonly burnRate?: number;
  };
}

/** A promise, with all that follows from it. */
export interface Objective {
  readonly kind: 'objective';
  /** Holds the new version to the promise during a release. */
  readonly analysis: ReadyAnalysis;
  /** What is wrong with it, for a workload. */
  check(target: AnalysisTarget): readonly Problem[];
  /** Alerts for when it is about to be broken: a PrometheusRule. */
  alerts(target: AnalysisTarget, options?: AlertOptions): Manifest;
}

/**
 * A service-level objective. The canary's analysis and the alerts ask the same query: once for the new
 * version, once for all versions.
 */
export function objective(options: ObjectiveOptions): Objective {
  requireCall('objective', options);
  const { days = 30, canary = {} } = options;
  const source = options.metrics ?? istioMetrics();
  requireSource('objective', source);
  const indicators = indicatorsOf(options, source);
  const misshapen = checkShape('ObjectiveOptions', '', options);
  const check = (target: AnalysisTarget) =>
    judge({ problems: misshapen }, () => [
      ...checkObjective(options, source),
      ...checkSource('metrics', source, target),
    ]);
  return {
    kind: 'objective',
    check,
    analysis: readyAnalysis('objective', misshapen, (target, place) => ({
      byVersion: true,
      problems: [...checkObjective(options, source), ...checkTiming(canary, source, target)],
      metrics: indicators.map((indicator): Metric => {
        const scope = { target, window: windowOf(canary), hash: HASH_REF };
        const limit = rounded(indicator.budget * (canary.burnRate ?? 1));
        return {
          name: indicator.name,
          ...timingFields(canary, place),
          ...atMost(limit, canary.whenEmpty),
          provider: { prometheus: { ...source.prometheus, query: indicator.query(scope) } },
        };
      }),
    })),
    alerts: (target, alertOptions = {}) => planAlerts(indicators, target, days, alertOptions),
  };
}

function indicatorsOf(options: ObjectiveOptions, source: RequestMetrics): readonly Indicator[] {
  const { availability, latency = {} } = options;
  return [
    ...(availability === undefined
      ? []
      : [
          {
            name: 'availability',
            budget: budgetOf(availability),
            query: (scope: QueryScope) => failedShare(source, scope),
          },
        ]),
    ...entriesOf(latency).map(({ name, percent, latency: limit }) => ({
      name: `latency-${name}`,
      budget: budgetOf(percent),
      query: (scope: QueryScope) => slowShare(source, findMilliseconds(limit) ?? 0, scope),
    })),
  ];
}

function checkObjective(options: ObjectiveOptions, source: RequestMetrics): readonly Problem[] {
  const { availability, latency, days = 30, canary = {} } = options;
  const { burnRate = 1 } = canary;
  return [
    ...(availability === undefined ? [] : checkPercent('availability', availability)),
    ...(latency === undefined ? [] : checkLatencies('latency', latency, source)),
    ...(availability === undefined && latency === undefined
      ? [{ field: 'objective', message: 'promises nothing: add availability or latency' }]
      : []),
    ...(Number.isInteger(days) && days >= 7 && days <= 90
      ? []
      : [wrongValue('days', days, 'a whole number from 7 to 90')]),
    ...(burnRate > 0 ? [] : [wrongValue('canary.burnRate', burnRate, 'a number above 0')]),
    ...checkDuration('canary.interval', canary.interval, 1),
  ];
}
