import { join } from 'node:path';
import { prometheusMetrics } from '../../lib/analysis/metrics-source';
import { objective } from '../../lib/analysis/objective';
import { canary } from '../../lib/delivery/canary';
import { istioByHost } from '../../lib/delivery/routers/istio-by-host';
import { pause, weight } from '../../lib/delivery/step';
import { callGraph } from '../../lib/endpoint/call-graph';
import { externalEndpoint } from '../../lib/endpoint/endpoint';
import type { Environment } from '../../lib/environment/environment';
import type { ObservabilitySpec } from '../../lib/environment/observability';
import { fieldsOf, itemsOf } from '../../lib/manifest/fields';
import type { Manifest } from '../../lib/manifest/manifest';
import { validateManifest } from '../../lib/schema/validate';
import { emitYaml } from '../../lib/writer/yaml';
import { manifestsOf, problemsOf } from '../render-tree';
import { expectYaml } from '../yaml-snapshot';
import { watched } from './shop';

const mesh = { kind: 'istio' } as const;
const collector = externalEndpoint({
  host: 'otel-collector.observability.svc.cluster.local',
  port: 4317,
  pods: { namespace: 'observability', labels: { app: 'otel-collector' } },
});

/** An environment that asks for everything, with a word for each thing that can be said. */
const EVERYTHING: ObservabilitySpec = {
  scraping: { labels: { release: 'prometheus' }, interval: '30s' },
  alerts: {
    labels: { release: 'prometheus' },
    alertLabels: { team: 'shop' },
    severities: { page: 'critical', ticket: 'warning' },
    runbookUrl: 'https://runbooks.example.com/shop',
    restarts: 4,
    notReady: '5m',
    saturationPercent: 80,
    paused: '2h',
  },
  dashboards: { labels: { grafana_dashboard: 'true' }, folder: 'Shop' },
  logs: {
    labels: { environment: 'qa', team: 'shop' },
    annotations: { 'example.com/logs': 'json' },
  },
  tracing: { endpoint: collector, samplingPercent: 10 },
  mesh: {
    accessLogs: { provider: 'otel', filter: 'response.code >= 500' },
    tracing: { provider: 'otel', samplingPercent: 5 },
    metricTags: { request_method: 'request.method', source_canonical_service: 'remove' },
  },
  releases: [
    { on: ['rollout-aborted', 'rollout-paused'], service: 'slack', to: 'shop-releases' },
    { on: 'rollout-aborted', service: 'slack', to: 'on-call' },
    { on: 'rollout-completed', service: 'deploy-hook' },
  ],
};

const QUOTA = { cpu: { request: '8', limit: 'none' }, pods: 50 } as const;

const RELEASE = canary({ steps: [weight(20), pause('60s')], router: istioByHost() });

function objects(environment: Environment, ...kinds: readonly string[]): readonly Manifest[] {
  return manifestsOf(environment)
    .map(({ manifest }) => manifest)
    .filter(({ kind, metadata }) => kinds.includes(kind) && !metadata.name.endsWith('-config'));
}

const WATCHING = [
  'ServiceMonitor',
  'PodMonitor',
  'PrometheusRule',
  'ConfigMap',
  'Telemetry',
] as const;

/** What watches the namespace as a whole. */
const NAMESPACE = ['PrometheusRule shop-jobs', 'Telemetry shop'];

function namesOf(manifests: readonly Manifest[]): readonly string[] {
  return manifests.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
}

describe('an environment that says nothing of observability', () => {
  test('makes what it made before', () => {
    expect(objects(watched(undefined), ...WATCHING)).toEqual([]);
  });

  test('leaves all out that it does not name', () => {
    expect(objects(watched({}), ...WATCHING)).toEqual([]);
  });
});

