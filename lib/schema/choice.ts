import { isFields } from '../manifest/fields';
import type { JsonObject, JsonValue } from '../manifest/manifest';
import { add, type Breach, type Check, type MakeCheck } from './breach';
import { isList } from './json';

/** A way to combine schemas: how many of them may fit. */
interface Choice {
  readonly words: string;
  readonly fits: (count: number) => boolean;
}

const CHOICES: Readonly<Record<string, Choice>> = {
  not: { words: 'none of', fits: (count) => count === 0 },
  anyOf: { words: 'at least one of', fits: (count) => count > 0 },
  oneOf: { words: 'exactly one of', fits: (count) => count === 1 },
};

/** The checks of a schema that consists of others. Why one of them doesn't fit isn't told, except where all must. */
export function choiceChecks(schema: JsonObject, make: MakeCheck): readonly Check[] {
  const choices = Object.entries(CHOICES).flatMap(([keyword, { fits }]) => {
    const { [keyword]: rule } = schema;
    if (rule === undefined) return [];
    const branches = branchesOf(rule, make);
    const check: Check = (value, walk) => {
      const count = branches.filter((branch) => isFitting(value, branch)).length;
      if (!fits(count)) add(walk, { keyword, rule, value });
    };
    return [check];
  });
  return [...choices, ...branchesOf(schema.allOf, make)];
}

function branchesOf(rule: JsonValue | undefined, make: MakeCheck): readonly Check[] {
  return [rule].flat().flatMap((branch) => make(branch) ?? []);
}

function isFitting(value: unknown, check: Check): boolean {
  const walk = { steps: [], breaches: [] };
  check(value, walk);
  return walk.breaches.length === 0;
}

/** Says which of the fields that exclude or replace each other were received. */
export function choiceMessage({ keyword, rule, value }: Breach): string {
  const names = [...new Set(requiredNames(rule))];
  if (names.length === 0) return `breaks the rule ${keyword} ${JSON.stringify(rule)}`;
  const present = names.filter((name) => isFields(value) && Object.hasOwn(value, name));
  const words = mayBeNone(rule) ? 'at most one of' : (CHOICES[keyword]?.words ?? keyword);
  return `got ${present.join(' and ') || 'none'}, allowed ${words} ${names.join(', ')}`;
}

/** A branch that asks for the absence of all other branches' fields makes the choice optional. */
function mayBeNone(rule: JsonValue): boolean {
  return isList(rule) && rule.some((branch) => isFields(branch) && 'not' in branch);
}

function requiredNames(rule: unknown): readonly string[] {
  if (Array.isArray(rule)) return rule.flatMap(requiredNames);
  if (!isFields(rule)) return [];
  return Object.entries(rule).flatMap(([key, value]) =>
    key === 'required' && Array.isArray(value) ? value.map(String) : requiredNames(value),
  );
}
