import { checkDuration } from '../kubernetes/duration';
import { type Problem, wrongValue } from '../problem/problem';
import {
  checkClosed,
  checkProps,
  checkShape,
  madeOf,
  requireCall,
  requireOptions,
} from '../shape/check';
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
import { failedShare, quantile, rounded, versionMatchers } from './query';
import {
  atMost,
  HASH,
  type MeasureOptions,
  type ReadyAnalysis,
  readyAnalysis,
  timingFields,
  windowOf,
} from './ready';
import type { Metric } from './spec';

/** Where the place of the hash is in a query. */
export const HASH_REF = `{{args.${HASH}}}`;

/** A share of the new version's requests has to be answered well. */
export function successRate(
  options: MeasureOptions & {
    /** In percent, from 50: 99. */
    readonly atLeast: number;
    /** @default istioMetrics() */
    readonly metrics?: RequestMetrics;
  },
): ReadyAnalysis {
  requireOptions('successRate', options);
  const { metrics: source = istioMetrics(), atLeast, whenEmpty } = options;
  requireSource('successRate', source);
  return madeOf('successRate', [options], () =>
    readyAnalysis('success-rate', checkClosed('successRate', options), (target, place) => ({
      byVersion: true,
      problems: [...checkPercent('atLeast', atLeast), ...checkTiming(options, source, target)],
      metrics: [
        {
          name: 'failed-requests',
          ...timingFields(options, place),
          ...atMost(budgetOf(atLeast), whenEmpty),
          provider: {
            prometheus: {
              ...source.prometheus,
              query: failedShare(source, { target, window: windowOf(options), hash: HASH_REF }),
            },
          },
        },
      ],
    })),
  );
}

/** The new version has to answer within some time. */
export function latency(
  limits: Latencies,
  options: MeasureOptions & {
    /** @default istioMetrics() */
    readonly metrics?: RequestMetrics;
  } = {},
): ReadyAnalysis {
  requireCall('latency', limits, options);
  const { metrics: source = istioMetrics(), whenEmpty } = options;
  requireSource('latency', source);
  const misshapen = [
    ...checkShape('Latencies', 'latency', limits),
    ...checkClosed('latency', options),
  ];
  return readyAnalysis('latency', misshapen, (target, place) => ({
    byVersion: true,
    problems: [
      ...checkLatencies('latency', limits, source),
      ...checkTiming(options, source, target),
    ],
    metrics: entriesOf(limits).map(({ name, percent, latency: limit }): Metric => {
      const milliseconds = findMilliseconds(limit) ?? 0;
      const scope = { target, window: windowOf(options), hash: HASH_REF };
      return {
        name: `latency-${name}`,
        ...timingFields(options, place),
        ...atMost(source.unit === 's' ? rounded(milliseconds / 1000) : milliseconds, whenEmpty),
        provider: {
          prometheus: {
            ...source.prometheus,
            query: quantile(source, rounded(percent / 100), scope),
          },
        },
      };
    }),
  }));
}

/** The new version's containers may not be started again, by what kube-state-metrics counts. */
export function restarts(
  options: MeasureOptions & {
    /** @default 0 */
    readonly atMost?: number;
    /** Where Prometheus is, and how versions are told apart. @default istioMetrics() */
    readonly metrics?: Pick<RequestMetrics, 'prometheus' | 'versionBy'>;
  } = {},
): ReadyAnalysis {
  requireCall('restarts', options);
  const { metrics: source = istioMetrics(), atMost: limit = 0, whenEmpty } = options;
  const misshapen = [
    ...checkClosed('restarts', { ...options, metrics: undefined }),
    // There is more in them than is read here.
    ...checkProps('restarts', { metrics: options.metrics }),
  ];
  return readyAnalysis('restarts', misshapen, (target, place) => {
    const scope = { target, window: windowOf(options), hash: HASH_REF };
    const matchers = [
      ...(target.namespace === undefined ? [] : [`namespace="${target.namespace}"`]),
      ...versionMatchers(source, scope),
    ];
    return {
      byVersion: true,
      problems: [
        ...(Number.isInteger(limit) && limit >= 0
          ? []
          : [wrongValue('atMost', limit, 'a whole number from 0')]),
        ...checkWindow(options),
      ],
      metrics: [
        {
          name: 'restarts',
          ...timingFields(options, place),
          ...atMost(limit, whenEmpty),
          provider: {
            prometheus: {
              ...source.prometheus,
              query: `sum(kube_pod_container_status_restarts_total{${matchers.join(',')}})`,
            },
          },
        },
      ],
    };
  });
}

/** Checks what the analyses of requests have in common. */
export function checkTiming(
  timing: MeasureOptions,
  source: RequestMetrics,
  target: AnalysisTarget,
): readonly Problem[] {
  return [...checkWindow(timing), ...checkSource('metrics', source, target)];
}

function checkWindow({ window }: MeasureOptions): readonly Problem[] {
  return checkDuration('window', window, 1);
}
