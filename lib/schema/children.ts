import type { JsonObject } from '../manifest/manifest';
import { add, below, type Check, type MakeCheck } from './breach';
import { isList, isObject, objectAt, textsAt } from './json';

/** The check of an object's fields: none is missing, each fits, and none is unknown. */
export function fieldsCheck(schema: JsonObject, make: MakeCheck): Check | undefined {
  const required = textsAt(schema, 'required');
  const properties = objectAt(schema, 'properties');
  const known = Object.keys(properties);
  const checks = new Map(known.map((field) => [field, make(properties[field])]));
  const { additionalProperties: others = true } = schema;
  const otherCheck = make(others);
  if (required.length + known.length === 0 && others === true) return undefined;
  return (value, walk) => {
    if (!isObject(value)) return;
    for (const field of required)
      if (value[field] === undefined)
        add(walk, { keyword: 'required', rule: required, value, field });
    for (const field of Object.keys(value)) {
      const check = checks.get(field) ?? otherCheck;
      if (check !== undefined) below(field, check, value[field], walk);
      else if (others === false && !checks.has(field))
        add(walk, { keyword: 'additionalProperties', rule: false, value, field, known });
    }
  };
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
