import { join } from 'node:path';
import { loadTest, smokeTest, webCheck } from '../../lib/analysis/job-analyses';
import { istioMetrics, prometheusMetrics } from '../../lib/analysis/metrics-source';
import { bindAnalysis, type ReadyAnalysis } from '../../lib/analysis/ready';
import { latency, restarts, successRate } from '../../lib/analysis/request-analyses';
import type { AnalysisPlace } from '../../lib/analysis/spec';
import { address } from '../../lib/endpoint/address';
import { Microservice } from '../../lib/microservice/microservice';
import { formatProblem } from '../../lib/problem/problem';
import { validateManifest } from '../../lib/schema/validate';
import { emitYaml } from '../../lib/writer/yaml';
import { least, plainChart } from '../microservice/chart';
import { unseen } from '../problem/lines';
import { expectYaml } from '../yaml-snapshot';

const context = { name: 'frontend', namespace: 'shop-prod', labels: {} };

const frontend = new Microservice(plainChart('shop-prod'), 'frontend', {
  ...least,
  ports: { http: 80 },
});
const url = address`http://${frontend.endpoint('http')}/healthz`;

/** What is wrong with an analysis in a place, one line each. */
function problemsOf(ready: ReadyAnalysis, place: AnalysisPlace = 'inline'): readonly string[] {
  return ready.check('analysis', place).map(formatProblem);
}

/** The only metric of an analysis. */
function metricOf(ready: ReadyAnalysis, place: AnalysisPlace = 'inline') {
  return ready.for({ workload: 'frontend', namespace: 'shop-prod' }, place).template.metrics[0];
}

test.each<[string, ReadyAnalysis]>([
  ['success-rate-istio', successRate({ atLeast: 99 })],
  [
    'success-rate-grpc',
    successRate({
      atLeast: 99.5,
      metrics: istioMetrics({
        protocol: 'grpc',
        address: 'http://prometheus.monitoring:9090',
        versionBy: { label: 'rollouts_pod_template_hash' },
      }),
      whenEmpty: 'success',
      failureLimit: 1,
    }),
  ],
  [
    'success-rate-prometheus',
    successRate({ atLeast: 99, metrics: prometheusMetrics(), whenEmpty: 'failure' }),
  ],
  ['latency-istio', latency({ p95: '300ms', p99: '1s' })],
  ['latency-prometheus', latency({ p95: '300ms' }, { metrics: prometheusMetrics() })],
  ['restarts', restarts()],
  [
    'load-test',
    loadTest({ target: url, users: 20, duration: '2m', latency: { p95: '300ms', 'p99.9': '1s' } }),
  ],
  ['smoke-test-urls', smokeTest({ urls: [url, 'https://shop.example.com'] })],
  [
    'smoke-test-program',
    smokeTest({
      image: 'registry.example.com/shop/smoke:v1.0.0',
      args: ['--all'],
      env: { TARGET: url },
      deadline: '10m',
    }),
  ],
  ['web-check', webCheck({ url, jsonPath: '{$.status}', equals: 'ok', interval: '10s', count: 3 })],
])('%s', (name, ready) => {
  expect(problemsOf(ready)).toEqual([]);
  const { manifests } = ready.plan(context);
  expect(manifests.flatMap(validateManifest)).toEqual([]);
  expectYaml(join(__dirname, 'snapshots', `ready-${name}.yaml`), emitYaml(manifests));
});

test('goes on without an end beside the steps, under a name of its own', () => {
  const ready = successRate({ atLeast: 99 });
  expect(metricOf(ready)).toMatchObject({ interval: '1m', count: 5 });
  expect(metricOf(ready, 'background')?.count).toBeUndefined();
  expect(problemsOf(ready, 'background')).toEqual([]);
  expect(ready.plan(context).name).toBe('frontend-success-rate');
  expect(ready.plan(context, 'background').name).toBe('frontend-success-rate-background');
});

test('is given the hash of the new version', () => {
  expect(successRate({ atLeast: 99 }).plan(context).args).toEqual({
    hash: { podTemplateHash: 'Latest' },
  });
  expect(smokeTest({ urls: [url] }).plan(context).args).toEqual({});
});

