import type { Endpoint } from '../endpoint/endpoint';
import { checkDuration, type Duration } from '../kubernetes/duration';
import type { StringMap } from '../kubernetes/labels';
import { checkAnnotations, checkDnsSubdomain, checkLabels } from '../kubernetes/names';
import { type Problem, wrongValue } from '../problem/problem';

/**
 * How an environment is watched. Each part is made where it is named, and nothing where it isn't: an empty
 * `{}` asks for it with all defaults.
 */
export interface ObservabilitySpec {
  /** Has the Prometheus operator scrape each microservice's `metrics`. @default not by this */
  readonly scraping?: ScrapingSpec;
  /** Alerts for each microservice, for each namespace's quota, and of objectives. @default none */
  readonly alerts?: AlertingSpec;
  /** A dashboard for each microservice, in a ConfigMap that Grafana's sidecar reads. @default none */
  readonly dashboards?: DashboardSpec;
  /** Labels of pods that a log collector takes over. @default none beside the recommended ones */
  readonly logs?: LogSpec;
  /** OpenTelemetry's settings for each program, and the call to where it sends. @default none */
  readonly tracing?: TracingSpec;
  /** What the mesh's proxies log and trace: a Telemetry for each namespace. @default the mesh's own */
  readonly mesh?: MeshTelemetrySpec;
  /** Who is told how releases by Argo Rollouts go. @default nobody */
  readonly releases?: readonly ReleaseNotification[];
  /**
   * Who counts requests: the mesh's proxies, or the programs themselves, in the metrics that they offer.
   * @default 'mesh' where there is one, else 'program'
   */
  readonly requests?: 'mesh' | 'program';
}

/** How Prometheus finds what it scrapes. */
export interface ScrapingSpec {
  /** Labels by which Prometheus selects its monitors: `{ release: 'prometheus' }`. @default none */
  readonly labels?: StringMap;
  /** How often. @default Prometheus' own */
  readonly interval?: Duration;
}

/** How alerts are named and delivered, and when they come. */
export interface AlertingSpec {
  /** Labels by which Prometheus selects its rules. @default none */
  readonly labels?: StringMap;
  /** Added to the labels of each alert, for the Alertmanager. @default none */
  readonly alertLabels?: StringMap;
  /** Values of the label `severity`: for what can't wait, and for what can. @default page and ticket */
  readonly severities?: { readonly page: string; readonly ticket: string };
  /** A page that says what to do. @default none */
  readonly runbookUrl?: string;
  /** Restarts of a pod in 15 minutes that are put up with. @default 2 */
  readonly restarts?: number;
  /** How long pods may not be ready. @default '10m' */
  readonly notReady?: Duration;
  /** Share of a limit or a quota, in percent, from which on it is told. @default 90 */
  readonly saturationPercent?: number;
  /** How long a release may wait for a person. @default '1h' */
  readonly paused?: Duration;
}

/** How Grafana finds dashboards. */
export interface DashboardSpec {
  /** Labels by which its sidecar selects ConfigMaps. @default { grafana_dashboard: '1' } */
  readonly labels?: StringMap;
  /** Folder in Grafana, by the annotation `grafana_folder`. @default the system */
  readonly folder?: string;
}

/** What a log collector such as Promtail or Alloy takes over from pods. */
export interface LogSpec {
  /** Added to each pod. @default { environment: its name } */
  readonly labels?: StringMap;
  /** Added to each pod. @default none */
  readonly annotations?: StringMap;
}

/** What OpenTelemetry's programs can send. */
const SIGNALS = ['traces', 'metrics', 'logs'] as const;

/** Where and how programs send traces, as OpenTelemetry's SDKs read it from the environment. */
export interface TracingSpec {
  /** The collector; `externalEndpoint()` with `pods` for one in the cluster that no system here provides. */
  readonly endpoint: Endpoint;
  /** @default 'grpc' */
  readonly protocol?: 'grpc' | 'http/protobuf';
  /** @default 'http' */
  readonly scheme?: 'http' | 'https';
  /** Traces that a program begins and keeps, in percent. @default the SDK's: all */
  readonly samplingPercent?: number;
  /** What is sent. @default ['traces'] */
  readonly signals?: readonly (typeof SIGNALS)[number][];
}

