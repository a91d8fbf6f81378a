import { join } from 'node:path';
import { fromSecret, required, rolloutField } from '../../lib/analysis/arguments';
import { planAnalysisTemplate } from '../../lib/analysis/plan';
import type { Provider } from '../../lib/analysis/provider';
import type { TemplateData } from '../../lib/analysis/spec';
import { analysisTemplate, clusterAnalysisTemplate } from '../../lib/analysis/template';
import type { JsonValue } from '../../lib/manifest/manifest';
import { emitYaml } from '../../lib/writer/yaml';
import { expectYaml } from '../yaml-snapshot';
import { EVERYTHING, problemsOf, schemaProblems } from './templates';

/** A template with each of the providers, as often as it has variants. */
function withProviders(providers: readonly Provider[]): TemplateData {
  return analysisTemplate({
    name: 'everything',
    args: { service: required, token: fromSecret('shop-token', 'token') },
    metrics: providers.map((provider, index) => ({ name: `metric-${index + 1}`, provider })),
  });
}

const PROVIDERS: Readonly<Record<string, readonly Provider[]>> = {
  prometheus: EVERYTHING.prometheus.map((prometheus) => ({ prometheus })),
  datadog: EVERYTHING.datadog.map((datadog) => ({ datadog })),
  newRelic: EVERYTHING.newRelic.map((newRelic) => ({ newRelic })),
  wavefront: EVERYTHING.wavefront.map((wavefront) => ({ wavefront })),
  web: EVERYTHING.web.map((web) => ({ web })),
  job: EVERYTHING.job.map((job) => ({ job })),
  kayenta: EVERYTHING.kayenta.map((kayenta) => ({ kayenta })),
  cloudWatch: EVERYTHING.cloudWatch.map((cloudWatch) => ({ cloudWatch })),
  graphite: EVERYTHING.graphite.map((graphite) => ({ graphite })),
  influxdb: EVERYTHING.influxdb.map((influxdb) => ({ influxdb })),
  skywalking: EVERYTHING.skywalking.map((skywalking) => ({ skywalking })),
  plugin: EVERYTHING.plugin.map((plugin) => ({ plugin })),
};

describe.each(Object.entries(PROVIDERS))('%s', (name, providers) => {
  const template = withProviders(providers);

  test('has nothing wrong with all that it takes', () => {
    expect(problemsOf(template)).toEqual([]);
  });

  test('fits the schema of the cluster', () => {
    expect(schemaProblems(template)).toEqual([]);
  });

  test('renders every field', () => {
    const text = emitYaml([planAnalysisTemplate(template, { namespace: 'shop-qa' })]);
    expectYaml(join(__dirname, 'snapshots', `${name}.yaml`), text);
  });
});

const nested = analysisTemplate({
  name: 'nested',
  args: { service: required, threshold: '0.95' },
  metrics: (args) => [
    {
      name: 'nested',
      successCondition: `result[0] >= ${args.threshold}`,
      provider: { prometheus: { query: `up{service="${args.service}"}` } },
    },
  ],
});

const shared = clusterAnalysisTemplate({
  name: 'shared',
  metrics: [{ name: 'shared', provider: { prometheus: { query: 'up' } } }],
});

const full = analysisTemplate({
  name: 'full',
  args: {
    service: required,
    token: fromSecret('shop-token', 'token'),
    region: rolloutField("metadata.labels['region']"),
    times: 5,
    pause: '30s',
  },
  metrics: (args) => [
    {
      name: 'full',
      initialDelay: '2m',
      interval: args.pause,
      count: args.times,
      successCondition: 'result[0] >= 0.95',
      failureCondition: 'result[0] < 0.9',
      failureLimit: 1,
      inconclusiveLimit: 2,
      consecutiveErrorLimit: 3,
      consecutiveSuccessLimit: 4,
      provider: {
        prometheus: {
          address: 'http://prometheus.example.com',
          query: `up{service="${args.service}",region="${args.region}"}`,
          headers: [{ key: 'Authorization', value: `Bearer ${args.token}` }],
        },
      },
    },
  ],
  templates: [nested, shared],
  dryRun: ['^shared$'],
  measurementRetention: { 'full|nested': 20 },
  labels: { team: 'shop' },
  annotations: { 'example.com/owner': 'shop' },
});

test('renders every field of a template', () => {
  expect(problemsOf(full)).toEqual([]);
  expect(schemaProblems(full)).toEqual([]);
  const text = emitYaml([planAnalysisTemplate(full), planAnalysisTemplate(shared)]);
  expectYaml(join(__dirname, 'snapshots', 'template.yaml'), text);
});

test('leaves no field of the custom resource out', () => {
  const templates = [full, ...Object.values(PROVIDERS).map(withProviders)];
  const used = new Set(templates.flatMap((one) => pathsIn(planAnalysisTemplate(one)['spec'])));
  const known = fieldsOf(schemaOf('AnalysisTemplate.spec'));
  // What is in a Job is Kubernetes' own, and a plugin's fields are the plugin's.
  const own = known.filter((path) => !/\.(job\.spec|plugin|jsonBody)\./.test(path));
  expect(own.length).toBeGreaterThan(100);
  expect(own.filter((path) => !used.has(path))).toEqual([]);
});

/** Paths of all members: `metrics[].provider.web.url`. */
function pathsIn(value: JsonValue | undefined, path = ''): readonly string[] {
  if (Array.isArray(value))
    return [path, ...value.flatMap((item: JsonValue) => pathsIn(item, `${path}[]`))];
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, one]) => pathsIn(one, `${path}.${key}`))];
}

type Schema = Readonly<Record<string, unknown>>;

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null;
}

function member(schema: unknown, key: string): unknown {
  return isSchema(schema) ? schema[key] : undefined;
}

const definitions = member(require('../../imports/schemas/argo-rollouts.json'), 'definitions');

/** The schema of a definition, as the validation uses it. */
function schemaOf(definition: string): unknown {
  return member(definitions, definition);
}

/** What a schema refers to; what belongs to Kubernetes itself is left out. */
function target(schema: unknown): unknown {
  const ref = member(schema, '$ref');
  if (typeof ref !== 'string') return schema;
  return ref.startsWith('#/definitions/') ? schemaOf(ref.slice('#/definitions/'.length)) : {};
}

function fieldsOf(schema: unknown, path = ''): readonly string[] {
  const found = target(schema);
  const items = member(found, 'items');
  if (items !== undefined) return [path, ...fieldsOf(items, `${path}[]`)];
  const properties = member(found, 'properties');
  if (!isSchema(properties)) return [path];
  return [
    path,
    ...Object.entries(properties).flatMap(([key, one]) => fieldsOf(one, `${path}.${key}`)),
  ];
}