describe('an environment that asks for everything', () => {
  const environment = () =>
    watched(
      EVERYTHING,
      { release: RELEASE, observability: { objective: objective({ availability: 99.9 }) } },
      { mesh, quota: QUOTA },
    );

  test('has a Rollout watched', () => {
    const all = objects(environment(), ...WATCHING, 'Rollout', 'NetworkPolicy');
    const text = emitYaml(all.filter(({ metadata }) => metadata.name !== 'default-deny'));
    expectYaml(join(__dirname, 'snapshots/everything.yaml'), text);
  });

  test('is what the schemas allow', () => {
    expect(objects(environment(), ...WATCHING, 'Rollout').flatMap(validateManifest)).toEqual([]);
  });

  test('gives the same bytes again', () => {
    expect(emitYaml(objects(environment(), 'ConfigMap'))).toBe(
      emitYaml(objects(environment(), 'ConfigMap')),
    );
  });

  test('records the call to the collector', () => {
    expect(callGraph(environment()).map(({ to }) => to)).toEqual([collector]);
  });

  test('leaves a microservice alone that wants none of it', () => {
    const all = objects(watched(EVERYTHING, { observability: 'none' }, { mesh }), ...WATCHING);
    expect(namesOf(all)).toEqual(NAMESPACE);
  });

  test('leaves out what a microservice does not want', () => {
    const own = { scraping: 'none', alerts: 'none', dashboards: 'none', tracing: 'none' } as const;
    const found = watched(EVERYTHING, { observability: own }, { mesh });
    expect(namesOf(objects(found, ...WATCHING))).toEqual(NAMESPACE);
    expect(callGraph(found)).toEqual([]);
  });
});

describe('scraping', () => {
  const kindsOf = (props: Parameters<typeof watched>[1]) =>
    objects(watched({ scraping: {} }, props), 'ServiceMonitor', 'PodMonitor').map(
      ({ kind }) => kind,
    );

  test.each([
    ['one Service that shows the port', {}, ['ServiceMonitor']],
    ['no Service', { service: 'none' as const }, ['PodMonitor']],
    ['a Service without the port', { service: { ports: ['http'] } }, ['PodMonitor']],
    ['two Services in front of each pod', { services: { all: {} } }, ['PodMonitor']],
    [
      'a further Service that lacks the port',
      { services: { a: { ports: ['http'] } } },
      ['ServiceMonitor'],
    ],
    ['a release with Services of its own', { release: RELEASE }, ['PodMonitor']],
    ['no metrics', { metrics: undefined }, []],
  ])('with %s', (_, props, kinds) => {
    expect(kindsOf(props)).toEqual(kinds);
  });

  test('names a port of a Service as it is there, and of pods as their container does', () => {
    const props = { ports: { http: 9090, metrics: { port: 9091, target: 9090 } } };
    const portsIn = (more: Parameters<typeof watched>[1]) =>
      JSON.stringify(
        objects(watched({ scraping: {} }, { ...props, ...more }), 'ServiceMonitor', 'PodMonitor'),
      );
    expect(portsIn({})).toContain('"endpoints":[{"port":"metrics"');
    expect(portsIn({ service: 'none' })).toContain('"podMetricsEndpoints":[{"port":"http"');
  });

  test('takes path and interval from the microservice', () => {
    const environment = watched(
      { scraping: { interval: '1m' } },
      { metrics: { port: 'metrics', path: '/stats', interval: '10s' } },
    );
    const [monitor] = objects(environment, 'ServiceMonitor');
    expect(itemsOf(fieldsOf(monitor?.spec).endpoints)).toEqual([
      { port: 'metrics', path: '/stats', interval: '10s' },
    ]);
  });
});

describe('alerts', () => {
  const names = (environment: Environment) =>
    objects(environment, 'PrometheusRule').flatMap(({ spec }) =>
      itemsOf(fieldsOf(spec).groups).flatMap((group) =>
        itemsOf(fieldsOf(group).rules).map((rule) => fieldsOf(rule).alert),
      ),
    );

  test('are about a Deployment, its pods and its autoscaler', () => {
    expect(
      names(watched({ alerts: {} }, { replicas: { min: 1, max: 3, cpuPercent: 80 } })),
    ).toEqual([
      'JobFailed',
      'PodRestarts',
      'PodsNotReady',
      'CpuSaturation',
      'MemorySaturation',
      'DeploymentNotProgressing',
      'AutoscalerAtLimit',
    ]);
  });

  test('ask for no share of a limit that is not there', () => {
    const resources = {
      cpu: { request: '100m', limit: 'none' },
      memory: { request: '64Mi', limit: 'none' },
    } as const;
    expect(names(watched({ alerts: {} }, { resources }))).toEqual([
      'JobFailed',
      'PodRestarts',
      'PodsNotReady',
      'DeploymentNotProgressing',
    ]);
  });

  test('watch the quota of the namespace', () => {
    expect(names(watched({ alerts: {} }, { observability: 'none' }, { quota: QUOTA }))).toEqual([
      'QuotaSaturation',
      'JobFailed',
    ]);
  });

  test('watch the Jobs of the namespace, for as long as a failure is news', () => {
    const [rule] = objects(watched({ alerts: {} }, { observability: 'none' }), 'PrometheusRule');
    expect(rule).toMatchObject({
      metadata: { name: 'shop-jobs' },
      spec: {
        groups: [
          {
            rules: [
              {
                alert: 'JobFailed',
                expr: 'kube_job_failed{namespace="shop-qa",condition="true"} > 0\nand on (namespace, job_name)\ntime() - kube_job_status_start_time{namespace="shop-qa"} < 86400',
                labels: { severity: 'ticket' },
              },
            ],
          },
        ],
      },
    });
  });
});

