import { fromSecret, required } from '../../lib/analysis/arguments';
import { checkAnalysisTemplate } from '../../lib/analysis/check';
import { analysisTemplate, clusterAnalysisTemplate } from '../../lib/analysis/template';
import { resources } from '../microservice/chart';
import { lines, unseen } from '../problem/lines';
import { metric, problemsOf, problemsWith, prometheus } from './templates';

test('accepts a single measurement, a counted one and an endless one', () => {
  expect(problemsWith({})).toEqual([]);
  expect(problemsWith({ interval: '1m', count: 2 })).toEqual([]);
  expect(problemsWith({ interval: '1m' })).toEqual([]);
});

test.each(['failureLimit', 'inconclusiveLimit', 'consecutiveSuccessLimit'] as const)(
  'rejects a %s above the count',
  (name) => {
    expect(problemsWith({ interval: '1m', count: 3, [name]: 3 })).toEqual([]);
    expect(problemsWith({ interval: '1m', [name]: 4 })).toEqual([]);
    const why = { failureLimit: 'fail', inconclusiveLimit: 'be inconclusive' };
    const can = name === 'consecutiveSuccessLimit' ? 'be good' : why[name];
    expect(problemsWith({ interval: '1m', count: 3, [name]: 4 })).toEqual([
      `metrics[0].${name}: got 4, allowed at most the count of 3: no more measurements than that can ${can}`,
    ]);
  },
);

test('rejects a count above 1 without an interval', () => {
  expect(problemsWith({ count: 1 })).toEqual([]);
  expect(problemsWith({ count: 2 })).toEqual([
    'metrics[0].interval: is missing: a count of 2 needs the time from one measurement to the next',
  ]);
});

test.each([
  'failureLimit',
  'inconclusiveLimit',
  'consecutiveErrorLimit',
  'consecutiveSuccessLimit',
])('rejects a negative %s', (name) => {
  expect(problemsWith({ [name]: 0 })).toEqual([]);
  const beside =
    name === 'failureLimit' ? ', or -1 for no limit beside a consecutiveSuccessLimit' : '';
  expect(problemsWith({ [name]: -1 })).toEqual([
    `metrics[0].${name}: got -1, allowed a whole number from 0${beside}`,
  ]);
});

test('accepts any number of failures where successes in a row end the metric', () => {
  const endless = { interval: '1m', count: 9, failureLimit: -1 } as const;
  expect(problemsWith({ ...endless, consecutiveSuccessLimit: 1 })).toEqual([]);
  expect(problemsWith({ ...endless, consecutiveSuccessLimit: 0 })).toHaveLength(1);
  const template = analysisTemplate({
    name: 'errors',
    metrics: [metric({ ...endless, consecutiveSuccessLimit: 3 })],
  });
  expect(template.use().timing).toEqual({ firstVerdict: Number.POSITIVE_INFINITY, end: 480 });
});

