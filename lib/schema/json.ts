import { isJsonObject as isObject, type JsonObject, type JsonValue } from '../manifest/manifest';

export { isObject };

/** Whether a value is a JSON list. */
export function isList(value: unknown): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** The object that a member holds; empty if it holds anything else. */
export function objectAt(parent: JsonObject, key: string): JsonObject {
  const value = parent[key];
  return isObject(value) ? value : {};
}

/** The objects in the list that a member holds; empty if it holds anything else. */
export function objectsAt(parent: JsonObject, key: string): readonly JsonObject[] {
  const value = parent[key];
  return isList(value) ? value.filter(isObject) : [];
}

/** The texts in the list that a member holds; empty if it holds anything else. */
export function textsAt(parent: JsonObject, key: string): readonly string[] {
  const value = parent[key];
  return isList(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** The text that a member holds; empty if it holds anything else. */
export function textAt(parent: JsonObject, key: string): string {
  const value = parent[key];
  return typeof value === 'string' ? value : '';
}

/** A copy without some members. */
export function without(parent: JsonObject, ...keys: string[]): JsonObject {
  return Object.fromEntries(Object.entries(parent).filter(([key]) => !keys.includes(key)));
}
