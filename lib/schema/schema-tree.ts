import type { JsonObject, JsonValue } from '../manifest/manifest';
import { isList, isObject } from './json';

/** Where a schema stands in the one above it. */
export interface Place {
  /** A property's name, `[]` for a list's items, `{}` for a map's values, else empty. */
  readonly step: string;
  /** Whether it describes the data's structure, rather than adding a condition to it. */
  readonly structural: boolean;
}

type Change = (child: JsonObject, place: Place) => JsonObject;

const CONDITION: Place = { step: '', structural: false };

/** A copy of a schema, keys sorted, in which `change` has replaced each schema one level below. */
export function mapChildren(schema: JsonObject, change: Change): JsonObject {
  const entries = Object.entries(schema).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, value]) => [key, mapMember(key, value, change)]));
}

function mapMember(key: string, value: JsonValue, change: Change): JsonValue {
  if (key === 'properties' && isObject(value)) return mapProperties(value, change);
  if (key === 'items' && isObject(value)) return change(value, { step: '[]', structural: true });
  if (key === 'additionalProperties' && isObject(value)) {
    return change(value, { step: '{}', structural: true });
  }
  if (key === 'not' && isObject(value)) return change(value, CONDITION);
  if (['allOf', 'anyOf', 'oneOf'].includes(key) && isList(value)) {
    return value.map((branch) => (isObject(branch) ? change(branch, CONDITION) : branch));
  }
  return value;
}

function mapProperties(properties: JsonObject, change: Change): JsonObject {
  const names = Object.keys(properties).sort();
  return Object.fromEntries(
    names.map((name) => {
      const schema = properties[name];
      return [name, isObject(schema) ? change(schema, { step: name, structural: true }) : {}];
    }),
  );
}