/** @see https://istio.io/latest/docs/reference/config/telemetry/ */
export interface MeshTelemetrySpec {
  /** Which requests are logged, and by whom; all of them by `{}`. @default the mesh's own */
  readonly accessLogs?: {
    /** An extension provider of the mesh. @default the mesh's default */
    readonly provider?: string;
    /** Which, as an expression: `response.code >= 500`. @default all */
    readonly filter?: string;
  };
  /** Traces that begin at the proxies. @default the mesh's own */
  readonly tracing?: {
    /** An extension provider of the mesh. @default the mesh's default */
    readonly provider?: string;
    /** @default the mesh's own */
    readonly samplingPercent?: number;
  };
  /** Tags of the proxies' metrics, by name: an expression, or 'remove'. @default Istio's */
  readonly metricTags?: StringMap;
}

/** Events of Argo Rollouts' own notifications. */
export const RELEASE_EVENTS = [
  'analysis-run-error',
  'analysis-run-failed',
  'analysis-run-running',
  'rollout-aborted',
  'rollout-completed',
  'rollout-paused',
  'rollout-step-completed',
  'rollout-updated',
  'scaling-replica-set',
] as const;

/** An event of a Rollout. @see https://argo-rollouts.readthedocs.io/en/stable/features/notifications/ */
export type ReleaseEvent = (typeof RELEASE_EVENTS)[number];

/** Who is told of a Rollout's events, by a service that is set up in Argo Rollouts. */
export interface ReleaseNotification {
  readonly on: ReleaseEvent | readonly ReleaseEvent[];
  /** Name of the service in Argo Rollouts: `slack`, `teams`, or that of a webhook. */
  readonly service: string;
  /** Channel or address; a webhook needs none. @default none */
  readonly to?: string;
}

/** What of an environment says how it is watched. */
export interface ObservabilityFacts {
  readonly name?: string;
  readonly mesh?: { readonly kind: 'istio' };
  readonly observability?: ObservabilitySpec;
}

/** Checks how an environment is watched. */
export function checkObservability(
  field: string,
  spec: ObservabilitySpec,
  mesh: ObservabilityFacts['mesh'],
): readonly Problem[] {
  const { scraping = {}, dashboards = {}, logs = {}, releases = [], requests } = spec;
  return [
    ...checkLabels(`${field}.scraping.labels`, scraping.labels ?? {}),
    ...checkDuration(`${field}.scraping.interval`, scraping.interval, 1),
    ...checkAlerting(`${field}.alerts`, spec.alerts ?? {}),
    ...checkLabels(`${field}.dashboards.labels`, dashboards.labels ?? {}),
    ...checkLabels(`${field}.logs.labels`, logs.labels ?? {}),
    ...checkAnnotations(`${field}.logs.annotations`, logs.annotations ?? {}),
    ...(spec.tracing === undefined ? [] : checkTracing(`${field}.tracing`, spec.tracing)),
    ...(spec.mesh === undefined ? [] : checkMesh(`${field}.mesh`, spec.mesh, mesh)),
    ...releases.flatMap((one, index) => checkNotification(`${field}.releases[${index}]`, one)),
    ...checkWord(`${field}.requests`, requests, ['mesh', 'program']),
    ...(requests === 'mesh' && mesh === undefined
      ? [{ field: `${field}.requests`, message: "is 'mesh', and there is none: set `mesh`" }]
      : []),
  ];
}

