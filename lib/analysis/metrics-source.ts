import { fieldsOf, isFields } from '../manifest/fields';
import { shownOf } from '../manifest/require';
import { InputError, type Problem, wrongValue } from '../problem/problem';
import { requireAll } from '../shape/check';
import type { PrometheusMetric } from './provider';

/** Whose requests are looked at. */
export interface AnalysisTarget {
  /** Name of the Rollout or Deployment. */
  readonly workload: string;
  /** @default the metrics of every namespace */
  readonly namespace?: string;
}

/**
 * How the pods of one version are told from the others: by their names, which begin with the workload's
 * name and the version's hash; or by a label of the metrics that holds the hash.
 */
export type VersionMark = 'pod-name' | { readonly label: string };

/** Where counts and durations of requests are found. */
export interface RequestMetrics {
  /** How Prometheus is asked. */
  readonly prometheus: Omit<PrometheusMetric, 'query' | 'rangeQuery'>;
  /** Name of the counter of requests. */
  readonly requests: string;
  /** Name of the histogram of their durations, without `_bucket`. */
  readonly durations: string;
  readonly unit: 'ms' | 's';
  /** Upper bounds of the histogram's buckets, in its unit. */
  readonly buckets: readonly number[];
  /** What selects the requests that a workload has answered. */
  readonly matchers: (target: AnalysisTarget) => readonly string[];
  /** What selects those that failed. */
  readonly failed: string;
  readonly versionBy: VersionMark;
}

interface SourceOptions {
  /** URL of Prometheus. @default the controller's ARGO_ROLLOUTS_PROMETHEUS_ADDRESS */
  readonly address?: string;
  /** How Prometheus is asked, beside the address. */
  readonly prometheus?: Omit<PrometheusMetric, 'address' | 'query' | 'rangeQuery'>;
  /** @default 'pod-name': what scrapes has to set the label `pod`, as the Prometheus operator does */
  readonly versionBy?: VersionMark;
}

/** Bounds of the buckets of `istio_request_duration_milliseconds`. */
const ISTIO_BUCKETS = [
  0.5, 1, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000, 60_000, 300_000, 600_000,
  1_800_000, 3_600_000,
];

/** What the client libraries of Prometheus have where nothing is said. */
const DEFAULT_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** The status codes of gRPC that are the server's fault. */
const GRPC_FAILURES = 'grpc_response_status=~"2|4|8|12|13|14|15"';

/**
 * What Istio's proxies count, at the side of the pods that answer.
 * @see https://istio.io/latest/docs/reference/config/metrics/
 */
export function istioMetrics(
  options: SourceOptions & {
    /** What counts as failed: status codes from 500, or gRPC's. @default 'http' */
    readonly protocol?: 'http' | 'grpc';
  } = {},
): RequestMetrics {
  requireAll('istioMetrics', options);
  return {
    prometheus: { address: options.address, ...options.prometheus },
    requests: 'istio_requests_total',
    durations: 'istio_request_duration_milliseconds',
    unit: 'ms',
    buckets: ISTIO_BUCKETS,
    matchers: ({ workload, namespace }) => [
      'reporter="destination"',
      `destination_workload="${workload}"`,
      ...(namespace === undefined ? [] : [`destination_workload_namespace="${namespace}"`]),
    ],
    failed: options.protocol === 'grpc' ? GRPC_FAILURES : 'response_code=~"5.."',
    versionBy: options.versionBy ?? 'pod-name',
  };
}

/** What a program itself counts, with a client library of Prometheus. */
export function prometheusMetrics(
  options: SourceOptions & {
    /** @default http_requests_total */
    readonly requests?: string;
    /** @default http_request_duration_seconds */
    readonly durations?: string;
    /** @default s */
    readonly unit?: 'ms' | 's';
    /** @default those of the client libraries: 0.005 to 10 */
    readonly buckets?: readonly number[];
    /** Matchers of the workload's series. @default by `namespace` and `pod`, whose name begins with the workload's */
    readonly matchers?: (target: AnalysisTarget) => readonly string[];
    /** @default code=~"5.." */
    readonly failed?: string;
  } = {},
): RequestMetrics {
  requireAll('prometheusMetrics', options);
  return {
    prometheus: { address: options.address, ...options.prometheus },
    requests: options.requests ?? 'http_requests_total',
    durations: options.durations ?? 'http_request_duration_seconds',
    unit: options.unit ?? 's',
    buckets: options.buckets ?? DEFAULT_BUCKETS,
    matchers:
      options.matchers ??
      (({ workload, namespace }) => [
        ...(namespace === undefined ? [] : [`namespace="${namespace}"`]),
        `pod=~"${workload}-[a-z0-9]+-[a-z0-9]+"`,
      ]),
    failed: options.failed ?? 'code=~"5.."',
    versionBy: options.versionBy ?? 'pod-name',
  };
}

/**
 * Checks that a source of metrics is one.
 * @throws InputError when it isn't
 */
export function requireSource(call: string, source: unknown): void {
  const { buckets, matchers, prometheus } = fieldsOf(source);
  const isSource =
    typeof matchers === 'function' &&
    isFields(prometheus) &&
    Array.isArray(buckets) &&
    buckets.every((bound) => typeof bound === 'number');
  if (isSource) return;
  throw new InputError([
    wrongValue(
      `${call}().metrics`,
      shownOf(source),
      'what istioMetrics() or prometheusMetrics() gives',
    ),
  ]);
}

/** Longest name of a workload whose pods' names hold all of the hash: they are cut at 58 characters. */
const MAX_WORKLOAD = 58 - '-'.length - 10 - '-'.length;

/** Checks that versions can be told apart. */
export function checkSource(
  field: string,
  { versionBy, buckets }: RequestMetrics,
  { workload }: AnalysisTarget,
): readonly Problem[] {
  const isSorted = buckets.every((bound, index) => bound > (buckets[index - 1] ?? 0));
  return [
    ...(versionBy === 'pod-name' && workload.length > MAX_WORKLOAD
      ? [
          wrongValue(
            `${field}.versionBy`,
            versionBy,
            `a label, since pods of a name as long as '${workload}' don't have all of the hash in theirs`,
          ),
        ]
      : []),
    ...(isSorted && buckets.length > 0
      ? []
      : [wrongValue(`${field}.buckets`, buckets, 'numbers above 0, each above the one before')]),
  ];
}
