import {
  fromSecret,
  latestHash,
  required,
  rolloutField,
  stableHash,
} from '../../lib/analysis/arguments';
import { longestDuration } from '../../lib/analysis/length';
import type { AnalysisPlace, AnalysisUse } from '../../lib/analysis/spec';
import { analysisTemplate, clusterAnalysisTemplate } from '../../lib/analysis/template';
import { checkUses } from '../../lib/analysis/use-check';
import { formatProblem } from '../../lib/problem/problem';
import { resources } from '../microservice/chart';
import { metric } from './templates';

const context = { name: 'cart', namespace: 'shop-qa', labels: { team: 'shop' } };

const compare = analysisTemplate({
  name: 'compare',
  args: { canary: required, stable: required, region: 'eu', limit: 0.5 },
  metrics: [metric()],
});

/** What is wrong with uses that run together, one line each. */
function problemsOf(place: AnalysisPlace, ...uses: readonly AnalysisUse[]): readonly string[] {
  return checkUses('analysis', uses, place).map(formatProblem);
}

/** A template of one metric. */
function measuring(fields: Parameters<typeof metric>[0], args = {}) {
  return analysisTemplate({ name: 'measure', args, metrics: [metric(fields)] });
}

test('names the values that it was given, in the words of a release', () => {
  const use = compare.use({
    canary: latestHash,
    stable: stableHash,
    region: rolloutField("metadata.labels['region']"),
    limit: 0.9,
  });
  expect(problemsOf('inline', use)).toEqual([]);
  expect(use.plan(context)).toMatchObject({
    name: 'compare',
    args: {
      canary: { podTemplateHash: 'Latest' },
      stable: { podTemplateHash: 'Stable' },
      region: { field: "metadata.labels['region']" },
      limit: '0.9',
    },
  });
});

test('brings the templates that are values, with the labels of the workload', () => {
  const inner = analysisTemplate({ name: 'inner', metrics: [metric()] });
  const outer = analysisTemplate({ name: 'outer', templates: [inner] });
  expect(outer.use().plan(context).manifests).toMatchObject([
    { kind: 'AnalysisTemplate', metadata: { name: 'outer', labels: { team: 'shop' } } },
    { kind: 'AnalysisTemplate', metadata: { name: 'inner', labels: { team: 'shop' } } },
  ]);
});

test('refers to a template for all namespaces, and does not bring it', () => {
  const template = clusterAnalysisTemplate({ name: 'shared', metrics: [metric()] });
  expect(template.use().plan(context)).toEqual({
    name: 'shared',
    clusterScope: true,
    args: {},
    manifests: [],
    access: [],
  });
});

test('tells what is wrong with a template that it brings', () => {
  const use = measuring({ count: 2 }).use();
  expect(use.check('analysis', 'inline').map(formatProblem)).toEqual([
    'analysis.measure.metrics[0].interval: is missing: a count of 2 needs the time from one measurement to the next',
  ]);
});

test('rejects missing and unknown arguments, should the compiler not have seen them', () => {
  const use = { ...compare.use({ canary: 'a', stable: 'b' }), args: { canary: 'a', stabel: 'b' } };
  expect(problemsOf('inline', use)).toEqual([
    'analysis.compare.args.stable: is missing: compare has no value of its own for it',
    'analysis.compare.args: got "stabel", allowed canary, stable, region, limit',
  ]);
});

test('rejects a metric without an end where a release waits for it', () => {
  const use = measuring({ interval: '1m' }).use();
  expect(problemsOf('inline', use)).toEqual([
    'analysis.measure.up: has an interval and no count, so that a release would wait for ever: add a count',
  ]);
  expect(problemsOf('background', use)).toEqual([]);
  expect(problemsOf('inline', measuring({ interval: '1m', count: 2 }).use())).toEqual([]);
});

