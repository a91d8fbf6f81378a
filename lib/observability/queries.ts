import { istioMetrics, prometheusMetrics, type RequestMetrics } from '../analysis/metrics-source';
import { selector } from '../analysis/query';
import { type Observed, podNamingOf } from './spec';

/** Label that the queries here give to series: the hash of a version's pods. */
export const REVISION = 'revision';

/** Grafana's own window, that fits what is shown and how often is scraped. */
const WINDOW = '$__rate_interval';

/** Where the requests of a microservice are counted; undefined where nobody counts them. */
export function requestsOf({ environment, own, metrics, isGrpc }: Observed) {
  if (own.requests !== undefined) return own.requests;
  const { observability = {}, mesh } = environment;
  const by = observability.requests ?? (mesh === undefined ? 'program' : 'mesh');
  if (by === 'mesh') return istioMetrics({ protocol: isGrpc ? 'grpc' : 'http' });
  return metrics === undefined ? undefined : prometheusMetrics();
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

/** Series of pods, with the hash of their version as a label of its own. */
export function withRevision({ name, workloads }: Observed, series: string): string {
  const { revision } = podNamingOf(workloads[0]);
  return `label_replace(${series}, "${REVISION}", "$1", "pod", "${name}${revision}")`;
}

/** Requests per second of a workload, by version. */
export function rateByVersion(observed: Observed, source: RequestMetrics, workload: string) {
  return sumByVersion(observed, source, workload, source.requests);
}

/** Share of failed requests of a workload, by version; 0 for a version of which none has failed. */
export function failedByVersion(observed: Observed, source: RequestMetrics, workload: string) {
  const failed = sumByVersion(observed, source, workload, source.requests, [source.failed]);
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
  const buckets = sumByVersion(observed, source, workload, name, [], ['le']);
  return `histogram_quantile(${share}, ${buckets})`;
}

function sumByVersion(
  observed: Observed,
  source: RequestMetrics,
  workload: string,
  name: string,
  matchers: readonly string[] = [],
  further: readonly string[] = [],
): string {
  const { namespace } = observed;
  const series = `rate(${selector(name, source, { target: { workload, namespace } }, matchers)}[${WINDOW}])`;
  const { versionBy } = source;
  if (versionBy === 'pod-name')
    return `sum by (${[REVISION, ...further].join(', ')}) (${withRevision(observed, series)})`;
  const renamed = `label_replace(${series}, "${REVISION}", "$1", "${versionBy.label}", "(.*)")`;
  return `sum by (${[REVISION, ...further].join(', ')}) (${renamed})`;
}