test('is bound to a workload, unless it is already', () => {
  const use = bindAnalysis(restarts(), { workload: 'cart' });
  expect(use.template.name).toBe('cart-restarts');
  expect(bindAnalysis(use, { workload: 'frontend' })).toBe(use);
});

test.each([50, 99.99])('takes a share of %d percent', (atLeast) => {
  expect(problemsOf(successRate({ atLeast }))).toEqual([]);
});

test.each([
  [49.9, ''],
  [100, ''],
  [Number.NaN, ''],
  [0.99, ': write 99'],
])('rejects a share of %d percent', (atLeast, hint) => {
  expect(problemsOf(successRate({ atLeast }))).toEqual([
    `analysis.success-rate.atLeast: got ${atLeast}, allowed a percentage from 50, below 100${hint}`,
  ]);
});

test('rejects latencies that the buckets cannot tell', () => {
  const of = (limit: '10s' | '10.1s') =>
    problemsOf(latency({ p95: limit }, { metrics: prometheusMetrics() }));
  expect(of('10s')).toEqual([]);
  expect(of('10.1s')).toEqual([
    'analysis.latency.latency.p95: got "10.1s", allowed at most the largest bucket, 10000ms',
  ]);
  expect(problemsOf(latency({ p95: '0ms' }))).toEqual([
    "analysis.latency.latency.p95: got \"0ms\", allowed a latency such as '300ms' or '1.5s'",
  ]);
});

test('rejects no latency at all', () => {
  expect(problemsOf(latency({}))).toEqual([
    'analysis.latency.latency: got {}, allowed one of p50, p75, p90, p95, p99, p99.9',
  ]);
});

test('rejects pods whose names are too short for name and hash', () => {
  const problems = (length: number) => {
    const workload = 'a'.repeat(length);
    return successRate({ atLeast: 99 }).for({ workload }).check('analysis', 'inline');
  };
  expect(problems(46)).toEqual([]);
  expect(problems(47).map(({ message }) => message)).toEqual([
    `got "pod-name", allowed a label, since pods of a name as long as '${'a'.repeat(47)}' don't have all of the hash in theirs`,
  ]);
});

test('rejects buckets out of order', () => {
  const metrics = prometheusMetrics({ buckets: [0.1, 0.1] });
  expect(problemsOf(successRate({ atLeast: 99, metrics }))).toEqual([
    'analysis.success-rate.metrics.buckets: got [0.1,0.1], allowed numbers above 0, each above the one before',
  ]);
});

test('rejects load of nobody, for no time, with everything failing', () => {
  expect(problemsOf(loadTest({ target: url, users: 1, failedPercent: 0, duration: '1s' }))).toEqual(
    [],
  );
  expect(
    problemsOf(loadTest({ target: url, users: 0, failedPercent: 100, duration: '0s' })),
  ).toEqual([
    'analysis.load-test.users: got 0, allowed a whole number from 1',
    'analysis.load-test.failedPercent: got 100, allowed a percentage from 0, below 100',
    "analysis.load-test.duration: got \"0s\", allowed a duration such as '15s', '5m' or '1h', at least 1s",
  ]);
});

test('rejects restarts below none, and a window of nothing', () => {
  expect(problemsOf(restarts({ atMost: -1, window: '0s' }))).toEqual([
    'analysis.restarts.atMost: got -1, allowed a whole number from 0',
    "analysis.restarts.window: got \"0s\", allowed a duration such as '15s', '5m' or '1h', at least 1s",
  ]);
});

test('waits for a load test as long as it takes', () => {
  expect(loadTest({ target: url, duration: '2m' }).timing).toEqual({ firstVerdict: 120, end: 120 });
});

test.each<[ReadyAnalysis, string]>([
  [
    smokeTest(unseen({})),
    'analysis.smoke-test.urls: got undefined, allowed a list of URLs, or an image with a program in their place',
  ],
  [
    smokeTest(unseen({ urls: 'http://cart' })),
    'analysis.smoke-test.urls: got "http://cart", allowed a list: [ ... ]',
  ],
  [webCheck(unseen({})), 'analysis.web-check.url: is missing: add it'],
  [
    successRate(unseen({ atLeast: '99' })),
    'analysis.success-rate.atLeast: got "99", allowed a number',
  ],
])('rejects what no compiler has seen: %#', (ready, line) => {
  expect(problemsOf(ready)).toEqual([line]);
});

