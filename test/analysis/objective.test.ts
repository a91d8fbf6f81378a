import { join } from 'node:path';
import { prometheusMetrics } from '../../lib/analysis/metrics-source';
import { type ObjectiveOptions, objective } from '../../lib/analysis/objective';
import { ObjectiveAlerts } from '../../lib/analysis/objective-construct';
import { formatProblem } from '../../lib/problem/problem';
import { validateManifest } from '../../lib/schema/validate';
import { emitYaml } from '../../lib/writer/yaml';
import { plainChart } from '../microservice/chart';
import { unseen } from '../problem/lines';
import { manifestsOf, problemsOf } from '../render-tree';
import { expectYaml } from '../yaml-snapshot';

const promise = objective({ availability: 99.9, latency: { p95: '300ms' } });
const target = { workload: 'frontend', namespace: 'shop-prod' };
const context = { name: 'frontend', namespace: 'shop-prod', labels: {} };

/** What is wrong with an objective, one line each. */
function wrong(options: ObjectiveOptions): readonly string[] {
  return objective(options).check(target).map(formatProblem);
}

test('holds the new version to the promise', () => {
  const { manifests } = promise.analysis.plan(context);
  expect(manifests.flatMap(validateManifest)).toEqual([]);
  expectYaml(join(__dirname, 'snapshots/objective-analysis.yaml'), emitYaml(manifests));
});

test('alerts before the promise is broken', () => {
  const manifest = promise.alerts(target, {
    labels: { release: 'prometheus' },
    alertLabels: { team: 'shop' },
    runbookUrl: 'https://runbooks.example.com/error-budget',
  });
  expect(validateManifest(manifest)).toEqual([]);
  expectYaml(join(__dirname, 'snapshots/objective-alerts.yaml'), emitYaml([manifest]));
});

test('asks the same of the new version as of all versions', () => {
  const own = 'pod=~"frontend-{{args.hash}}-.+"';
  const records = JSON.stringify(promise.alerts(target));
  const { metrics } = promise.analysis.for(target).template;
  expect(metrics).toHaveLength(2);
  for (const { provider } of metrics) {
    const query = provider.prometheus?.query ?? '';
    expect(query).toContain(own);
    const ofAll = query.replaceAll(`,${own}`, '').replaceAll('[2m]', '[1h]');
    expect(records).toContain(JSON.stringify(ofAll));
  }
});

/** The alerts of an objective: severity and thresholds, in order. */
function thresholds(options: ObjectiveOptions) {
  const text = emitYaml([objective(options).alerts(target)]);
  return [...text.matchAll(/ > ([\d.]+)\)/g)].map(([, limit]) => Number(limit));
}

test('has the burn rates of 30 days, and of others', () => {
  expect(thresholds({ availability: 99 })).toEqual([0.144, 0.06, 0.03, 0.01]);
  expect(thresholds({ availability: 99, days: 28 })).toEqual([
    0.1344, 0.056, 0.028, 0.00933333333333,
  ]);
});

test('leaves out alerts that could never come', () => {
  expect(thresholds({ latency: { p90: '250ms' } })).toEqual([0.6, 0.3, 0.1]);
  expect(thresholds({ latency: { p50: '250ms' } })).toEqual([0.5]);
});

test('counts up to a bucket, or between two', () => {
  const query = (limit: '250ms' | '300ms') =>
    objective({ latency: { p95: limit }, metrics: prometheusMetrics() }).analysis.for(target)
      .template.metrics[0]?.provider.prometheus?.query ?? '';
  expect(query('250ms')).toMatch(/^1 -\nsum\(rate\(\S+le="0\.25"\}\[2m\]\)\)\n\/\n/);
  expect(query('300ms')).toMatch(
    /^1 -\n\(0\.2 \* sum\(\S+le="0\.5"\S+ \+ 0\.8 \* sum\(\S+le="0\.25"/,
  );
});

test('lets errors come faster during a release, where that is meant', () => {
  const lenient = objective({ availability: 99.9, canary: { burnRate: 14.4 } });
  expect(lenient.analysis.for(target).template.metrics[0]?.failureCondition).toBe(
    'len(result) > 0 && !isNaN(result[0]) && result[0] > 0.0144',
  );
});

test('rejects what promises nothing, or too much', () => {
  expect(wrong({})).toEqual(['objective: promises nothing: add availability or latency']);
  expect(wrong({ availability: 100 })).toEqual([
    'availability: got 100, allowed a percentage from 50, below 100',
  ]);
  expect(wrong({ availability: 0.999 })).toEqual([
    'availability: got 0.999, allowed a percentage from 50, below 100: write 99.9',
  ]);
});

test('rejects days, burn rates and intervals that make no sense', () => {
  const edge = { availability: 99, days: 7, canary: { burnRate: 0.1, interval: '1s' } } as const;
  expect(wrong(edge)).toEqual([]);
  expect(wrong({ ...edge, days: 90 })).toEqual([]);
  expect(wrong({ ...edge, days: 6, canary: { burnRate: 0, interval: '0s' } })).toEqual([
    'days: got 6, allowed a whole number from 7 to 90',
    'canary.burnRate: got 0, allowed a number above 0',
    "canary.interval: got \"0s\", allowed a duration such as '15s', '5m' or '1h', at least 1s",
  ]);
  expect(wrong({ ...edge, days: 91 })).toEqual([
    'days: got 91, allowed a whole number from 7 to 90',
  ]);
});

test('is a PrometheusRule in any chart', () => {
  const chart = plainChart('shop-qa');
  new ObjectiveAlerts(chart, 'alerts', { objective: promise, workload: 'cart' });
  const [entry] = manifestsOf(chart);
  expect(entry?.manifest).toMatchObject({
    kind: 'PrometheusRule',
    metadata: { name: 'cart-objective', namespace: 'shop-qa' },
    spec: { groups: [{ name: 'cart-availability' }, { name: 'cart-latency-p95' }] },
  });
});

test('tells what is wrong with its objective', () => {
  const chart = plainChart();
  new ObjectiveAlerts(chart, 'alerts', { objective: objective({}), workload: 'cart' });
  expect(problemsOf(chart)).toEqual([
    '[shop/alerts] objective: promises nothing: add availability or latency',
  ]);
});

test('rejects words and fields that nobody reads', () => {
  const canary = { whenEmpty: 'x', times: 2 };
  const problems = [
    "canary.whenEmpty: got \"x\", allowed 'failure', 'inconclusive' or 'success'",
    "canary.times: isn't known, allowed window, initialDelay, interval, count, failureLimit, inconclusiveLimit, whenEmpty, burnRate",
  ];
  const options = unseen({ availability: 99, canary });
  expect(wrong(options)).toEqual(problems);
  expect(objective(options).analysis.check('analysis', 'inline').map(formatProblem)).toEqual(
    problems.map((line) => `analysis.objective.${line}`),
  );
});
