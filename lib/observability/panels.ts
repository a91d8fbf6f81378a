import type { RequestMetrics } from '../analysis/metrics-source';
import {
  type ConnectionMetric,
  connectionsByVersion,
  connectionsOf,
  durationByVersion,
  failedByVersion,
  labelOf,
  podMatchers,
  rateByVersion,
  requestsOf,
  sumOfPods,
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

/** How what is shown is told apart. */
interface Legend {
  readonly legend: string;
  readonly description: string;
}

function legendOf(observed: Observed, source?: RequestMetrics): Legend {
  const label = labelOf(observed, source?.versionBy);
  const description =
    label === 'pod'
      ? 'By pod.'
      : 'By version: while a release runs, the new one stands beside the old one.';
  return { legend: `{{${label}}}`, description };
}

/** The panels of a microservice: its requests or connections, where somebody counts them, and its pods. */
export function panelsOf(observed: Observed): readonly Panel[] {
  const requests = requestsOf(observed);
  const connections = connectionsOf(observed);
  return [
    ...(requests === undefined ? [] : requestPanels(observed, requests)),
    ...(connections === undefined ? [] : connectionPanels(observed, connections)),
    ...podPanels(observed),
    ...rolloutPanels(observed),
  ];
}

function requestPanels(observed: Observed, source: RequestMetrics): readonly Panel[] {
  const { workloads } = observed;
  const { legend, description } = legendOf(observed, source);
  const each = (query: (workload: string) => string) =>
    workloads.map(({ name }) => ({ expr: query(name), legend }));
  const shares = [0.5, 0.95, 0.99];
  return [
    {
      title: 'Requests',
      description,
      unit: 'reqps',
      queries: each((workload) => rateByVersion(observed, source, workload)),
    },
    {
      title: 'Failed requests',
      description,
      unit: 'percentunit',
      max: 1,
      queries: each((workload) => failedByVersion(observed, source, workload)),
    },
    {
      title: 'Duration',
      description,
      unit: source.unit,
      queries: shares.flatMap((share) =>
        workloads.map(({ name }) => ({
          expr: durationByVersion(observed, source, name, share),
          legend: `p${share * 100} ${legend}`,
        })),
      ),
    },
  ];
}

/** What a mesh sees of a protocol that it doesn't know. */
function connectionPanels(observed: Observed, source: RequestMetrics): readonly Panel[] {
  const { legend, description } = legendOf(observed, source);
  const each = (query: (workload: string) => string, word = '') =>
    observed.workloads.map(({ name }) => ({ expr: query(name), legend: `${word}${legend}` }));
  const sum =
    (metric: ConnectionMetric, asRate = true) =>
    (workload: string) =>
      connectionsByVersion(observed, source, workload, metric, asRate);
  const [opened, closed] = [
    sum('connections_opened_total', false),
    sum('connections_closed_total', false),
  ];
  return [
    {
      title: 'New connections',
      description,
      unit: 'cps',
      queries: each(sum('connections_opened_total')),
    },
    {
      title: 'Open connections',
      description,
      unit: 'short',
      // Of a connection that was never closed, nobody has counted that.
      queries: each(
        (workload) => `${opened(workload)}\n- (${closed(workload)} or 0 * ${opened(workload)})`,
      ),
    },
    {
      title: 'Received and sent',
      description,
      unit: 'Bps',
      queries: [
        ...each(sum('received_bytes_total'), 'received '),
        ...each(sum('sent_bytes_total'), 'sent '),
      ],
    },
  ];
}

function podPanels(observed: Observed): readonly Panel[] {
  const ready = `kube_pod_status_ready{${podMatchers(observed, ['condition="true"'])}}`;
  const restarts = `increase(kube_pod_container_status_restarts_total{${podMatchers(observed)}}[$__rate_interval])`;
  const used = podMatchers(observed, ['container!=""']);
  const { legend, description } = legendOf(observed);
  const bounds = (kind: string, resource: string) => ({
    expr: `max(kube_pod_container_resource_${kind}{${podMatchers(observed, [`resource="${resource}"`])}})`,
    legend: kind,
  });
  return [
    {
      title: 'Pods that are ready',
      description,
      unit: 'short',
      queries: [{ expr: sumOfPods(observed, ready), legend }],
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
      description,
      unit: 'short',
      queries: [{ expr: sumOfPods(observed, restarts), legend }],
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
