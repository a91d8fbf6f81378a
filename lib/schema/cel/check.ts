import { Optional } from '@marcbachmann/cel-js';
import { show } from '../../problem/problem';
import type { ReadFile } from '../definitions';
import { isObject } from '../json';
import { type Answer, evaluate } from './expression';
import type { CelPlan, CelRule } from './plan';
import { celValue, memberOf } from './values';

/** What a rule in CEL says of a value. */
export interface CelProblem {
  /** `unevaluated-rule`: nobody here can tell. */
  readonly fault: 'kind-rule' | 'kind-transition' | 'unevaluated-rule';
  /** Names and numbers that lead to the value. */
  readonly steps: readonly string[];
  readonly message: string;
}

/** A value, and what it was before; undefined where there was none, or none that is known. */
interface Pair {
  readonly now: unknown;
  readonly before: unknown;
  readonly steps: readonly string[];
}

/** Evaluates all rules of a plan, for a value and what it was. */
export function checkCel(
  plan: CelPlan,
  now: unknown,
  before: unknown,
  read: ReadFile,
): readonly CelProblem[] {
  const problems: CelProblem[] = [];
  visit(plan, { now, before, steps: [] }, read, problems);
  return problems;
}

function visit(plan: CelPlan, pair: Pair, read: ReadFile, problems: CelProblem[]): void {
  const { now } = pair;
  if (now === undefined || now === null) return;
  if (plan.rules.length > 0) problems.push(...checkRules(plan, pair, read));
  for (const [child, below] of childrenOf(plan, pair)) visit(child, below, read, problems);
}

function checkRules(plan: CelPlan, pair: Pair, read: ReadFile): readonly CelProblem[] {
  let self: unknown;
  let oldSelf: unknown;
  return plan.rules.flatMap((rule) => {
    if (rule.isTransition && pair.before === undefined && !rule.optionalOldSelf) return [];
    self ??= celValue(pair.now, plan.at, read);
    if (rule.isTransition && pair.before !== undefined)
      oldSelf ??= celValue(pair.before, plan.at, read);
    const context = {
      self,
      oldSelf: rule.optionalOldSelf ? optional(oldSelf) : oldSelf,
    };
    return checkRule(rule, evaluate(rule.rule, context), context, pair.steps);
  });
}

function optional(value: unknown): unknown {
  return value === undefined ? Optional.none() : Optional.of(value);
}

function checkRule(
  rule: CelRule,
  answer: Answer,
  context: Readonly<Record<string, unknown>>,
  steps: readonly string[],
): readonly CelProblem[] {
  if ('error' in answer && answer.isOurs)
    return [
      {
        fault: 'unevaluated-rule',
        steps,
        message: `has the rule ${show(rule.rule)}, which can't be evaluated here: ${answer.error}`,
      },
    ];
  if ('value' in answer && answer.value === true) return [];
  const why = 'error' in answer ? ` (${answer.error})` : '';
  return [
    {
      fault: rule.isTransition ? 'kind-transition' : 'kind-rule',
      steps: [...steps, ...rule.fieldPath.split('.').filter((step) => step !== '')],
      message: `${messageOf(rule, context)}${why}`,
    },
  ];
}

function messageOf(
  { rule, message, messageExpression }: CelRule,
  context: Readonly<Record<string, unknown>>,
): string {
  const said = messageExpression === '' ? undefined : evaluate(messageExpression, context);
  if (said !== undefined && 'value' in said && typeof said.value === 'string') return said.value;
  return message === '' ? `breaks the rule ${show(rule)}` : message;
}

function childrenOf(plan: CelPlan, pair: Pair): readonly (readonly [CelPlan, Pair])[] {
  const { now, before, steps } = pair;
  if (Array.isArray(now)) {
    const { items } = plan;
    if (items === undefined) return [];
    return now.map((item: unknown, index) => [
      items,
      { now: item, before: earlier(item, before, plan.keys), steps: [...steps, String(index)] },
    ]);
  }
  if (!isObject(now)) return [];
  const old = isObject(before) ? before : {};
  const members = plan.members.map(
    ([name, child]) =>
      [
        child,
        {
          now: memberOf(now, name, child.at.schema),
          before: Object.hasOwn(old, name) ? old[name] : undefined,
          steps: [...steps, name],
        },
      ] as const,
  );
  const { values } = plan;
  if (values === undefined) return members;
  return Object.keys(now).map((name) => [
    values,
    {
      now: now[name],
      before: Object.hasOwn(old, name) ? old[name] : undefined,
      steps: [...steps, name],
    },
  ]);
}

/** The item that has the same keys, in the older list. */
function earlier(item: unknown, before: unknown, keys: readonly string[]): unknown {
  if (keys.length === 0 || !Array.isArray(before) || !isObject(item)) return undefined;
  const same = (other: unknown) =>
    isObject(other) && keys.every((key) => Object.is(other[key], item[key]));
  return before.find(same);
}