describe('what no compiler has seen is refused', () => {
  const found = (props: object) =>
    lines(checkAnalysisTemplate(analysisTemplate(unseen({ name: 'errors', ...props }))));
  const ofMetric = (fields: object) => found({ metrics: [{ name: 'a', ...fields }] });

  test.each([
    ['a', 'metrics: got "a", allowed a list: [ ... ]'],
    [[undefined], 'metrics[0]: got undefined, allowed { name: ..., provider: ... }'],
    [() => undefined, 'metrics: got undefined, allowed a list: [ ... ]'],
  ])('in the place of metrics: %j', (metrics, line) => {
    expect(found({ metrics })).toEqual([line]);
  });

  test('in a metric', () => {
    expect(ofMetric({})).toEqual(['metrics[0].provider: is missing: add it']);
    expect(ofMetric({ provider: prometheus, intervall: '5m', successCondition: 5 })).toEqual([
      "metrics[0].intervall: isn't known, did you mean interval?",
      'metrics[0].successCondition: got 5, allowed text',
    ]);
  });

  test('in a provider', () => {
    expect(ofMetric({ provider: { prom: {} } })).toEqual([
      expect.stringMatching(
        /^metrics\[0\]\.provider\.prom: isn't known, allowed (?:\w+, )+prometheus, /,
      ),
    ]);
    expect(ofMetric({ provider: { prometheus: null } })).toEqual([
      'metrics[0].provider.prometheus: got null, allowed { query: ... }',
    ]);
    expect(ofMetric({ provider: { job: {} } })).toEqual([
      'metrics[0].provider.job.image: is missing: add it',
      'metrics[0].provider.job.container: is missing: add it',
    ]);
    expect(ofMetric({ provider: { cloudWatch: { metricDataQueries: [{}] } } })).toEqual([
      'metrics[0].provider.cloudWatch.metricDataQueries[0].id: is missing: add it',
    ]);
  });

  test('around the metrics, and in a use', () => {
    const metrics = [metric({})];
    expect(found({ metrics, args: { a: null }, templates: ['b'], dryRun: 'a' })).toEqual([
      'args.a: got null, allowed text, a number, true, false, required, fromSecret() or rolloutField()',
      "templates[0]: got text, which isn't shown here, allowed a template, as analysisTemplate() gives it",
      "dryRun: got \"a\", allowed a list of text: ['a', 'b']",
    ]);
    const template = analysisTemplate({ name: 'errors', args: { a: required }, metrics });
    expect(lines(template.use(unseen({ a: null })).check('analysis', 'inline'))).toEqual([
      'analysis.errors.args.a: got null, allowed text, a number, true, false, fromSecret(), rolloutField(), latestHash or stableHash',
    ]);
  });
});

test('rejects a count of nothing and of a half', () => {
  expect(problemsWith({ count: 0 })).toEqual([
    'metrics[0].count: got 0, allowed a whole number from 1',
  ]);
  expect(problemsWith({ count: 1.5, interval: '1m' })).toEqual([
    'metrics[0].count: got 1.5, allowed a whole number from 1',
  ]);
});

test('rejects durations that are none', () => {
  expect(problemsWith({ interval: '1s', initialDelay: '0s' })).toEqual([]);
  expect(problemsWith({ interval: '0s', initialDelay: '1.5m' })).toEqual([
    "metrics[0].initialDelay: got \"1.5m\", allowed a duration such as '15s', '5m' or '1h'",
    "metrics[0].interval: got \"0s\", allowed a duration such as '15s', '5m' or '1h', at least 1s",
  ]);
});

test('rejects a template that measures nothing', () => {
  expect(problemsOf(analysisTemplate({ name: 'empty' }))).toEqual([
    'metrics: is empty: measure something, or name other templates',
  ]);
  const inner = analysisTemplate({ name: 'inner', metrics: [metric()] });
  expect(problemsOf(analysisTemplate({ name: 'outer', templates: [inner] }))).toEqual([]);
});

test('rejects names that two metrics have, in nested templates, too', () => {
  const inner = analysisTemplate({ name: 'inner', metrics: [metric({ name: 'errors' })] });
  const outer = analysisTemplate({
    name: 'outer',
    templates: [inner],
    metrics: [metric(), metric(), metric({ name: 'errors' }), metric({ name: '' })],
  });
  expect(problemsOf(outer)).toEqual([
    'metrics[1].name: got "up", allowed a name of its own: metrics[0] has this one',
    'metrics[2].name: got "errors", allowed a name of its own: the template inner has this one',
    'metrics[3].name: got "", allowed a name',
  ]);
});

test('rejects no provider, and two of them', () => {
  const none = JSON.parse('{}');
  const one =
    'allowed exactly one of cloudWatch, datadog, graphite, influxdb, job, kayenta, newRelic, plugin, prometheus, skywalking, wavefront, web';
  expect(problemsWith({ provider: none })).toEqual([`metrics[0].provider: got none, ${one}`]);
  const two = JSON.parse('{ "prometheus": { "query": "up" }, "web": { "url": "http://a" } }');
  expect(problemsWith({ provider: two })).toEqual([
    `metrics[0].provider: got prometheus and web, ${one}`,
  ]);
});

