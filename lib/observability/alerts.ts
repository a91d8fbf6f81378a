import type { AlertingSpec, ObservabilityFacts } from '../environment/observability';
import type { StringMap } from '../kubernetes/labels';
import type { Manifest } from '../manifest/manifest';
import type { PlainMetadata } from '../traffic/wire';
import { podMatchers } from './queries';
import { type Alert, planRules, shareOf } from './rules';
import type { Observed, ObservedWorkload } from './spec';
import { volumeAlerts } from './volume-alerts';

/** The phases of a Rollout, in its controller's metrics, in which nothing goes on by itself. */
const FAILED_PHASES = 'Abort|Error|InvalidSpec|Timeout';

/** Alerts for what goes wrong with any microservice; none where the environment wants none. */
export function planServiceAlerts(observed: Observed): readonly Manifest[] {
  const { name, namespace, labels, environment, own } = observed;
  const { alerts } = environment.observability ?? {};
  if (alerts === undefined || own.alerts === 'none') return [];
  const target = { workload: name, namespace };
  const found: StringMap = { ...(namespace !== undefined && { namespace }), workload: name };
  return [
    planRules({ name, labels }, alerts, found, {
      [`${name}-pods`]: podAlerts(observed, alerts),
      [`${name}-release`]: observed.workloads.flatMap((one) =>
        releaseAlerts(one, observed, alerts),
      ),
    }),
    ...(own.objective === undefined ? [] : [own.objective.alerts(target, alerts)]),
  ];
}

/** Alerts for a namespace that is about to use up its quota. */
export function planQuotaAlerts(
  { name, namespace, labels }: PlainMetadata & { readonly namespace: string },
  { observability }: ObservabilityFacts,
): readonly Manifest[] {
  const alerts = observability?.alerts;
  if (alerts === undefined) return [];
  const quota = (type: string) => `kube_resourcequota{namespace="${namespace}",type="${type}"}`;
  const alert: Alert = {
    name: 'QuotaSaturation',
    expr: `${quota('used')}\n/ ignoring (type)\n(${quota('hard')} > 0)\n> ${shareOf(alerts)}`,
    lasting: '15m',
    severity: 'ticket',
    summary: `${namespace} has used most of its quota for {{ $labels.resource }}`,
  };
  return [
    planRules(
      { name: `${name}-quota`, namespace, labels },
      alerts,
      { namespace },
      {
        [`${name}-quota`]: [alert],
      },
    ),
  ];
}

/** An alert for Jobs of a namespace that have failed for good: of tasks, backups, migrations. */
export function planJobAlerts(
  { name, namespace, labels }: PlainMetadata & { readonly namespace: string },
  { observability }: ObservabilityFacts,
): readonly Manifest[] {
  const alerts = observability?.alerts;
  if (alerts === undefined) return [];
  const jobs = (more = '') => `{namespace="${namespace}"${more}}`;
  const alert: Alert = {
    name: 'JobFailed',
    // What has failed stays to be looked at, so what is older than a day isn't told any more.
    expr: `kube_job_failed${jobs(',condition="true"')} > 0\nand on (namespace, job_name)\ntime() - kube_job_status_start_time${jobs()} < 86400`,
    severity: 'ticket',
    summary: `A Job of ${namespace} has failed: {{ $labels.job_name }}`,
  };
  const metadata = { name: `${name}-jobs`, namespace, labels };
  return [planRules(metadata, alerts, { namespace }, { [metadata.name]: [alert] })];
}

