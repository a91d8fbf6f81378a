import { join } from 'node:path';
import { fromSecret, required } from '../../lib/analysis/arguments';
import { type ExperimentProps, planExperiment } from '../../lib/analysis/experiment';
import { checkExperiment } from '../../lib/analysis/experiment-check';
import { Experiment } from '../../lib/analysis/experiment-construct';
import { analysisTemplate } from '../../lib/analysis/template';
import { formatProblem } from '../../lib/problem/problem';
import { validateManifest } from '../../lib/schema/validate';
import { emitYaml } from '../../lib/writer/yaml';
import { plainChart, resources } from '../microservice/chart';
import { unseen } from '../problem/lines';
import { manifestsOf, problemsOf } from '../render-tree';
import { expectYaml } from '../yaml-snapshot';
import { metric } from './templates';

const pods = { image: 'registry.example.com/shop/cart:v1.0.0', container: { resources } };
const least = { templates: { canary: pods }, duration: '10m' } as const;

const compare = analysisTemplate({
  name: 'compare',
  args: { baseline: required, canary: required, token: fromSecret('shop', 'token') },
  metrics: [metric()],
});

/** What is wrong with an experiment, one line each. */
function wrong(props: Partial<ExperimentProps>, name = 'compare'): readonly string[] {
  return checkExperiment(name, { ...least, ...props }).map(formatProblem);
}

const everything: ExperimentProps<'baseline' | 'canary'> = {
  templates: {
    baseline: { ...pods, replicas: 2, minReady: '10s', service: 'cart-baseline' },
    canary: { ...pods, image: 'registry.example.com/shop/cart:v2.0.0', service: true },
  },
  analyses: (hashes) => ({
    compare: {
      analysis: compare.use({
        baseline: hashes.baseline,
        canary: hashes.canary,
        token: fromSecret('other', 'token'),
      }),
      requiredForCompletion: true,
    },
  }),
  duration: '20m',
  progressDeadline: '5m',
  scaleDownDelay: '1m',
  dryRun: ['up'],
  measurementRetention: { up: 20 },
  analysisRunMetadata: { labels: { team: 'shop' }, annotations: { 'example.com/owner': 'shop' } },
  terminate: false,
  labels: { team: 'shop' },
  annotations: { 'example.com/owner': 'shop' },
};

test('renders every field', () => {
  expect(checkExperiment('compare', everything)).toEqual([]);
  const manifest = planExperiment('compare', everything, { namespace: 'shop-qa' });
  expect(validateManifest(manifest)).toEqual([]);
  expectYaml(join(__dirname, 'snapshots/experiment.yaml'), emitYaml([manifest]));
});

test('is an Experiment in any chart', () => {
  const chart = plainChart('shop-qa');
  new Experiment(chart, 'compare', everything);
  expect(manifestsOf(chart)[0]?.manifest).toMatchObject({
    kind: 'Experiment',
    metadata: { name: 'compare', namespace: 'shop-qa' },
    spec: { duration: '20m' },
  });
});

test('tells what is wrong when the tree is read', () => {
  const chart = plainChart();
  new Experiment(chart, 'compare', { templates: {}, duration: '0s' });
  expect(problemsOf(chart)).toEqual([
    '[shop/compare] templates: got {}, allowed at least one template',
    "[shop/compare] duration: got \"0s\", allowed a duration such as '15s', '5m' or '1h', at least 1s",
  ]);
});

test('rejects an experiment without an end', () => {
  const use = compare.use({ baseline: 'a', canary: 'b' });
  const message = 'duration: is missing: without it, an analysis has to be requiredForCompletion';
  expect(wrong({ duration: undefined, analyses: () => ({ a: use }) })).toEqual([message]);
  const analyses = () => ({ a: { analysis: use, requiredForCompletion: true } });
  expect(wrong({ duration: undefined, analyses })).toEqual([]);
});

test('rejects a wait for what has no end', () => {
  const endless = analysisTemplate({ name: 'endless', metrics: [metric({ interval: '1m' })] });
  const analyses = (requiredForCompletion: boolean) => () => ({
    a: { analysis: endless.use(), requiredForCompletion },
  });
  expect(wrong({ analyses: analyses(false) })).toEqual([]);
  expect(wrong({ analyses: analyses(true) })).toEqual([
    'analyses.a.up: has no end, and the experiment waits for it: add a count',
  ]);
});

test('rejects pods that are to be ready longer than there is time', () => {
  const templates = (minReady: '10m' | '11m') => ({ canary: { ...pods, minReady } });
  expect(wrong({ templates: templates('10m') })).toEqual([]);
  expect(wrong({ templates: templates('11m') })).toEqual([
    'templates.canary.minReady: got "11m", allowed at most the progress deadline of 10m',
  ]);
});

test('rejects names, numbers and images that cannot be', () => {
  const templates = { 'a b': { ...pods, image: 'cart', replicas: 0, service: '1a' } };
  const label =
    'allowed a DNS label: 1 to 63 lower-case letters, digits and dashes, with no dash at either end';
  expect(wrong({ templates })).toEqual([
    `templates.a b: got "a b", ${label}`,
    `templates.a b: got "compare-a b", ${label}`,
    'templates.a b.replicas: got 0, allowed a whole number from 1',
    'templates.a b.service: got "1a", allowed a Service name: a DNS label that begins with a letter',
    expect.stringMatching(/^templates\.a b\.image: /),
  ]);
});

test('rejects patterns that match no metric of its analyses', () => {
  const analyses = () => ({ a: compare.use({ baseline: 'a', canary: 'b' }) });
  expect(wrong({ analyses, dryRun: ['down'], measurementRetention: { up: -1 } })).toEqual([
    'dryRun: got "down", allowed what matches a metric: up',
    'measurementRetention.up: got -1, allowed a whole number from 0',
  ]);
});

test.each<[unknown, readonly string[]]>([
  [undefined, ['got undefined, allowed { templates: ... }']],
  [{ duration: '5m' }, ['templates: is missing: add it']],
  [
    { ...least, templates: { a: undefined, b: {} } },
    [
      'templates.a: got undefined, allowed { image: ..., container: ... }',
      'templates.b.image: is missing: add it',
      'templates.b.container: is missing: add it',
    ],
  ],
  [{ ...least, analyses: {} }, ['analyses: got {}, allowed a function']],
  [
    { ...least, analyses: () => ({ compare: 'compare' }) },
    ['analyses.compare: got "compare", allowed what use() gives, or { analysis: ... } with it'],
  ],
  [{ ...least, durations: '5m' }, ["durations: isn't known, did you mean duration?"]],
])('rejects what no compiler has seen: %j', (props, found) => {
  const chart = plainChart();
  expect(new Experiment(chart, 'compare', unseen(props)).object).toBeUndefined();
  expect(problemsOf(chart)).toEqual(found.map((line) => `[shop/compare] ${line}`));
});

test('names the templates that there are, where a hash is of none', () => {
  const problems = wrong({
    analyses: (hashes) => {
      const { canary, canry } = unseen(hashes);
      return { compare: compare.use({ baseline: canary, canary: canry }) };
    },
  });
  expect(problems).toEqual([
    'analyses.compare.compare.args.canary: got "canry", allowed one of the templates: canary',
  ]);
});
