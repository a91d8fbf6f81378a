import type { RequestMetrics } from '../analysis/metrics-source';
import {
  durationByVersion,
  failedByVersion,
  podMatchers,
  REVISION,
  rateByVersion,
  requestsOf,
  withRevision,
} from './queries';
import type { Observed } from './spec';

/** One query of a panel. */
export interface PanelQuery {
  readonly expr: string;
  readonly legend: string;
}

/** One panel of a dashboard. */
export interface Panel {
  readonly title: string;
  readonly description?: string;
  /** In Grafana's words: `reqps`, `percentunit`. */
  readonly unit: string;
  readonly max?: number;
  readonly queries: readonly PanelQuery[];
}

const BY_VERSION = `{{${REVISION}}}`;

const VERSIONS = 'By version: while a release runs, the new one stands beside the old one.';

/** The panels of a microservice: its requests, where somebody counts them, and its pods. */
export function panelsOf(observed: Observed): readonly Panel[] {
  const requests = requestsOf(observed);
  return [
    ...(requests === undefined ? [] : requestPanels(observed, requests)),
    ...podPanels(observed),
    ...rolloutPanels(observed),
  ];
}

function requestPanels(observed: Observed, source: RequestMetrics): readonly Panel[] {
  const { workloads } = observed;
  const each = (query: (workload: string) => string) =>
    workloads.map(({ name }) => ({ expr: query(name), legend: BY_VERSION }));
  const shares = [0.5, 0.95, 0.99];
  return [
    {
      title: 'Requests',
      description: VERSIONS,
      unit: 'reqps',
      queries: each((workload) => rateByVersion(observed, source, workload)),
    },
    {
      title: 'Failed requests',
      description: VERSIONS,
      unit: 'percentunit',
      max: 1,
      queries: each((workload) => failedByVersion(observed, source, workload)),
    },
    {
      title: 'Duration',
      description: VERSIONS,
      unit: source.unit,
      queries: shares.flatMap((share) =>
        workloads.map(({ name }) => ({
          expr: durationByVersion(observed, source, name, share),
          legend: `p${share * 100} ${BY_VERSION}`,
        })),
      ),
    },
  ];
}

function podPanels(observed: Observed): readonly Panel[] {
  const ready = `kube_pod_status_ready{${podMatchers(observed, ['condition="true"'])}}`;
  const restarts = `increase(kube_pod_container_status_restarts_total{${podMatchers(observed)}}[$__rate_interval])`;
  const used = podMatchers(observed, ['container!=""']);
  const byVersion = (series: string) => `sum by (${REVISION}) (${withRevision(observed, series)})`;
  const bounds = (kind: string, resource: string) => ({
    expr: `max(kube_pod_container_resource_${kind}{${podMatchers(observed, [`resource="${resource}"`])}})`,
    legend: kind,
  });
  return [
    {
      title: 'Pods that are ready',
      description: VERSIONS,
      unit: 'short',
      queries: [{ expr: byVersion(ready), legend: BY_VERSION }],
    },
    {
      title: 'CPU of each pod',
      unit: 'short',
      queries: [
        {
          expr: `sum by (pod) (rate(container_cpu_usage_seconds_total{${used}}[$__rate_interval]))`,
          legend: '{{pod}}',
        },
        bounds('requests', 'cpu'),
        ...(observed.limits.cpu ? [bounds('limits', 'cpu')] : []),
      ],
    },
    {
      title: 'Memory of each pod',
      unit: 'bytes',
      queries: [
        {
          expr: `sum by (pod) (container_memory_working_set_bytes{${used}})`,
          legend: '{{pod}}',
        },
        bounds('requests', 'memory'),
        ...(observed.limits.memory ? [bounds('limits', 'memory')] : []),
      ],
    },
    {
      title: 'Restarts',
      description: VERSIONS,
      unit: 'short',
      queries: [{ expr: byVersion(restarts), legend: BY_VERSION }],
    },
  ];
}

function rolloutPanels({ workloads, namespace }: Observed): readonly Panel[] {
  const rollouts = workloads.filter(({ kind }) => kind === 'Rollout');
  if (rollouts.length === 0) return [];
  const places =
    namespace === undefined
      ? ['']
      : [`namespace="${namespace}",`, `exported_namespace="${namespace}",`];
  const info = (metric: string, name: string) =>
    places.map((place) => `${metric}{${place}name="${name}"}`).join(' or ');
  return rollouts.flatMap(({ name }): readonly Panel[] => [
    {
      title: 'Phase of the release',
      unit: 'short',
      queries: [{ expr: `sum by (phase) (${info('rollout_info', name)})`, legend: '{{phase}}' }],
    },
    {
      title: 'Pods of the new version',
      unit: 'short',
      queries: ['desired', 'updated', 'available'].map((what) => ({
        expr: `max(${info(`rollout_info_replicas_${what}`, name)})`,
        legend: what,
      })),
    },
  ]);
}
