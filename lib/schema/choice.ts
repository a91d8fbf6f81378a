import type { ErrorObject } from 'ajv';
import { isFields } from '../manifest/fields';

const WORDS: Readonly<Record<string, string>> = {
  anyOf: 'at least one of',
  not: 'none of',
  oneOf: 'exactly one of',
};

/** Says which of the fields that exclude or replace each other were received. */
export function choiceMessage({ keyword, schema, data }: ErrorObject): string {
  const names = [...new Set(requiredNames(schema))];
  if (names.length === 0) return `breaks the rule ${keyword} ${JSON.stringify(schema)}`;
  const present = names.filter((name) => isFields(data) && name in data);
  const words = mayBeNone(schema) ? 'at most one of' : (WORDS[keyword] ?? keyword);
  return `got ${present.join(' and ') || 'none'}, allowed ${words} ${names.join(', ')}`;
}

/** A branch that asks for the absence of all other branches' fields makes the choice optional. */
function mayBeNone(schema: unknown): boolean {
  return Array.isArray(schema) && schema.some((branch) => isFields(branch) && 'not' in branch);
}

function requiredNames(schema: unknown): readonly string[] {
  if (Array.isArray(schema)) return schema.flatMap(requiredNames);
  if (!isFields(schema)) return [];
  return Object.entries(schema).flatMap(([key, value]) =>
    key === 'required' && Array.isArray(value) ? value.map(String) : requiredNames(value),
  );
}
