import type { FuncKeywordDefinition, SchemaValidateFunction } from 'ajv';
import { isObject } from './json';

/** Names what tells the items of a list apart. */
export const LIST_KEYS = 'x-kubernetes-list-map-keys';

/** Says whether a list is a set. */
export const LIST_TYPE = 'x-kubernetes-list-type';

/** What an item without the key has: no schema of Kubernetes 1.28 says it. */
const DEFAULTS: Readonly<Record<string, string>> = { protocol: 'TCP' };

/** An item that stands in a list again. */
interface Duplicate {
  readonly got: unknown;
  readonly first: number;
  readonly second: number;
}

const checkMap: SchemaValidateFunction = (keys: unknown, items: unknown) =>
  report(
    checkMap,
    LIST_KEYS,
    findDuplicate(items, (item) => keyOf(item, keys)),
  );

const checkSet: SchemaValidateFunction = (type: unknown, items: unknown) =>
  report(checkSet, LIST_TYPE, type === 'set' ? findDuplicate(items, (item) => item) : undefined);

/** How lists are checked whose items must differ. */
export const LIST_KEYWORDS: readonly FuncKeywordDefinition[] = [
  { keyword: LIST_KEYS, type: 'array', validate: checkMap },
  { keyword: LIST_TYPE, type: 'array', validate: checkSet },
];

function findDuplicate(items: unknown, keyOf: (item: unknown) => unknown): Duplicate | undefined {
  if (!Array.isArray(items) || items.length < 2) return undefined;
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
function keyOf(item: unknown, keys: unknown): unknown {
  if (!isObject(item) || !Array.isArray(keys)) return undefined;
  const values = keys.map((key) => item[key] ?? DEFAULTS[key]);
  if (values.every((value) => value === undefined)) return undefined;
  if (values.length === 1) return values[0];
  return Object.fromEntries(keys.map((key, index) => [key, values[index]]));
}

function report(
  validate: SchemaValidateFunction,
  keyword: string,
  duplicate: Duplicate | undefined,
): boolean {
  validate.errors =
    duplicate === undefined ? [] : [{ keyword, message: 'duplicate', params: { ...duplicate } }];
  return duplicate === undefined;
}