describe('arguments', () => {
  test('are put into counts and durations where they have values', () => {
    const template = (count: string, interval: string) =>
      analysisTemplate({
        name: 'args',
        args: { count, interval },
        metrics: (args) => [metric({ count: args.count, interval: args.interval })],
      });
    expect(problemsOf(template('5', '1m'))).toEqual([]);
    // To the controller, a count of 0 means no end.
    expect(problemsOf(template('0', '1m'))).toEqual([]);
    expect(problemsOf(template('five', '1 minute'))).toEqual([
      "metrics[0].interval: got \"1 minute\", allowed a duration such as '15s', '5m' or '1h'",
      'metrics[0].count: got "five", allowed a whole number from 1',
    ]);
  });

  test('are waited for where they have none', () => {
    const template = analysisTemplate({
      name: 'args',
      args: { count: required },
      metrics: (args) => [metric({ count: args.count, failureLimit: 3 })],
    });
    expect(problemsOf(template)).toEqual([]);
  });

  test('have names and Secrets that there can be', () => {
    const template = analysisTemplate({
      name: 'args',
      args: { 'a b': 'x', token: fromSecret('Token', 'a/b'), limit: Number.NaN },
      metrics: [metric()],
    });
    expect(problemsOf(template)).toEqual([
      "args: got \"a b\", allowed a name of letters, digits, '-', '_' and '.', with a letter or digit at both ends",
      'args.token.secret: got "Token", allowed DNS labels joined by dots, at most 253 characters',
      "args.token.key: got \"a/b\", allowed 1 to 253 letters, digits, '-', '_' and '.', with no '..' in front",
      'args.limit: got NaN, allowed a finite number',
    ]);
  });

  test('rejects places for what is no argument', () => {
    const query = 'up{a="{{ args.service }}",b="{{args.servce}}",c="{{inputs.service}}",d="{{"}';
    const provider = { prometheus: { query } };
    const template = analysisTemplate({
      name: 'places',
      args: { service: required },
      metrics: [metric({ provider })],
    });
    const allowed = 'allowed {{args.service}}';
    expect(problemsOf(template)).toEqual([
      `metrics[0]: got "{{args.servce}}", ${allowed}`,
      `metrics[0]: got "{{inputs.service}}", ${allowed}`,
      `metrics[0]: got "{{\\"}", ${allowed}`,
    ]);
    expect(problemsWith({ provider: { prometheus: { query: '{{args.a}}' } } })).toEqual([
      'metrics[0]: got "{{args.a}}", allowed no arguments: declare them in args',
    ]);
  });

  test('names the arguments that there are, where a function of them asks for another', () => {
    const seen: unknown[] = [];
    const template = analysisTemplate({
      name: 'places',
      args: { service: required },
      metrics: (args) => {
        seen.push(args, { ...args }, JSON.parse(JSON.stringify(args)));
        const query = `up{a="${args.service}",b="${unseen(args).servce}"}`;
        return [metric({ provider: { prometheus: { query } } })];
      },
    });
    expect(problemsOf(template)).toEqual([
      'metrics[0]: got "{{args.servce}}", allowed {{args.service}}',
    ]);
    expect(seen).toEqual(Array(3).fill({ service: '{{args.service}}' }));
  });

  test('rejects values that contradict those of nested templates', () => {
    const inner = analysisTemplate({ name: 'inner', args: { limit: '1' }, metrics: [metric()] });
    const outer = (limit: string) =>
      analysisTemplate({ name: 'outer', args: { limit }, templates: [inner] });
    expect(problemsOf(outer('1'))).toEqual([]);
    expect(problemsOf(outer('2'))).toEqual([
      'args.limit: got "1", allowed the value that outer gives it: 2',
    ]);
  });
});

