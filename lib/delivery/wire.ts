import { isJsonObject, isPlainObject, type JsonObject, type JsonValue } from '../manifest/manifest';

/** Data as JSON, without what is undefined. */
export function toJsonObject(fields: object): JsonObject {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([key, value]: [string, unknown]) => {
      const json = toJson(value);
      return json === undefined ? [] : [[key, json]];
    }),
  );
}

function toJson(value: unknown): JsonValue | undefined {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value;
  if (Array.isArray(value)) return value.flatMap((item) => toJson(item) ?? []);
  return typeof value === 'object' && value !== null && isPlainObject(value)
    ? toJsonObject(value)
    : undefined;
}

/** A field of JSON that is an object; undefined for all else. */
export function findObject(json: JsonObject | undefined, field: string): JsonObject | undefined {
  const value = json?.[field];
  return isJsonObject(value) ? value : undefined;
}

/** The objects in a field of JSON that is a list. */
export function objectsIn(json: JsonObject | undefined, field: string): readonly JsonObject[] {
  const value = json?.[field];
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

/** A field of JSON that is a number; undefined for all else. */
export function findNumber(json: JsonObject | undefined, field: string): number | undefined {
  const value = json?.[field];
  return typeof value === 'number' ? value : undefined;
}

/** A field of JSON that is a text; undefined for all else. */
export function findText(json: JsonObject | undefined, field: string): string | undefined {
  const value = json?.[field];
  return typeof value === 'string' ? value : undefined;
}
