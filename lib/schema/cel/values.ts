import type { JsonObject } from '../../manifest/manifest';
import { type Located, type ReadFile, resolve } from '../definitions';
import { isObject, objectAt } from '../json';

/** Words of CEL that are no names of fields. */
const RESERVED = new Set(
  (
    'true false null in as break const continue else for function if import let loop package ' +
    'namespace return var void while'
  ).split(' '),
);

/**
 * A value as rules see it, by its schema: with what defaults fill in, integers apart from other numbers, and
 * fields by names that CEL can say. Null counts as absent, but where the schema allows it.
 */
export function celValue(value: unknown, at: Located, read: ReadFile): unknown {
  const { schema, file } = resolve(at, read);
  if (Array.isArray(value)) {
    const items = { schema: objectAt(schema, 'items'), file };
    return value.map((item) => celValue(item, items, read));
  }
  if (isObject(value)) return celObject(value, { schema, file }, read);
  if (typeof value === 'number') return celNumber(value, schema);
  if (typeof value === 'string' && schema.format === 'date-time') return new Date(value);
  if (typeof value === 'string' && schema.format === 'byte') return Buffer.from(value, 'base64');
  return value;
}

function celObject(value: JsonObject, { schema, file }: Located, read: ReadFile): unknown {
  const { additionalProperties } = schema;
  if (isObject(additionalProperties)) {
    const values = { schema: additionalProperties, file };
    return new Map(Object.entries(value).map(([key, item]) => [key, celValue(item, values, read)]));
  }
  const properties = objectAt(schema, 'properties');
  const fields = new Map<string, unknown>();
  for (const name of new Set([...Object.keys(properties), ...Object.keys(value)])) {
    const property = { schema: objectAt(properties, name), file };
    const member = memberOf(value, name, resolve(property, read).schema);
    if (member !== undefined) fields.set(celName(name), celValue(member, property, read));
  }
  return fields;
}

/** What stands in an object, or what its schema fills in. */
export function memberOf(value: JsonObject, name: string, schema: JsonObject): unknown {
  const own = Object.hasOwn(value, name) ? value[name] : undefined;
  if (own === null && isNullable(schema)) return null;
  return own ?? schema.default;
}

function isNullable({ type }: JsonObject): boolean {
  return Array.isArray(type) && type.includes('null');
}

function celNumber(value: number, { type }: JsonObject): unknown {
  return type === 'number' || !Number.isInteger(value) ? value : BigInt(value);
}

/** @see https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#type-checking */
function celName(name: string): string {
  if (RESERVED.has(name)) return `__${name}__`;
  return name
    .replace(/__/g, '__underscores__')
    .replace(/\./g, '__dot__')
    .replace(/-/g, '__dash__')
    .replace(/\//g, '__slash__');
}