describe('a dashboard', () => {
  const panels = (environment: Environment): readonly unknown[] =>
    objects(environment, 'ConfigMap').flatMap(({ data }) =>
      Object.values(fieldsOf(data)).flatMap((text) => {
        const dashboard: unknown = JSON.parse(String(text));
        return itemsOf(fieldsOf(dashboard).panels);
      }),
    );
  const titles = (environment: Environment) =>
    panels(environment).map((panel) => fieldsOf(panel).title);

  test('has no requests where nobody counts them', () => {
    const found = watched({ dashboards: {} }, { metrics: undefined });
    expect(titles(found)).toEqual([
      'Pods that are ready',
      'CPU of each pod',
      'Memory of each pod',
      'Restarts',
    ]);
  });

  test('counts by the mesh, unless the environment says otherwise', () => {
    const queries = (spec: ObservabilitySpec) =>
      JSON.stringify(panels(watched(spec, {}, { mesh })));
    expect(queries({ dashboards: {} })).toContain('istio_requests_total');
    expect(queries({ dashboards: {}, requests: 'program' })).toContain('http_requests_total');
  });

  const TCP = { port: 3306, appProtocol: 'tcp' } as const;
  test.each<readonly [string, Parameters<typeof watched>[1], string]>([
    ['HTTP, whatever it is called', { ports: { web: 80 } }, 'Requests'],
    ['gRPC', { ports: { grpc: 80 } }, 'Requests'],
    ['TCP beside HTTP', { ports: { db: TCP, web: 80 } }, 'Requests'],
    ['TCP', { ports: { db: TCP } }, 'New connections'],
    ['TCP by the name', { ports: { 'mysql-x': 3306, redis: 6379 } }, 'New connections'],
    [
      'TCP, and a port that is scraped',
      { ports: { db: TCP, metrics: 9104 }, metrics: { port: 'metrics' } },
      'New connections',
    ],
    ['no ports', { ports: {} }, 'Pods that are ready'],
    [
      'TCP that counts its requests itself',
      { ports: { db: TCP }, observability: { requests: prometheusMetrics() } },
      'Requests',
    ],
  ])('begins in a mesh with what it sees of %s', (_, props, first) => {
    const found = watched({ dashboards: {} }, { metrics: undefined, ...props }, { mesh });
    expect(titles(found)[0]).toBe(first);
  });

  test('shows connections by version', () => {
    const props = { ports: { db: TCP }, metrics: undefined };
    const [opened, open, bytes] = panels(watched({ dashboards: {} }, props, { mesh })).map(
      (panel) => itemsOf(fieldsOf(panel).targets).map((target) => fieldsOf(target).expr),
    );
    const labels =
      '{reporter="destination",destination_workload="cart",destination_workload_namespace="shop-qa"}';
    const sum = (series: string) =>
      `sum by (revision) (label_replace(${series}, "revision", "$1", "pod", "cart-(.+)-[a-z0-9]+"))`;
    const rate = (metric: string) => sum(`rate(istio_tcp_${metric}${labels}[$__rate_interval])`);
    const [all, gone] = ['opened', 'closed'].map((word) =>
      sum(`istio_tcp_connections_${word}_total${labels}`),
    );
    expect(opened).toEqual([rate('connections_opened_total')]);
    expect(open).toEqual([`${all}\n- (${gone} or 0 * ${all})`]);
    expect(bytes).toEqual([rate('received_bytes_total'), rate('sent_bytes_total')]);
  });

  test('has a place of its own for each panel', () => {
    const places = panels(watched({ dashboards: {} })).map((panel) =>
      JSON.stringify(fieldsOf(panel).gridPos),
    );
    expect(new Set(places).size).toBe(7);
  });
});

