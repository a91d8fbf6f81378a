import { type Fields, fieldsOf } from '../manifest/fields';
import { isJsonObject, type JsonObject, type JsonValue } from '../manifest/manifest';
import {
  type Comparison,
  hit,
  inWords,
  Matcher,
  miss,
  type ObjectPattern,
  type Pattern,
  type Value,
} from './matcher';

/** Compares a value with a pattern: maps by the fields that the pattern names, lists item by item. */
export function compare(pattern: Pattern, actual: Value, isExact = false): Comparison {
  if (pattern instanceof Matcher) return pattern.compare(actual, isExact);
  if (isList(pattern)) return compareLists(pattern, actual, isExact);
  if (typeof pattern === 'object' && pattern !== null)
    return compareForeign(pattern, actual) ?? compareMaps(pattern, actual, isExact);
  return actual === pattern ? hit(actual) : miss(pattern);
}

type MapPattern = Exclude<ObjectPattern, Matcher>;

/** Matchers of test runners, such as `expect.any(Number)`, work as well. */
function compareForeign(pattern: MapPattern, actual: Value): Comparison | undefined {
  const { asymmetricMatch, toAsymmetricMatcher }: Fields = fieldsOf(pattern);
  if (typeof asymmetricMatch !== 'function') return undefined;
  const words = typeof toAsymmetricMatcher === 'function' ? toAsymmetricMatcher.call(pattern) : '';
  const fits: unknown = asymmetricMatch.call(pattern, actual);
  return fits === true ? hit(actual) : miss(inWords(String(words)));
}

function compareMaps(pattern: MapPattern, actual: Value, isExact: boolean): Comparison {
  const map = isJsonObject(actual) ? actual : undefined;
  const parts = Object.entries(pattern).map(
    ([key, part]) => [key, compare(part, own(map, key), isExact)] as const,
  );
  const extra = Object.keys(map ?? {}).filter((key) => isExact && !Object.hasOwn(pattern, key));
  const wanted = new Map(Object.entries(map ?? {}));
  for (const key of extra) wanted.delete(key);
  for (const [key, part] of parts)
    if (part.wanted === undefined) wanted.delete(key);
    else wanted.set(key, part.wanted);
  return together(
    parts.map(([, part]) => part),
    {
      misses: extra.length,
      isThere: map !== undefined,
      wanted: Object.fromEntries(wanted),
      actual,
    },
  );
}

function compareLists(pattern: readonly Pattern[], actual: Value, isExact: boolean): Comparison {
  const list = isList(actual) ? actual : [];
  const parts = pattern.map((part, index) => compare(part, list[index], isExact));
  return together(parts, {
    misses: Math.max(0, list.length - pattern.length),
    isThere: isList(actual),
    wanted: parts.map(({ wanted }) => wanted).filter((value) => value !== undefined),
    actual,
  });
}

interface Outside {
  /** Besides those of the parts. */
  readonly misses: number;
  /** Whether there is a map or a list at all. */
  readonly isThere: boolean;
  readonly wanted: Value;
  readonly actual: Value;
}

/** Parts of a map or a list as one. */
export function together(
  parts: readonly Comparison[],
  { misses: others, isThere, wanted, actual }: Outside,
): Comparison {
  const sum = (count: (part: Comparison) => number) =>
    parts.reduce((total, part) => total + count(part), 0);
  const misses = sum((part) => part.misses) + others;
  if (!isThere) return { hits: 0, misses: Math.max(1, misses), wanted, captured: [] };
  return {
    // An empty pattern fits any map.
    hits: parts.length === 0 && others === 0 ? 1 : sum((part) => part.hits),
    misses,
    wanted: misses === 0 ? actual : wanted,
    captured: parts.flatMap(({ captured }) => captured),
  };
}

function own(map: JsonObject | undefined, key: string): Value {
  return map !== undefined && Object.hasOwn(map, key) ? map[key] : undefined;
}

/** Whether a value or a pattern is a list. */
export function isList<T extends JsonValue | Pattern>(
  value: T | undefined,
): value is Extract<T, readonly unknown[]> {
  return Array.isArray(value);
}
