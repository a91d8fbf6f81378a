import { checkDuration } from '../kubernetes/duration';
import { checkAnnotations, checkDnsSubdomain, checkLabels } from '../kubernetes/names';
import { type Problem, wrongValue } from '../problem/problem';
import { checkArguments } from './arguments';
import { findConditionError } from './condition';
import { checkJobNames } from './job-pods';
import { effectiveCount } from './length';
import { withNested } from './nested';
import type { DurationOrRef } from './provider';
import { checkProvider } from './provider-check';
import { defaultsOf, isOpen, type KnownValues, resolveCount, resolveText } from './resolve';
import type { CountOrRef, Metric, TemplateData } from './spec';

/** Checks what the controller would find only after a sync, and the rest of a template. */
export function checkAnalysisTemplate(template: TemplateData): readonly Problem[] {
  const { name, metrics, templates } = template;
  // What else is wrong follows from these.
  if (template.problems.length > 0) return template.problems;
  return [
    ...checkDnsSubdomain('name', name),
    ...checkArguments('args', template.args),
    ...checkDefaults(template),
    ...(metrics.length + templates.length > 0
      ? []
      : [{ field: 'metrics', message: 'is empty: measure something, or name other templates' }]),
    ...checkNames(template),
    ...checkJobNames(template),
    ...checkMetrics(template, defaultsOf(template)),
    ...metrics.flatMap((metric, index) => checkPlaces(`metrics[${index}]`, metric, template)),
    ...checkPatterns('dryRun', template.dryRun, [template]),
    ...checkPatterns('measurementRetention', Object.keys(template.measurementRetention), [
      template,
    ]),
    ...Object.entries(template.measurementRetention).flatMap(([pattern, limit]) =>
      checkWhole(`measurementRetention.${pattern}`, limit),
    ),
    ...checkLabels('labels', template.labels),
    ...checkAnnotations('annotations', template.annotations),
  ];
}

/** Checks a template's own metrics, with the values that are known. */
export function checkMetrics(template: TemplateData, values: KnownValues): readonly Problem[] {
  return template.metrics.flatMap((metric, index) =>
    checkMetric(`metrics[${index}]`, metric, values),
  );
}

function checkMetric(field: string, metric: Metric, values: KnownValues): readonly Problem[] {
  return [
    ...(metric.name === '' ? [wrongValue(`${field}.name`, '', 'a name')] : []),
    ...checkTime(`${field}.initialDelay`, metric.initialDelay, values),
    ...checkTime(`${field}.interval`, metric.interval, values, 1),
    ...checkLimits(field, metric, values),
    ...checkRepetition(field, metric, values),
    ...checkCondition(`${field}.successCondition`, metric.successCondition, metric, values),
    ...checkCondition(`${field}.failureCondition`, metric.failureCondition, metric, values),
    ...checkProvider(`${field}.provider`, metric, values),
  ];
}

function checkTime(
  field: string,
  duration: DurationOrRef | undefined,
  values: KnownValues,
  min = 0,
): readonly Problem[] {
  if (typeof duration !== 'string') return checkDuration(field, duration, min);
  const text = resolveText(duration, values);
  return isOpen(text) ? [] : checkDurationText(field, text, min);
}

/** Checks text that an argument may have brought. */
export function checkDurationText(field: string, text: string, min: number): readonly Problem[] {
  return isDurationText(text)
    ? checkDuration(field, text, min)
    : [wrongValue(field, text, "a duration such as '15s', '5m' or '1h'")];
}

function isDurationText(text: string): text is `${number}s` {
  return /^\d+[smh]$/.test(text);
}

const LIMITS = [
  'count',
  'failureLimit',
  'inconclusiveLimit',
  'consecutiveErrorLimit',
  'consecutiveSuccessLimit',
] as const;

function checkLimits(field: string, metric: Metric, values: KnownValues): readonly Problem[] {
  const { count } = metric;
  const most = resolveCount(count, values);
  return LIMITS.flatMap((name): readonly Problem[] => {
    const limit = resolveCount(metric[name], values);
    if (limit === undefined || limit === 'open') return [];
    if (name === 'failureLimit' && limit === -1) return checkEndless(field, metric, values);
    const wrong = checkWhole(`${field}.${name}`, limit, name === 'count' ? 1 : 0);
    // An argument may set the count to 0, which means: without an end.
    if (wrong.length > 0) return name === 'count' && limit === 0 && isRef(count) ? [] : wrong;
    if (name === 'count' || name === 'consecutiveErrorLimit' || typeof most !== 'number') return [];
    return most < 1 || Number(limit) <= most
      ? []
      : [wrongValue(`${field}.${name}`, limit, `at most the count of ${most}: ${REASONS[name]}`)];
  });
}

/** A metric that no failure ends needs another way to come to an end; the controller refuses it without. */
function checkEndless(field: string, metric: Metric, values: KnownValues): readonly Problem[] {
  const successes = resolveCount(metric.consecutiveSuccessLimit, values) ?? 0;
  return successes === 'open' || Number(successes) > 0
    ? []
    : [
        wrongValue(
          `${field}.failureLimit`,
          -1,
          'a whole number from 0, or -1 for no limit beside a consecutiveSuccessLimit',
        ),
      ];
}

const REASONS = {
  failureLimit: 'no more measurements than that can fail',
  inconclusiveLimit: 'no more measurements than that can be inconclusive',
  consecutiveSuccessLimit: 'no more measurements than that can be good',
} as const;

