import type { JsonObject } from '../../manifest/manifest';
import { type Located, type ReadFile, resolve } from '../definitions';
import { isObject, objectAt, objectsAt, textAt, textsAt } from '../json';

/** A rule of a schema. */
export interface CelRule {
  readonly rule: string;
  readonly message: string;
  /** Gives the message, where it isn't always the same. */
  readonly messageExpression: string;
  /** Of what is wrong, below where the rule stands: `.port`. */
  readonly fieldPath: string;
  /** Whether it is about a change. */
  readonly isTransition: boolean;
  /** Whether it holds for what is new, too. */
  readonly optionalOldSelf: boolean;
}

/** The way through a schema to its rules. */
export interface CelPlan {
  readonly at: Located;
  readonly rules: readonly CelRule[];
  readonly members: readonly (readonly [name: string, plan: CelPlan])[];
  /** Of a map's values. */
  readonly values?: CelPlan;
  readonly items?: CelPlan;
  /** What tells items apart; none where an item can't be found again in an older list. */
  readonly keys: readonly string[];
}

/** Plans the way to all rules of a schema; undefined where there is none. */
export function celPlan(
  at: Located,
  read: ReadFile,
  above: readonly JsonObject[] = [],
): CelPlan | undefined {
  const { schema, file } = resolve(at, read);
  // What contains itself has no rules among what is imported.
  if (above.includes(schema)) return undefined;
  const below = [...above, schema];
  const planOf = (child: unknown) =>
    isObject(child) ? celPlan({ schema: child, file }, read, below) : undefined;
  const members = Object.entries(objectAt(schema, 'properties')).flatMap(([name, child]) => {
    const plan = planOf(child);
    return plan === undefined ? [] : [[name, plan] as const];
  });
  const values = planOf(schema.additionalProperties);
  const items = planOf(schema.items);
  const rules = objectsAt(schema, 'x-kubernetes-validations').map(ruleOf);
  if (rules.length + members.length === 0 && values === undefined && items === undefined)
    return undefined;
  const keys = textsAt(schema, 'x-kubernetes-list-map-keys');
  return { at: { schema, file }, rules, members, values, items, keys };
}

/** Whether some rule is about a change. */
export function hasTransition({ rules, members, values, items }: CelPlan): boolean {
  return (
    rules.some(({ isTransition }) => isTransition) ||
    [...members.map(([, plan]) => plan), values, items].some(
      (plan) => plan !== undefined && hasTransition(plan),
    )
  );
}

function ruleOf(spec: JsonObject): CelRule {
  const rule = textAt(spec, 'rule').trim();
  return {
    rule,
    message: textAt(spec, 'message'),
    messageExpression: textAt(spec, 'messageExpression'),
    fieldPath: textAt(spec, 'fieldPath'),
    isTransition: /\boldSelf\b/.test(rule),
    optionalOldSelf: spec.optionalOldSelf === true,
  };
}
