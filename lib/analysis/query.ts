import type { Duration } from '../kubernetes/duration';
import type { AnalysisTarget, RequestMetrics } from './metrics-source';

/** What a query looks at. */
export interface QueryScope {
  readonly target: AnalysisTarget;
  readonly window: Duration | `${number}d`;
  /** The hash of one version's pods, or an argument that holds it. @default all versions */
  readonly hash?: string;
}

/**
 * The share of failed requests, from 0 to 1. Empty without requests ever, NaN without requests in the
 * window; 0 where none has failed ever, when there is no series of failed ones.
 */
export function failedShare(source: RequestMetrics, scope: QueryScope): string {
  const failed = sumOfRates(source.requests, source, scope, [source.failed]);
  const all = sumOfRates(source.requests, source, scope);
  return `(${failed} or vector(0))\n/\n${all}`;
}

/**
 * The share of requests that took longer, from 0 to 1. Between two buckets requests are taken to be spread
 * evenly, as histogram_quantile() does.
 * @param milliseconds - within the bounds of the source's buckets
 */
export function slowShare(source: RequestMetrics, milliseconds: number, scope: QueryScope): string {
  const bucket = (bound: number | '+Inf') =>
    sumOfRates(`${source.durations}_bucket`, source, scope, [boundMatcher(bound)]);
  const limit = source.unit === 's' ? milliseconds / 1000 : milliseconds;
  const upper = source.buckets.find((bound) => bound >= limit) ?? limit;
  const lower = source.buckets.findLast((bound) => bound < limit) ?? 0;
  const weight = rounded((limit - lower) / (upper - lower));
  const fast =
    weight === 1
      ? bucket(upper)
      : `(${weight} * ${bucket(upper)} + ${rounded(1 - weight)} * ${lower === 0 ? '0' : bucket(lower)})`;
  return `1 -\n${fast}\n/\n${bucket('+Inf')}`;
}

/** The duration within which a share of the requests was answered, in the source's unit. */
export function quantile(source: RequestMetrics, share: number, scope: QueryScope): string {
  const series = selector(`${source.durations}_bucket`, source, scope);
  return `histogram_quantile(${share},\n  sum by (le) (rate(${series}[${scope.window}]))\n)`;
}

/** Label matchers for one version's pods. */
export function versionMatchers(
  { versionBy }: Pick<RequestMetrics, 'versionBy'>,
  { target, hash }: Omit<QueryScope, 'window'>,
): readonly string[] {
  if (hash === undefined) return [];
  return versionBy === 'pod-name'
    ? [`pod=~"${target.workload}-${hash}-.+"`]
    : [`${versionBy.label}="${hash}"`];
}

function sumOfRates(
  name: string,
  source: RequestMetrics,
  scope: QueryScope,
  matchers: readonly string[] = [],
): string {
  return `sum(rate(${selector(name, source, scope, matchers)}[${scope.window}]))`;
}

/** The series of a metric for a workload's requests: of one version, and by further matchers. */
export function selector(
  name: string,
  source: RequestMetrics,
  scope: Omit<QueryScope, 'window'>,
  matchers: readonly string[] = [],
): string {
  const all = [...source.matchers(scope.target), ...versionMatchers(source, scope), ...matchers];
  return `${name}{${all.join(',')}}`;
}

/** Prometheus 3 writes `250.0` where Prometheus 2 has what was scraped, `250`. */
function boundMatcher(bound: number | '+Inf'): string {
  return typeof bound === 'number' && Number.isInteger(bound)
    ? `le=~"${bound}([.]0)?"`
    : `le="${bound}"`;
}

/** Without the last digits, in which binary fractions differ from decimal ones. */
export function rounded(value: number): number {
  return Number(value.toPrecision(12));
}
