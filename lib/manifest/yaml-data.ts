import {
  type Document,
  isCollection,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  type Scalar,
  visit,
  type YAMLMap,
} from 'yaml';
import { show } from '../problem/problem';
import { isPlainObject, type JsonValue } from './manifest';

/** Maps and lists around a value, as the writer allows them. */
const MAX_DEPTH = 200;

/** Anchors that are repeated more often than this are taken for an attack on memory. */
const MAX_ALIASES = 100;

/** To find the anchor of each alias, all nodes are gone through: more are taken for an attack on time. */
const MAX_STEPS = 5_000_000;

/** Why what is too deep can't be read. */
export const TOO_DEEP = `is nested more than ${MAX_DEPTH} levels deep`;

/** What is wrong with a document, and where in the text. */
export interface Mistake {
  readonly offset: number;
  readonly message: string;
}

/** Finds what the parser takes, and nobody should: a key that stands twice, a number that JSON has not, or what would
 * take too long. */
export function findMistake(document: Document.Parsed): Mistake | undefined {
  let [nodes, aliases] = [0, 0];
  let found: Mistake | undefined;
  const start = document.range[0];
  const stop = (node: unknown, message: string) => {
    found = { offset: (isNode(node) ? node.range?.[0] : undefined) ?? start, message };
    return visit.BREAK;
  };
  visit(document, {
    Collection: (_, node, path) => {
      nodes++;
      // Each level of maps is two in the path.
      if (path.length > 2 * MAX_DEPTH + 2) return stop(node, TOO_DEEP);
      const again = isMap(node) ? findRepeated(node) : undefined;
      if (again !== undefined) return stop(again, `has the key ${show(again.value)} twice`);
      return undefined;
    },
    Scalar: (key, node, path) => {
      nodes++;
      if (key === 'key' || typeof node.value !== 'number' || Number.isFinite(node.value))
        return undefined;
      return stop(
        node,
        `holds ${node.value}${placeOf([...path, node])}, which JSON has not: put a text in quotes`,
      );
    },
    Alias: () => {
      aliases++;
    },
    Pair: (_, { key }) =>
      isCollection(key) ? stop(key, 'has a map or a list as a key') : undefined,
  });
  if (found !== undefined || aliases * nodes <= MAX_STEPS) return found;
  return { offset: start, message: `has ${aliases} aliases, which are too many for its size` };
}

/** Where a node stands, outermost first: ` as data.a[0]`; nothing for what stands in nothing. */
function placeOf(path: readonly unknown[]): string {
  const steps = path.flatMap((node, index) => {
    if (isPair(node)) return [`.${isScalar(node.key) ? node.key.value : '?'}`];
    return isSeq(node) ? [`[${node.items.findIndex((item) => item === path[index + 1])}]`] : [];
  });
  return steps.length === 0 ? '' : ` as ${steps.join('').replace(/^\./, '')}`;
}

/** The key of a map that is there before. */
function findRepeated({ items }: YAMLMap): Scalar | undefined {
  const keys = new Set<string>();
  for (const { key } of items) {
    if (!isScalar(key) || key.value === '<<') continue;
    const text = String(key.value);
    if (keys.has(text)) return key;
    keys.add(text);
  }
  return undefined;
}

/**
 * The data of a document of YAML, as JSON.
 * @throws Error that says why it is none
 */
export function readData(document: Document.Parsed): JsonValue | undefined {
  const value: unknown = document.toJS({ maxAliasCount: MAX_ALIASES });
  return value === undefined || value === null ? undefined : requireJson(value);
}

/**
 * The same value, as JSON.
 * @param parents - what it stands in
 * @throws Error that says why it is none, or none that anybody should read
 */
export function requireJson(value: unknown, parents: readonly unknown[] = []): JsonValue {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (typeof value !== 'object') throw new Error(`holds ${String(value)}, which JSON has not`);
  if (parents.includes(value)) throw new Error('has an alias inside of what it stands for');
  if (parents.length >= MAX_DEPTH) throw new Error(TOO_DEEP);
  const around = [...parents, value];
  if (Array.isArray(value)) return value.map((item) => requireJson(item, around));
  if (!isPlainObject(value))
    throw new Error('holds what a tag such as !!set or !!binary makes, which JSON has not');
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, requireJson(one, around)]),
  );
}