function checkAlerting(field: string, alerts: AlertingSpec): readonly Problem[] {
  const { labels = {}, alertLabels = {}, restarts, saturationPercent: share } = alerts;
  return [
    ...checkLabels(`${field}.labels`, labels),
    ...Object.keys(alertLabels)
      .filter((key) => !/^[a-zA-Z_]\w*$/.test(key))
      .map((key) =>
        wrongValue(`${field}.alertLabels`, key, "letters, digits and '_', with no digit in front"),
      ),
    ...(restarts === undefined || (Number.isInteger(restarts) && restarts >= 0)
      ? []
      : [wrongValue(`${field}.restarts`, restarts, 'a whole number from 0')]),
    ...(share === undefined || (share >= 1 && share <= 100)
      ? []
      : [wrongValue(`${field}.saturationPercent`, share, 'a number from 1 to 100')]),
    ...checkDuration(`${field}.notReady`, alerts.notReady, 60),
    ...checkDuration(`${field}.paused`, alerts.paused, 60),
    ...(alerts.runbookUrl === undefined || /^https?:\/\/\S+$/.test(alerts.runbookUrl)
      ? []
      : [wrongValue(`${field}.runbookUrl`, alerts.runbookUrl, 'an address: https://...')]),
  ];
}

function checkTracing(field: string, tracing: TracingSpec): readonly Problem[] {
  const { endpoint, protocol, scheme, samplingPercent, signals = ['traces'] } = tracing;
  const isEndpoint = typeof endpoint === 'object' && endpoint !== null && 'port' in endpoint;
  return [
    ...(isEndpoint
      ? []
      : [wrongValue(`${field}.endpoint`, endpoint, 'an endpoint: externalEndpoint({ ... })')]),
    ...checkWord(`${field}.protocol`, protocol, ['grpc', 'http/protobuf']),
    ...checkWord(`${field}.scheme`, scheme, ['http', 'https']),
    ...checkPercent(`${field}.samplingPercent`, samplingPercent),
    ...(signals.length > 0 && signals.every((signal) => SIGNALS.includes(signal))
      ? []
      : [wrongValue(`${field}.signals`, signals, `at least one of ${quoted(SIGNALS)}`)]),
  ];
}

function checkMesh(
  field: string,
  { accessLogs, tracing, metricTags = {} }: MeshTelemetrySpec,
  mesh: ObservabilityFacts['mesh'],
): readonly Problem[] {
  const providers = { accessLogs: accessLogs?.provider, tracing: tracing?.provider };
  return [
    ...(mesh === undefined
      ? [{ field, message: 'is for an environment with a mesh: set `mesh`, or leave it out' }]
      : []),
    ...Object.entries(providers).flatMap(([name, provider]) =>
      provider === undefined ? [] : checkDnsSubdomain(`${field}.${name}.provider`, provider),
    ),
    ...checkPercent(`${field}.tracing.samplingPercent`, tracing?.samplingPercent),
    ...Object.keys(metricTags)
      .filter((tag) => !/^[a-zA-Z_]\w*$/.test(tag))
      .map((tag) =>
        wrongValue(`${field}.metricTags`, tag, "letters, digits and '_', with no digit in front"),
      ),
  ];
}

function checkNotification(
  field: string,
  { on, service, to }: ReleaseNotification,
): readonly Problem[] {
  return [
    ...[on]
      .flat()
      .filter((event) => !RELEASE_EVENTS.includes(event))
      .map((event) => wrongValue(`${field}.on`, event, RELEASE_EVENTS.join(', '))),
    ...(/^[A-Za-z0-9]([\w-]*[A-Za-z0-9])?$/.test(service)
      ? []
      : [wrongValue(`${field}.service`, service, "letters, digits and '-': 'slack'")]),
    ...(to === undefined || to.trim() !== ''
      ? []
      : [wrongValue(`${field}.to`, to, 'a channel or an address')]),
  ];
}

function checkPercent(field: string, percent: number | undefined): readonly Problem[] {
  if (percent === undefined || (percent >= 0 && percent <= 100)) return [];
  return [wrongValue(field, percent, 'a number from 0 to 100')];
}

function checkWord(
  field: string,
  word: string | undefined,
  words: readonly string[],
): readonly Problem[] {
  return word === undefined || words.includes(word) ? [] : [wrongValue(field, word, quoted(words))];
}

function quoted(words: readonly string[]): string {
  return words.map((word) => `'${word}'`).join(', ');
}
