import { formatProblem, type Problem, wrongValue } from '../problem/problem';
import { checkShape } from '../shape/check';
import { checkArguments, isRequired } from './arguments';
import { checkMetrics } from './check';
import { effectiveCount } from './length';
import { withNested } from './nested';
import { defaultsOf, valuesOf } from './resolve';
import type { AnalysisPlace, TemplateData, UseData } from './spec';

/** Checks uses that run together, in one analysis. @param field - `steps[1].analysis` */
export function checkUses(
  field: string,
  uses: readonly UseData[],
  place: AnalysisPlace,
): readonly Problem[] {
  return [...uses.flatMap((use) => checkUse(field, use, place)), ...checkTogether(field, uses)];
}

function checkUse(field: string, use: UseData, place: AnalysisPlace): readonly Problem[] {
  const { template, args } = use;
  const at = `${field}.${template.name}`;
  const misshapen = Object.entries(args).flatMap(([name, value]) =>
    checkShape('ArgumentValue', `${at}.args.${name}`, value),
  );
  if (misshapen.length > 0) return [...misshapen, ...checkGiven(`${at}.args`, use)];
  return [
    ...checkArguments(`${at}.args`, args),
    ...checkGiven(`${at}.args`, use),
    ...checkSources(`${at}.args`, use, place),
    ...checkValues(at, use),
    ...(place === 'inline' ? checkFinite(at, use) : []),
  ];
}

function checkGiven(field: string, { template, args }: UseData): readonly Problem[] {
  const specs = withNested(template).flatMap((one) => Object.entries(one.args));
  const names = new Set(specs.map(([name]) => name));
  const missing = [...names].filter(
    (name) =>
      !Object.hasOwn(args, name) &&
      specs.every(([other, spec]) => other !== name || isRequired(spec)),
  );
  return [
    ...missing.map((name) => ({
      field: `${field}.${name}`,
      message: `is missing: ${template.name} has no value of its own for it`,
    })),
    ...Object.keys(args)
      .filter((name) => !names.has(name))
      .map((name) => wrongValue(field, name, [...names].join(', ') || 'no arguments')),
  ];
}

/** Which sources of values upstream has differs from place to place. */
function checkSources(field: string, { args }: UseData, place: AnalysisPlace) {
  return Object.entries(args).flatMap(([name, value]): readonly Problem[] => {
    if (typeof value !== 'object') return [];
    if (place === 'experiment' && value.kind === 'pod-hash')
      return [
        {
          field: `${field}.${name}`,
          message: 'is a hash of a Rollout, which an Experiment has not: take one of its templates',
        },
      ];
    return place !== 'experiment' && value.kind === 'secret-argument'
      ? [
          {
            field: `${field}.${name}`,
            message: 'is a Secret, which a Rollout cannot pass on: name it in the template itself',
          },
        ]
      : [];
  });
}

/** What is wrong with the metrics only because of the values given here. */
function checkValues(field: string, use: UseData): readonly Problem[] {
  return withNested(use.template).flatMap((template) => {
    const known = new Set(checkMetrics(template, defaultsOf(use.template)).map(formatProblem));
    return checkMetrics(template, valuesOf(use))
      .filter((problem) => !known.has(formatProblem(problem)))
      .map((problem) => ({ ...problem, field: `${field}.${problem.field}` }));
  });
}

/** An analysis for which a release waits has to end. */
function checkFinite(field: string, use: UseData): readonly Problem[] {
  return endlessMetrics(use).map((name) => ({
    field: `${field}.${name}`,
    message: 'has an interval and no count, so that a release would wait for ever: add a count',
  }));
}

/** Names of the metrics of a use that have no end of their own. */
export function endlessMetrics(use: UseData): readonly string[] {
  const values = valuesOf(use);
  return withNested(use.template)
    .flatMap(({ metrics }) => metrics)
    .filter((metric) => effectiveCount(metric, values) === 'endless')
    .map(({ name }) => name);
}

/** All that run together share metrics' names and arguments. */
function checkTogether(field: string, uses: readonly UseData[]): readonly Problem[] {
  return [...checkMetricNames(field, uses), ...checkSameValues(field, uses)];
}

function checkMetricNames(field: string, uses: readonly UseData[]): readonly Problem[] {
  const owners = new Map<string, TemplateData>();
  return uses.flatMap(({ template }) =>
    withNested(template).flatMap((one) =>
      one.metrics.flatMap(({ name }): readonly Problem[] => {
        const owner = owners.get(name);
        owners.set(name, owner ?? template);
        if (owner === undefined || owner === template) return [];
        const allowed = `a name of its own: a metric of ${owner.name} has this one`;
        return [wrongValue(`${field}.${template.name}.metrics`, name, allowed)];
      }),
    ),
  );
}

function checkSameValues(field: string, uses: readonly UseData[]): readonly Problem[] {
  const seen = new Map<string, { readonly owner: string; readonly text: string }>();
  return uses.flatMap(({ template, args }) =>
    Object.entries(args).flatMap(([name, value]): readonly Problem[] => {
      const text = JSON.stringify(value);
      const other = seen.get(name);
      seen.set(name, other ?? { owner: template.name, text });
      if (other === undefined || other.text === text) return [];
      return [
        wrongValue(
          `${field}.${template.name}.args.${name}`,
          value,
          `the value that ${other.owner} is given: templates that run together share their arguments`,
        ),
      ];
    }),
  );
}