function isRef(count: CountOrRef | undefined): boolean {
  return typeof count === 'string';
}

/** Checks a whole number from a least one. */
export function checkWhole(field: string, value: number | string, min = 0): readonly Problem[] {
  if (typeof value === 'number' && Number.isInteger(value) && value >= min && value < 2 ** 31)
    return [];
  return [wrongValue(field, value, `a whole number from ${min}`)];
}

function checkRepetition(field: string, metric: Metric, values: KnownValues): readonly Problem[] {
  const count = effectiveCount(metric, values);
  if (typeof count !== 'number' || count <= 1 || metric.interval !== undefined) return [];
  return [
    {
      field: `${field}.interval`,
      message: `is missing: a count of ${count} needs the time from one measurement to the next`,
    },
  ];
}

function checkCondition(
  field: string,
  condition: string | undefined,
  metric: Metric,
  values: KnownValues,
): readonly Problem[] {
  if (condition === undefined) return [];
  // What isn't known yet is a number in most conditions, and stands for itself in texts.
  const text = resolveText(condition, values).replace(/\{\{[^{}]*\}\}/g, '0');
  const error = findConditionError(text) ?? listError(text, metric);
  return error === undefined
    ? []
    : [{ field, message: `'${condition}' can't be evaluated: ${error}` }];
}

/** Prometheus gives a list, of which the controller makes no number by itself. */
function listError(condition: string, { provider }: Metric): string | undefined {
  const query = provider.prometheus?.query;
  const comparesList = /\bresult\s*(>=|<=|>|<|==|!=)\s*-?[\d.]/.test(condition);
  if (query !== undefined && comparesList && !/^\s*scalar\s*\(/.test(query))
    return 'the result of Prometheus is a list: write result[0]';
  const readsItem = /\bresult\s*\[/.test(condition);
  return provider.datadog !== undefined && readsItem
    ? 'the result of Datadog is a number: write result'
    : undefined;
}

/** All metrics that run together have names of their own. */
function checkNames(template: TemplateData): readonly Problem[] {
  const nested = template.templates
    .flatMap(withNested)
    .flatMap(({ name, metrics }) => metrics.map((metric) => ({ owner: name, name: metric.name })));
  return template.metrics.flatMap(({ name }, index) => {
    const first = template.metrics.findIndex((other) => other.name === name);
    const owner = nested.find((other) => other.name === name)?.owner;
    const field = `metrics[${index}].name`;
    if (first < index)
      return [wrongValue(field, name, `a name of its own: metrics[${first}] has this one`)];
    return owner === undefined
      ? []
      : [wrongValue(field, name, `a name of its own: the template ${owner} has this one`)];
  });
}

/** The controller merges the arguments of nested templates, and stops where two values contradict. */
function checkDefaults(template: TemplateData): readonly Problem[] {
  const seen = new Map<string, { readonly owner: string; readonly value: unknown }>();
  return withNested(template).flatMap((one) =>
    Object.entries(one.args).flatMap(([name, value]): readonly Problem[] => {
      if (typeof value === 'object') return [];
      const other = seen.get(name);
      seen.set(name, other ?? { owner: one.name, value });
      if (other === undefined || String(other.value) === String(value)) return [];
      const allowed = `the value that ${other.owner} gives it: ${String(other.value)}`;
      return [wrongValue(`args.${name}`, value, allowed)];
    }),
  );
}

/** Everything in double braces has to be an argument; the controller refuses the rest. */
function checkPlaces(field: string, metric: Metric, template: TemplateData): readonly Problem[] {
  const names = [...new Set(withNested(template).flatMap(({ args }) => Object.keys(args)))];
  const allowed =
    names.length === 0
      ? 'no arguments: declare them in args'
      : names.map((name) => `{{args.${name}}}`).join(', ');
  const wrong = new Set<string>();
  const visit = (value: unknown): void => {
    if (typeof value === 'string')
      for (const [place, inside = ''] of value.matchAll(/\{\{(.*?)(?:\}\}|$)/gs)) {
        const [, name = ''] = /^\s*args\.(\S+)\s*$/.exec(inside) ?? [];
        if (!place.endsWith('}}') || !names.includes(name)) wrong.add(place);
      }
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(visit);
  };
  visit(metric);
  return [...wrong].map((place) => wrongValue(field, place, allowed));
}

/** Checks names and patterns of metrics, each of which has to match one. */
export function checkPatterns(
  field: string,
  patterns: readonly string[],
  templates: readonly TemplateData[],
): readonly Problem[] {
  const metrics = templates.flatMap(withNested).flatMap((template) => template.metrics);
  const names = [...new Set(metrics.map(({ name }) => name))];
  return patterns.flatMap((pattern, index) => {
    const expression = parsePattern(pattern);
    if (expression === undefined)
      return [wrongValue(field, pattern, "a metric's name or a regular expression")];
    if (patterns.indexOf(pattern) < index) return [wrongValue(field, pattern, 'each pattern once')];
    return names.some((name) => expression.test(name))
      ? []
      : [
          wrongValue(
            field,
            pattern,
            `what matches a metric: ${names.join(', ') || 'there is none'}`,
          ),
        ];
  });
}

function parsePattern(pattern: string): RegExp | undefined {
  try {
    return new RegExp(pattern);
  } catch {
    return undefined;
  }
}
