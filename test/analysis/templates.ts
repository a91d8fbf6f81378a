import { checkAnalysisTemplate } from '../../lib/analysis/check';
import { planAnalysisTemplate } from '../../lib/analysis/plan';
import type { Provider, Providers } from '../../lib/analysis/provider';
import type { Metric, TemplateData } from '../../lib/analysis/spec';
import { analysisTemplate } from '../../lib/analysis/template';
import { formatProblem } from '../../lib/problem/problem';
import { validateManifest } from '../../lib/schema/validate';
import { resources } from '../microservice/chart';

/** Asks Prometheus, with no more than it needs. */
export const prometheus: Provider = { prometheus: { query: 'up' } };

/** A metric in which nothing is wrong, with what is given. */
export function metric(fields: Partial<Metric> = {}): Metric {
  return { name: 'up', provider: prometheus, ...fields };
}

/** What is wrong with a template of one metric, one line each. */
export function problemsWith(fields: Partial<Metric>): readonly string[] {
  return problemsOf(analysisTemplate({ name: 'check', metrics: [metric(fields)] }));
}

/** What is wrong with a template, one line each. */
export function problemsOf(template: TemplateData): readonly string[] {
  return checkAnalysisTemplate(template).map(formatProblem);
}

/** What a cluster would refuse in a template, one line each. */
export function schemaProblems(template: TemplateData): readonly string[] {
  return validateManifest(planAnalysisTemplate(template)).map(
    ({ path, message }) => `${path}: ${message}`,
  );
}

const authentication = {
  oauth2: {
    tokenUrl: 'https://login.example.com/token',
    clientId: 'rollouts',
    clientSecret: '{{args.token}}',
    scopes: ['metrics.read'],
  },
} as const;

const scope = { scope: 'cart', region: 'eu', step: 60 };

/** Each provider with all that it takes. */
export const EVERYTHING: { readonly [Name in keyof Providers]: readonly Providers[Name][] } = {
  prometheus: [
    {
      address: 'https://prometheus.example.com',
      query: 'sum(rate(http_requests_total{service="{{args.service}}"}[5m]))',
      rangeQuery: { start: 'now() - duration("1h")', end: 'now()', step: '1m' },
      timeout: '40s',
      insecure: true,
      headers: [{ key: 'X-Scope-OrgID', value: 'shop' }],
      authentication,
    },
    {
      address: 'https://aps-workspaces.eu-west-1.amazonaws.com/workspaces/ws-1',
      query: 'up',
      authentication: {
        sigv4: { region: 'eu-west-1', profile: 'metrics', roleArn: 'arn:aws:iam::1:role/metrics' },
      },
    },
  ],
  datadog: [
    { query: 'avg:requests.error.rate{service:cart}' },
    {
      apiVersion: 'v2',
      interval: '10m',
      queries: { errors: 'sum:errors{*}', all: 'sum:requests{*}' },
      formula: 'errors / all',
      aggregator: 'l2norm',
      secretRef: { name: 'datadog', namespaced: true },
    },
  ],
  newRelic: [{ profile: 'shop', query: 'FROM Transaction SELECT count(*)', timeout: '10s' }],
  wavefront: [{ address: 'shop.wavefront.com', query: 'sum(rate(5m, ts("errors")))' }],
  web: [
    { url: 'https://api.example.com/health' },
    {
      url: 'https://api.example.com/check?service={{args.service}}',
      method: 'PUT',
      headers: [{ key: 'Authorization', value: 'Bearer {{args.token}}' }],
      jsonBody: { depth: 2 },
      jsonPath: '{$.ok}',
      timeout: '20s',
      insecure: true,
      authentication,
    },
    {
      url: 'https://api.example.com/check',
      method: 'POST',
      body: 'depth=2',
      authentication: {
        sigv4: { region: 'eu-west-1', profile: 'metrics', roleArn: 'arn:aws:iam::1:role/metrics' },
      },
    },
  ],
  job: [
    {
      image: 'registry.example.com/shop/check:v1.0.0',
      container: { args: ['--service', '{{args.service}}'], env: { DEPTH: 2 }, resources },
      serviceAccount: 'checker',
      mountToken: true,
      restartPolicy: 'OnFailure',
      backoffLimit: 2,
      deadline: '10m',
      keepFor: '1h',
      labels: { team: 'shop' },
      annotations: { 'example.com/owner': 'shop' },
      other: { parallelism: 2, completions: 2, completionMode: 'Indexed' },
    },
  ],
  kayenta: [
    {
      address: 'http://kayenta.example.com:8090',
      application: 'shop',
      canaryConfigName: 'default',
      metricsAccountName: 'metrics',
      configurationAccountName: 'config',
      storageAccountName: 'storage',
      threshold: { pass: 90, marginal: 75 },
      scopes: [
        {
          name: 'default',
          controlScope: {
            ...scope,
            start: '2026-01-01T00:00:00Z',
            end: '2026-01-01T01:00:00Z',
          },
          experimentScope: {
            ...scope,
            start: '2026-01-01T00:00:00Z',
            end: '2026-01-01T01:00:00Z',
          },
        },
      ],
      lookback: true,
    },
  ],
  cloudWatch: [
    {
      interval: '30m',
      metricDataQueries: [
        { id: 'rate', label: 'Errors', expression: 'errors / requests', period: 300 },
        {
          id: 'errors',
          metricStat: {
            metric: {
              namespace: 'shop',
              metricName: 'Errors',
              dimensions: [{ name: 'service', value: '{{args.service}}' }],
            },
            period: 300,
            stat: 'Sum',
            unit: 'Count',
          },
          returnData: false,
        },
      ],
    },
  ],
  graphite: [
    { address: 'http://graphite.example.com', query: 'target=summarize(errors,"5min","sum")' },
  ],
  influxdb: [{ profile: 'shop', query: 'from(bucket: "errors") |> range(start: -5m)' }],
  skywalking: [
    {
      address: 'http://skywalking.example.com:12800',
      interval: '3m',
      query: 'query($duration: Duration!) { service_apdex: readMetricsValues { values } }',
    },
  ],
  plugin: [{ 'acme/metrics': { address: 'https://metrics.example.com', depth: 2 } }],
};
