import { isJsonObject, type JsonObject, type JsonValue } from '../manifest/manifest';
import { isSame } from '../manifest/same';
import type { FieldChange } from './spec';

type Value = JsonValue | undefined;

/**
 * The fields that differ between two values, none where they are the same. Items of lists are the same
 * that have the same name, or whatever else tells them apart; where nothing does, by their place.
 */
export function fieldChanges(
  before: Value,
  after: Value,
  path: readonly string[] = [],
): readonly FieldChange[] {
  if (isSame(before, after)) return [];
  if (isJsonObject(before) && isJsonObject(after)) return mapChanges(before, after, path);
  if (isList(before) && isList(after)) return listChanges(before, after, path);
  return [{ path, before, after }];
}

/** A path for people: `spec.containers[frontend].image`. */
export function pathInWords(path: readonly string[]): string {
  return path
    .map((part, index) => {
      if (part.startsWith('[')) return part;
      if (!/^[\w-]+$/.test(part)) return `[${JSON.stringify(part)}]`;
      return index === 0 ? part : `.${part}`;
    })
    .join('');
}

function mapChanges(before: JsonObject, after: JsonObject, path: readonly string[]) {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].flatMap((key) =>
    fieldChanges(own(before, key), own(after, key), [...path, key]),
  );
}

function own(map: JsonObject, key: string): Value {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}

type List = readonly JsonValue[];

function listChanges(before: List, after: List, path: readonly string[]): readonly FieldChange[] {
  const key = findKey(before, after);
  if (key !== undefined) return keyedChanges(before, after, key, path);
  if (![...before, ...after].every(isJsonObject)) return [{ path, before, after }];
  return placedChanges(before, after, path);
}

/** Fields by which Kubernetes, or a reader, tells the items of a list apart. */
const KEYS = [
  'name',
  'containerPort',
  'mountPath',
  'devicePath',
  'topologyKey',
  'key',
  'host',
  'ip',
  'type',
  'path',
  'port',
];

function findKey(before: List, after: List): string | undefined {
  return KEYS.find((key) => [before, after].every((list) => isKeyOf(list, key)));
}

function isKeyOf(list: List, key: string): boolean {
  const values = new Set(list.map((item) => nameOf(item, key)));
  return values.size === list.length && !values.has(undefined);
}

function nameOf(item: Value, key: string): string | undefined {
  const value = isJsonObject(item) ? own(item, key) : undefined;
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

function keyedChanges(before: List, after: List, key: string, path: readonly string[]) {
  const byName = (list: List) => new Map(list.map((item) => [nameOf(item, key) ?? '', item]));
  const [old, now] = [byName(before), byName(after)];
  const names = new Set([...old.keys(), ...now.keys()]);
  const changes = [...names].flatMap((name) =>
    fieldChanges(old.get(name), now.get(name), [...path, `[${name}]`]),
  );
  const kept = (one: typeof old, other: typeof old) => [...one.keys()].filter((k) => other.has(k));
  const [oldOrder, newOrder] = [kept(old, now), kept(now, old)];
  if (isSame(oldOrder, newOrder)) return changes;
  return [...changes, { path: [...path, '[order]'], before: oldOrder, after: newOrder }];
}

/** Items without a name: those at both ends that stayed are left out, the others go by their place. */
function placedChanges(before: List, after: List, path: readonly string[]) {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && isSame(before[head], after[head])) head++;
  let tail = 0;
  while (tail < shorter - head && isSame(before.at(-1 - tail), after.at(-1 - tail))) tail++;
  const old = before.slice(head, before.length - tail);
  const now = after.slice(head, after.length - tail);
  return Array.from({ length: Math.max(old.length, now.length) }, (_, index) =>
    fieldChanges(old[index], now[index], [...path, `[${head + index}]`]),
  ).flat();
}

function isList(value: Value): value is List {
  return Array.isArray(value);
}
