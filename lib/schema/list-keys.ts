import type { JsonObject } from '../manifest/manifest';
import { add, type Check, type Duplicate } from './breach';
import { isList, isObject, textsAt } from './json';

/** Names what tells the items of a list apart. */
export const LIST_KEYS = 'x-kubernetes-list-map-keys';

/** Says whether a list is a set. */
export const LIST_TYPE = 'x-kubernetes-list-type';

/** What an item without the key has: no schema of Kubernetes 1.28 says it. */
const DEFAULTS: Readonly<Record<string, string>> = { protocol: 'TCP' };

/** The check of a list whose items must differ. */
export function repeatedCheck(schema: JsonObject): Check | undefined {
  const keys = textsAt(schema, LIST_KEYS);
  if (keys.length > 0) return repeated(LIST_KEYS, (item) => keyOf(item, keys));
  return schema[LIST_TYPE] === 'set' ? repeated(LIST_TYPE, (item) => item) : undefined;
}

function repeated(keyword: string, key: (item: unknown) => unknown): Check {
  return (value, walk) => {
    if (!isList(value) || value.length < 2) return;
    const duplicate = findDuplicate(value, key);
    if (duplicate !== undefined) add(walk, { keyword, rule: true, value, duplicate });
  };
}

function findDuplicate(
  items: readonly unknown[],
  keyOf: (item: unknown) => unknown,
): Duplicate | undefined {
  const seen = new Map<string, number>();
  for (const [second, item] of items.entries()) {
    const got = keyOf(item);
    const key = JSON.stringify(got);
    const first = got === undefined ? undefined : seen.get(key);
    if (first !== undefined) return { got, first, second };
    seen.set(key, second);
  }
  return undefined;
}

/** The key's one value, or all of them by name; undefined where one is missing, which is another mistake. */
function keyOf(item: unknown, keys: readonly string[]): unknown {
  if (!isObject(item)) return undefined;
  const values = keys.map((key) => item[key] ?? DEFAULTS[key]);
  if (values.every((value) => value === undefined)) return undefined;
  if (values.length === 1) return values[0];
  return Object.fromEntries(keys.map((key, index) => [key, values[index]]));
}