function podAlerts(observed: Observed, alerts: AlertingSpec): readonly Alert[] {
  const { name, limits } = observed;
  const { restarts = 2, notReady = '10m' } = alerts;
  const pods = podMatchers(observed);
  const notReadyPods = podMatchers(observed, ['condition="false"']);
  // A pod that was evicted stays, and is never ready again.
  const living = podMatchers(observed, ['phase=~"Pending|Running|Unknown"']);
  return [
    {
      name: 'PodRestarts',
      expr: `increase(kube_pod_container_status_restarts_total{${pods}}[15m]) > ${restarts}`,
      severity: 'page',
      summary: `${name} restarts again and again: {{ $labels.pod }}`,
    },
    {
      name: 'PodsNotReady',
      expr: `sum(\n  kube_pod_status_ready{${notReadyPods}}\n  * on (namespace, pod) group_left ()\n  max by (namespace, pod) (kube_pod_status_phase{${living}})\n) > 0`,
      lasting: notReady,
      severity: 'page',
      summary: `${name} has had pods that aren't ready for ${notReady}`,
    },
    ...(limits.cpu
      ? [
          saturation(
            observed,
            alerts,
            'CpuSaturation',
            'CPU',
            'cpu',
            (matchers) => `rate(container_cpu_usage_seconds_total{${matchers}}[5m])`,
          ),
        ]
      : []),
    ...(limits.memory
      ? [
          saturation(
            observed,
            alerts,
            'MemorySaturation',
            'memory',
            'memory',
            (matchers) => `container_memory_working_set_bytes{${matchers}}`,
          ),
        ]
      : []),
    ...volumeAlerts(observed, alerts),
  ];
}

function saturation(
  observed: Observed,
  alerts: AlertingSpec,
  name: string,
  word: string,
  resource: string,
  used: (matchers: string) => string,
): Alert {
  const containers = podMatchers(observed, ['container!=""']);
  const limits = podMatchers(observed, [`resource="${resource}"`]);
  return {
    name,
    expr: [
      `max by (namespace, pod, container) (${used(containers)})`,
      '/ on (namespace, pod, container)',
      `max by (namespace, pod, container) (kube_pod_container_resource_limits{${limits}})`,
      `> ${shareOf(alerts)}`,
    ].join('\n'),
    lasting: '15m',
    severity: 'ticket',
    summary: `${observed.name} uses most of its limit of ${word}: {{ $labels.pod }}`,
  };
}

function releaseAlerts(
  { name, kind, isAutoscaled }: ObservedWorkload,
  { namespace }: Observed,
  alerts: AlertingSpec,
): readonly Alert[] {
  const place = namespace === undefined ? '' : `namespace="${namespace}",`;
  const release =
    kind === 'Rollout' ? rolloutAlerts(name, namespace, alerts) : releaseAlert(kind, name, place);
  const scaler = `{${place}horizontalpodautoscaler=~"(keda-hpa-)?${name}"}`;
  const most = `kube_horizontalpodautoscaler_spec_max_replicas${scaler}`;
  return [
    ...release,
    ...(isAutoscaled
      ? [
          {
            name: 'AutoscalerAtLimit',
            expr: `kube_horizontalpodautoscaler_status_current_replicas${scaler}\n>= ${most}\nand ${most} > 1`,
            lasting: '15m',
            severity: 'ticket',
            summary: `${name} has as many pods as its autoscaler may make`,
          } as const,
        ]
      : []),
  ];
}

/** Of a StatefulSet or a DaemonSet, a version that waits for its pods to be ready is told by these. */
function releaseAlert(kind: string, name: string, place: string): readonly Alert[] {
  return kind === 'Deployment' ? [deploymentAlert(name, place)] : [];
}

function deploymentAlert(name: string, place: string): Alert {
  const condition = `condition="Progressing",status="false"`;
  return {
    name: 'DeploymentNotProgressing',
    expr: `kube_deployment_status_condition{${place}deployment="${name}",${condition}} > 0`,
    lasting: '5m',
    severity: 'page',
    summary: `${name} doesn't get its new version running`,
  };
}

function rolloutAlerts(
  name: string,
  namespace: string | undefined,
  { paused = '1h' }: AlertingSpec,
): readonly Alert[] {
  // Where the scraper's own labels win, the controller's namespace is the one that is exported.
  const inPhase = (phase: string) =>
    ['namespace', 'exported_namespace']
      .map((label) => (namespace === undefined ? '' : `${label}="${namespace}",`))
      .filter((place, index, places) => places.indexOf(place) === index)
      .map((place) => `rollout_info{${place}name="${name}",phase=~"${phase}"}`)
      .join('\nor\n');
  return [
    {
      name: 'ReleasePaused',
      expr: inPhase('Paused'),
      lasting: paused,
      severity: 'ticket',
      summary: `The release of ${name} has waited for ${paused}`,
    },
    {
      name: 'ReleaseFailed',
      expr: inPhase(FAILED_PHASES),
      lasting: '5m',
      severity: 'page',
      summary: `The release of ${name} has stopped: {{ $labels.phase }}`,
    },
  ];
}
