import { required } from '../../lib/analysis/arguments';
import { AnalysisTemplate, ClusterAnalysisTemplate } from '../../lib/analysis/construct';
import { endpointsOfTemplate } from '../../lib/analysis/job-pods';
import { Microservice } from '../../lib/microservice/microservice';
import { least, plainChart, resources } from '../microservice/chart';
import { manifestsOf, problemsOf } from '../render-tree';
import { metric } from './templates';

const context = { name: 'cart', namespace: 'shop-qa', labels: {} };

test('is an AnalysisTemplate in any chart, in its namespace', () => {
  const chart = plainChart('shop-qa');
  const template = new AnalysisTemplate(chart, 'errors', {
    args: { service: required },
    metrics: (args) => [
      metric({ provider: { prometheus: { query: `up{service="${args.service}"}` } } }),
    ],
  });
  expect(manifestsOf(chart)).toMatchObject([
    {
      manifest: {
        kind: 'AnalysisTemplate',
        metadata: { name: 'errors', namespace: 'shop-qa' },
        spec: { args: [{ name: 'service' }], metrics: [{ name: 'up' }] },
      },
    },
  ]);
  // Its object stands here, so that no use of it brings another one.
  expect(template.use({ service: 'cart' }).plan(context).manifests).toEqual([]);
});

test('is a ClusterAnalysisTemplate, without a namespace', () => {
  const chart = plainChart('shop-qa');
  const template = new ClusterAnalysisTemplate(chart, 'errors', { metrics: [metric()] });
  const [entry] = manifestsOf(chart);
  expect(entry?.manifest.kind).toBe('ClusterAnalysisTemplate');
  expect(entry?.manifest.metadata['namespace']).toBeUndefined();
  expect(template.use().plan(context)).toMatchObject({ name: 'errors', clusterScope: true });
});

test('shortens addresses in Jobs as seen from its namespace', () => {
  const chart = plainChart('shop-qa');
  const cart = new Microservice(chart, 'cart', { ...least, ports: { http: 80 } });
  const template = new AnalysisTemplate(chart, 'smoke', {
    metrics: [
      {
        name: 'smoke',
        provider: {
          job: {
            image: 'smoke:v1.0.0',
            container: { env: { TARGET: cart.endpoint('http') }, resources },
          },
        },
      },
    ],
  });
  expect(JSON.stringify(template.object?.toJson())).toContain(
    '{"name":"TARGET","value":"cart:80"}',
  );
});

test('tells what is wrong when the tree is read', () => {
  const chart = plainChart();
  const template = new AnalysisTemplate(chart, 'errors', { metrics: [metric({ count: 2 })] });
  expect(template.object).toBeUndefined();
  expect(problemsOf(chart)).toEqual([
    '[shop/errors] metrics[0].interval: is missing: a count of 2 needs the time from one measurement to the next',
  ]);
});

test("names the endpoints that its Jobs call, nested templates' included", () => {
  const chart = plainChart('shop-qa');
  const cart = new Microservice(chart, 'cart', { ...least, ports: { http: 80 } });
  const env = { TARGET: cart.endpoint('http') };
  const smoke = new AnalysisTemplate(chart, 'smoke', {
    metrics: [
      { name: 'smoke', provider: { job: { image: 'a:v1', container: { env, resources } } } },
    ],
  });
  const outer = new AnalysisTemplate(chart, 'outer', {
    metrics: [metric()],
    templates: [smoke.template],
  });
  expect(endpointsOfTemplate(outer.template)).toEqual([cart.endpoint('http')]);
});
