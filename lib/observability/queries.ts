import {
  istioMetrics,
  prometheusMetrics,
  type RequestMetrics,
  type VersionMark,
} from '../analysis/metrics-source';
import { selector } from '../analysis/query';
import { type Observed, podNamingOf } from './spec';

/** Label that the queries here give to series: the hash of a version's pods. */
const REVISION = 'revision';

/** Grafana's own window, that fits what is shown and how often is scraped. */
const WINDOW = '$__rate_interval';

/** Where the requests of a microservice are counted; undefined where nobody counts them. */
export function requestsOf(observed: Observed): RequestMetrics | undefined {
  const { own, metrics, traffic, workloads } = observed;
  if (own.requests !== undefined) return own.requests;
  if (isCountedByMesh(observed))
    return traffic === 'http' || traffic === 'grpc'
      ? istioMetrics({ protocol: traffic })
      : undefined;
  if (metrics === undefined) return undefined;
  const { suffix } = podNamingOf(workloads[0]);
  return prometheusMetrics({
    matchers: ({ workload, namespace }) => [
      ...(namespace === undefined ? [] : [`namespace="${namespace}"`]),
      `pod=~"${workload}${suffix}"`,
    ],
  });
}

/** Where the connections of a microservice are counted that has no requests; undefined where nobody does. */
export function connectionsOf(observed: Observed): RequestMetrics | undefined {
  const { own, traffic } = observed;
  const isCounted = own.requests === undefined && traffic === 'tcp' && isCountedByMesh(observed);
  return isCounted ? istioMetrics() : undefined;
}

function isCountedByMesh({ environment: { observability = {}, mesh } }: Observed): boolean {
  return (observability.requests ?? (mesh === undefined ? 'program' : 'mesh')) === 'mesh';
}

/** Matchers of the pods of all workloads of a microservice, of all versions. */
export function podMatchers({ namespace, workloads }: Observed, further: readonly string[] = []) {
  const [first, ...others] = workloads.map(({ name }) => name);
  const names = others.length === 0 ? first : `(${[first, ...others].join('|')})`;
  // Only Deployments run side by side.
  const { suffix } = podNamingOf(workloads[0]);
  return [
    ...(namespace === undefined ? [] : [`namespace="${namespace}"`]),
    `pod=~"${names}${suffix}"`,
    ...further,
  ].join(',');
}

/** Label by which series of pods are told apart: by version, or by pod where names don't tell it. */
export function labelOf({ workloads }: Observed, versionBy: VersionMark = 'pod-name'): string {
  const isTold = versionBy !== 'pod-name' || podNamingOf(workloads[0]).revision !== undefined;
  return isTold ? REVISION : 'pod';
}

/** Sum of series of pods, by what tells them apart. */
export function sumOfPods(
  observed: Observed,
  series: string,
  further: readonly string[] = [],
): string {
  const { name, workloads } = observed;
  const { revision } = podNamingOf(workloads[0]);
  const by = [labelOf(observed), ...further].join(', ');
  return revision === undefined
    ? `sum by (${by}) (${series})`
    : `sum by (${by}) (label_replace(${series}, "${REVISION}", "$1", "pod", "${name}${revision}"))`;
}

/** What Istio's proxies count of connections, after `istio_tcp_`. */
export type ConnectionMetric =
  `${'connections_opened' | 'connections_closed' | 'received_bytes' | 'sent_bytes'}_total`;

/** Sum of what the mesh counts of a workload's connections, by version. */
export function connectionsByVersion(
  observed: Observed,
  source: RequestMetrics,
  workload: string,
  metric: ConnectionMetric,
  asRate = true,
): string {
  return sumByVersion(observed, source, workload, `istio_tcp_${metric}`, { asRate });
}

/** Requests per second of a workload, by version. */
export function rateByVersion(observed: Observed, source: RequestMetrics, workload: string) {
  return sumByVersion(observed, source, workload, source.requests);
}

/** Share of failed requests of a workload, by version; 0 for a version of which none has failed. */
export function failedByVersion(observed: Observed, source: RequestMetrics, workload: string) {
  const failed = sumByVersion(observed, source, workload, source.requests, {
    matchers: [source.failed],
  });
  const all = sumByVersion(observed, source, workload, source.requests);
  return `(${failed} or 0 * ${all})\n/\n${all}`;
}

/** Duration within which a share of a workload's requests was answered, by version, in the source's unit. */
export function durationByVersion(
  observed: Observed,
  source: RequestMetrics,
  workload: string,
  share: number,
) {
  const name = `${source.durations}_bucket`;
  const buckets = sumByVersion(observed, source, workload, name, { further: ['le'] });
  return `histogram_quantile(${share}, ${buckets})`;
}

interface SumOptions {
  readonly matchers?: readonly string[];
  /** Labels to be kept. */
  readonly further?: readonly string[];
  /** @default true */
  readonly asRate?: boolean;
}

function sumByVersion(
  observed: Observed,
  source: RequestMetrics,
  workload: string,
  name: string,
  { matchers, further = [], asRate = true }: SumOptions = {},
): string {
  const { namespace } = observed;
  const selected = selector(name, source, { target: { workload, namespace } }, matchers ?? []);
  const series = asRate ? `rate(${selected}[${WINDOW}])` : selected;
  const { versionBy } = source;
  if (versionBy === 'pod-name') return sumOfPods(observed, series, further);
  const renamed = `label_replace(${series}, "${REVISION}", "$1", "${versionBy.label}", "(.*)")`;
  return `sum by (${[REVISION, ...further].join(', ')}) (${renamed})`;
}