describe('rejects', () => {
  const problems = (
    spec: ObservabilitySpec,
    props: Parameters<typeof watched>[1] = {},
    fields: Parameters<typeof watched>[2] = {},
  ) => problemsOf(watched(spec, props, fields)).map((line) => line.replace(/^\[.*?\] /, ''));

  test.each<readonly [string, ObservabilitySpec, readonly string[]]>([
    [
      'an interval of no time',
      { scraping: { interval: '0s' } },
      [
        "observability.scraping.interval: got \"0s\", allowed a duration such as '15s', '5m' or '1h', at least 1s",
      ],
    ],
    [
      'a share above the whole',
      { alerts: { saturationPercent: 101 } },
      ['observability.alerts.saturationPercent: got 101, allowed a number from 1 to 100'],
    ],
    [
      'a share of nothing',
      { alerts: { saturationPercent: 0 } },
      ['observability.alerts.saturationPercent: got 0, allowed a number from 1 to 100'],
    ],
    [
      'fewer restarts than none',
      { alerts: { restarts: -1 } },
      ['observability.alerts.restarts: got -1, allowed a whole number from 0'],
    ],
    [
      'a label that Prometheus does not know',
      { alerts: { alertLabels: { 'team-name': 'a' } } },
      [
        'observability.alerts.alertLabels: got "team-name", allowed letters, digits and \'_\', with no digit in front',
      ],
    ],
    [
      'a page that is none',
      { alerts: { runbookUrl: 'wiki' } },
      ['observability.alerts.runbookUrl: got "wiki", allowed an address: https://...'],
    ],
    [
      'more than all traces',
      { tracing: { endpoint: collector, samplingPercent: 100.5 } },
      ['observability.tracing.samplingPercent: got 100.5, allowed a number from 0 to 100'],
    ],
    [
      'nothing to send',
      { tracing: { endpoint: collector, signals: [] } },
      [
        "observability.tracing.signals: got [], allowed at least one of 'traces', 'metrics', 'logs'",
      ],
    ],
    [
      'telemetry of a mesh that is not there',
      { mesh: {} },
      ['observability.mesh: is for an environment with a mesh: set `mesh`, or leave it out'],
    ],
    [
      'requests counted by no mesh',
      { requests: 'mesh' },
      ["observability.requests: is 'mesh', and there is none: set `mesh`"],
    ],
    [
      'a service that no annotation can name',
      { releases: [{ on: 'rollout-paused', service: 'my slack', to: '' }] },
      [
        "observability.releases[0].service: got \"my slack\", allowed letters, digits and '-': 'slack'",
        'observability.releases[0].to: got "", allowed a channel or an address',
      ],
    ],
  ])('%s', (_, spec, expected) => {
    expect(problems(spec)).toEqual(expected);
  });

  test.each<readonly [string, ObservabilitySpec]>([
    ['the edges of a share', { alerts: { saturationPercent: 1, restarts: 0 } }],
    ['all of it', { alerts: { saturationPercent: 100, notReady: '1m', paused: '1m' } }],
    ['no traces that begin here', { tracing: { endpoint: collector, samplingPercent: 0 } }],
    ['all traces', { tracing: { endpoint: collector, samplingPercent: 100 } }],
  ])('not %s', (_, spec) => {
    expect(problems(spec)).toEqual([]);
  });

  test('a path that is none, and a promise that is none', () => {
    const metrics = { port: 'metrics', path: 'stats' };
    const own = { objective: objective({ availability: 101 }) };
    expect(problems({}, { metrics, observability: own })).toEqual([
      'observability.objective.availability: got 101, allowed a percentage from 50, below 100',
      'metrics.path: got "stats", allowed a path: \'/metrics\'',
    ]);
  });

  test('pods of an endpoint without labels', () => {
    const wrong = externalEndpoint({
      host: 'collector',
      port: 4317,
      cidrs: ['192.0.2.1/32'],
      pods: { namespace: 'Observability', labels: {}, port: 0 },
    });
    expect(wrong.problems.map(({ field }) => field)).toEqual([
      'pods.namespace',
      'pods.labels',
      'pods.port',
      'cidrs',
    ]);
  });
});