describe('patterns of metrics', () => {
  const problems = (pattern: string) =>
    problemsOf(
      analysisTemplate({
        name: 'patterns',
        metrics: [metric()],
        dryRun: [pattern],
        measurementRetention: { [pattern]: 0 },
      }),
    );

  test('match a metric', () => {
    expect(problems('u.')).toEqual([]);
    expect(problems('down')).toEqual([
      'dryRun: got "down", allowed what matches a metric: up',
      'measurementRetention: got "down", allowed what matches a metric: up',
    ]);
  });

  test('rejects what is no pattern', () => {
    expect(problems('(')).toEqual([
      'dryRun: got "(", allowed a metric\'s name or a regular expression',
      'measurementRetention: got "(", allowed a metric\'s name or a regular expression',
    ]);
  });

  test('rejects one given twice, and a retention below nothing', () => {
    const template = analysisTemplate({
      name: 'patterns',
      metrics: [metric()],
      dryRun: ['up', 'up'],
      measurementRetention: { up: -1 },
    });
    expect(problemsOf(template)).toEqual([
      'dryRun: got "up", allowed each pattern once',
      'measurementRetention.up: got -1, allowed a whole number from 0',
    ]);
  });
});

test('rejects names, labels and annotations that Kubernetes refuses', () => {
  const template = clusterAnalysisTemplate({
    name: 'Success',
    metrics: [metric()],
    labels: { team: 'a b' },
    annotations: { 'a b': '' },
  });
  expect(problemsOf(template)).toEqual([
    'name: got "Success", allowed DNS labels joined by dots, at most 253 characters',
    "labels.team: got \"a b\", allowed at most 63 letters, digits, '-', '_' and '.', with a letter or digit at both ends",
    'annotations: got "a b", allowed a key such as `team` or `example.com/team`, its name at most 63 characters',
  ]);
});

describe('conditions', () => {
  const wrong = (condition: string, provider = prometheus) =>
    problemsWith({ successCondition: condition, provider });

  test('are read with their arguments in them', () => {
    const template = (limit: string) =>
      analysisTemplate({
        name: 'limit',
        args: { limit },
        metrics: (args) => [metric({ failureCondition: `result[0] > ${args.limit}` })],
      });
    expect(problemsOf(template('0.5'))).toEqual([]);
    expect(problemsOf(template('0.5 0.6'))).toEqual([
      "metrics[0].failureCondition: 'result[0] > {{args.limit}}' can't be evaluated: an operator is missing before '0.6'",
    ]);
  });

  test('rejects a list that is taken for a number', () => {
    expect(wrong('result[0] >= 0.95')).toEqual([]);
    expect(wrong('result >= 0.95', { prometheus: { query: 'scalar(up)' } })).toEqual([]);
    expect(wrong('result >= 0.95')).toEqual([
      "metrics[0].successCondition: 'result >= 0.95' can't be evaluated: the result of Prometheus is a list: write result[0]",
    ]);
  });

  test('rejects a number that is taken for a list', () => {
    const datadog = { datadog: { query: 'avg:errors{*}' } };
    expect(wrong('default(result, 0) < 1', datadog)).toEqual([]);
    expect(wrong('result[0] < 1', datadog)).toEqual([
      "metrics[0].successCondition: 'result[0] < 1' can't be evaluated: the result of Datadog is a number: write result",
    ]);
  });
});

describe('a Job', () => {
  const job = { image: 'check:v1.0.0', container: { resources } };

  test('has a metric whose name fits into the name of the Job', () => {
    const name = 'a'.repeat(23);
    expect(problemsWith({ name, provider: { job } })).toEqual([]);
    expect(problemsWith({ name: `${name}a`, provider: { job } })).toEqual([
      `metrics[0].provider.job: got "${name}a", allowed for a Job, a metric's name of at most 23 lower-case letters, digits and dashes`,
    ]);
  });

  test('is checked as any other pod', () => {
    const provider = {
      job: {
        ...job,
        image: 'check',
        backoffLimit: -1,
        container: { resources, env: { 'a b': 1 } },
      },
    };
    expect(problemsWith({ provider })).toEqual([
      expect.stringMatching(/^metrics\[0\]\.provider\.job\.image: /),
      'metrics[0].provider.job.backoffLimit: got -1, allowed a whole number from 0',
      expect.stringMatching(/^metrics\[0\]\.provider\.job\.container\.env: got "a b"/),
    ]);
  });
});