test('rejects values that make metrics wrong', () => {
  const template = analysisTemplate({
    name: 'measure',
    args: { count: required },
    metrics: (args) => [metric({ interval: '1m', count: args.count, failureLimit: 2 })],
  });
  expect(problemsOf('inline', template.use({ count: 2 }))).toEqual([]);
  expect(problemsOf('inline', template.use({ count: 1 }))).toEqual([
    'analysis.measure.metrics[0].failureLimit: got 2, allowed at most the count of 1: no more measurements than that can fail',
  ]);
  expect(problemsOf('inline', template.use({ count: 0 }))).toEqual([
    'analysis.measure.up: has an interval and no count, so that a release would wait for ever: add a count',
  ]);
});

test('rejects a Secret in a release, and the hash of a release in an experiment', () => {
  const use = compare.use({ canary: fromSecret('shop', 'token'), stable: stableHash });
  expect(problemsOf('inline', use)).toEqual([
    'analysis.compare.args.canary: is a Secret, which a Rollout cannot pass on: name it in the template itself',
  ]);
  expect(problemsOf('experiment', use)).toEqual([
    'analysis.compare.args.stable: is a hash of a Rollout, which an Experiment has not: take one of its templates',
  ]);
  expect(problemsOf('experiment-step', use)).toEqual(problemsOf('inline', use));
});

test('rejects uses that contradict each other', () => {
  const other = analysisTemplate({
    name: 'other',
    args: { region: required },
    metrics: [metric()],
  });
  const uses = [
    compare.use({ canary: 'a', stable: 'b', region: 'us' }),
    other.use({ region: 'eu' }),
  ] as const;
  expect(problemsOf('inline', ...uses)).toEqual([
    'analysis.other.metrics: got "up", allowed a name of its own: a metric of compare has this one',
    'analysis.other.args.region: got "eu", allowed the value that compare is given: templates that run together share their arguments',
  ]);
});

describe('the longest duration', () => {
  test('reaches from the start to the last measurement', () => {
    expect(longestDuration(measuring({}))).toBe(0);
    expect(longestDuration(measuring({ initialDelay: '2m' }))).toBe(120);
    expect(longestDuration(measuring({ initialDelay: '2m', interval: '1m', count: 5 }))).toBe(360);
  });

  test('is that of the slowest metric, nested ones included', () => {
    const outer = analysisTemplate({
      name: 'outer',
      metrics: [metric({ name: 'fast' })],
      templates: [measuring({ interval: '1h', count: 2 })],
    });
    expect(longestDuration([outer.use(), measuring({ initialDelay: '1m' }).use()])).toBe(3600);
  });

  test('counts what a Job says that it takes', () => {
    const job = { image: 'check:v1.0.0', container: { resources }, takes: '90s' } as const;
    expect(longestDuration(measuring({ provider: { job } }))).toBe(90);
  });

  test('is unknown without an end, and while an argument is missing', () => {
    expect(longestDuration(measuring({ interval: '1m' }))).toBeUndefined();
    const template = analysisTemplate({
      name: 'measure',
      args: { count: required },
      metrics: (args) => [metric({ interval: '1m', count: args.count })],
    });
    expect(longestDuration(template)).toBeUndefined();
    expect(longestDuration(template.use({ count: 3 }))).toBe(120);
  });
});

describe('the timing', () => {
  test.each([
    ['of a single measurement', {}, { firstVerdict: 0, end: 0 }],
    [
      'of some that may fail',
      { initialDelay: '30s', interval: '1m', count: 5, failureLimit: 2 },
      { firstVerdict: 150, end: 270 },
    ],
    [
      'of some that never fail',
      { interval: '1m', count: 2, failureLimit: 2 },
      { firstVerdict: Number.POSITIVE_INFINITY, end: 60 },
    ],
    [
      'without an end',
      { interval: '1m', failureLimit: 1 },
      { firstVerdict: 60, end: Number.POSITIVE_INFINITY },
    ],
  ] as const)('%s', (_, fields, timing) => {
    expect(measuring(fields).use().timing).toEqual(timing);
  });
});
