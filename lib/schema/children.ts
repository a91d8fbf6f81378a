import type { JsonObject, JsonValue } from '../manifest/manifest';
import { add, below, type Check, type MakeCheck } from './breach';
import type { Located } from './definitions';
import { isList, isObject, objectAt, textsAt } from './json';
import { unsetValues } from './unset';

/**
 * The check of an object's fields: none is missing, each fits, and none is unknown. Null counts as absent, as it
 * does for the API server: of its own kinds when it reads them, and of others where they aren't nullable. So does what its own kinds can't tell from it.
 */
export function fieldsCheck({ schema, file }: Located, make: MakeCheck): Check | undefined {
  const required = textsAt(schema, 'required');
  const properties = objectAt(schema, 'properties');
  const known = Object.keys(properties);
  const checks = new Map(known.map((field) => [field, make(properties[field])]));
  const { additionalProperties: others = true } = schema;
  const otherCheck = make(others);
  const nullable = new Set(known.filter((field) => allowsNull(properties[field])));
  const unset = unsetValues({ schema, file });
  if (required.length + known.length === 0 && others === true) return undefined;
  return (value, walk) => {
    if (!isObject(value)) return;
    for (const field of required)
      if (value[field] === undefined || (value[field] === null && !nullable.has(field)))
        add(walk, { keyword: 'required', rule: required, value, field });
    for (const field of Object.keys(value)) {
      const check = checks.get(field) ?? otherCheck;
      if (check !== undefined) {
        const member = value[field];
        if (member !== null && !unset(field, member)) below(field, check, member, walk);
      } else if (others === false && !checks.has(field))
        add(walk, { keyword: 'additionalProperties', rule: false, value, field, known });
    }
  };
}

function allowsNull(schema: JsonValue | undefined): boolean {
  return isObject(schema) && [schema.type].flat().includes('null');
}

/** The check of the items of a list. */
export function itemsCheck({ items }: JsonObject, make: MakeCheck): Check | undefined {
  const check = make(items);
  if (check === undefined) return undefined;
  return (value, walk) => {
    if (!isList(value)) return;
    for (let index = 0; index < value.length; index++)
      below(String(index), check, value[index], walk);
  };
}