const EMPTY = "allowed 'failure', 'inconclusive' or 'success'";

test.each<[ReadyAnalysis, readonly string[]]>([
  [
    successRate(unseen({ atLeast: 99, whenEmpty: 'fail' })),
    [`success-rate.whenEmpty: got "fail", ${EMPTY}`],
  ],
  [
    successRate(unseen({ atLeast: 99, whenEmpty: null })),
    [`success-rate.whenEmpty: got null, ${EMPTY}`],
  ],
  [restarts(unseen({ whenEmpty: 'x' })), [`restarts.whenEmpty: got "x", ${EMPTY}`]],
  [latency({ p95: '1s' }, unseen({ whenEmpty: 'x' })), [`latency.whenEmpty: got "x", ${EMPTY}`]],
  [
    restarts(unseen({ metrics: { prometheus: {}, versionBy: 'pod' } })),
    ['restarts.metrics.versionBy: got "pod", allowed \'pod-name\' or { label: ... }'],
  ],
  [
    successRate(unseen({ atLeast: 49, failurLimit: 1, intervl: '1m' })),
    [
      'success-rate.atLeast: got 49, allowed a percentage from 50, below 100',
      "success-rate.failurLimit: isn't known, did you mean failureLimit?",
      "success-rate.intervl: isn't known, did you mean interval?",
    ],
  ],
  [
    latency(unseen({ p95: '1s', average: '1s' })),
    ["latency.latency.average: isn't known, allowed p50, p75, p90, p95, p99, p99.9"],
  ],
  [
    smokeTest(unseen({ urls: ['https://shop.example.com'], imag: 'x', dedline: '1m' })),
    [
      "smoke-test.imag: isn't known, did you mean image?",
      "smoke-test.dedline: isn't known, did you mean deadline?",
    ],
  ],
  [
    smokeTest(unseen({ urls: ['shop.example.com', 'not a url', 'http://', {}] })),
    [
      'smoke-test.urls[1]: got "not a url", allowed a URL or an endpoint: \'https://shop.example.com/healthz\'',
      'smoke-test.urls[2]: got "http://", allowed a URL or an endpoint: \'https://shop.example.com/healthz\'',
      "smoke-test.urls[3]: got {}, allowed a URL or an endpoint: 'https://shop.example.com/healthz'",
    ],
  ],
  [
    loadTest(unseen({ target: 'http://cart', vuss: 1 })),
    [
      "load-test.vuss: isn't known, allowed image, resources, env, pod, serviceAccount, deadline, target, users, duration, failedPercent, latency, script",
    ],
  ],
  [
    webCheck(unseen({ url: 'http://cart', intervl: '1m' })),
    ["web-check.intervl: isn't known, did you mean interval?"],
  ],
  [
    webCheck(unseen({ url: new Date(0) })),
    [
      "web-check.metrics[0].provider.web.url: got a Date, allowed a URL or an endpoint: cart.endpoint('http')",
    ],
  ],
])('rejects words and fields that nobody reads: %#', (ready, expected) => {
  expect(problemsOf(ready)).toEqual(expected.map((line) => `analysis.${line}`));
});

test('tells a URL that is neither text nor an endpoint', () => {
  const line = /^analysis\.smoke-test\.urls\[0\]: got 5, allowed an endpoint/;
  expect(problemsOf(smokeTest(unseen({ urls: [5] })))).toEqual([expect.stringMatching(line)]);
});

test('never passes by itself, whatever it is told of no requests', () => {
  const metric = metricOf(restarts(unseen({ whenEmpty: 'x' })));
  expect(metric).toMatchObject({ successCondition: expect.any(String) });
});

test.each([
  [() => istioMetrics(unseen({ protocol: 'GRPC' })), /istioMetrics\(\)\.protocol: got "GRPC"/],
  [() => istioMetrics(unseen({ versionBy: 'pod' })), /istioMetrics\(\)\.versionBy: got "pod"/],
  [() => prometheusMetrics(unseen({ unit: 'sec' })), /prometheusMetrics\(\)\.unit: got "sec"/],
  [() => latency(unseen({ p95: '1s', P99: '1s' })), /latency\(\)\.P99: .* did you mean p99\?/],
])('reads no metrics by words that there are not: %#', (make, message) => {
  expect(make).toThrow(message);
});
