import { fieldsOf } from '../manifest/fields';
import type { JsonValue } from '../manifest/manifest';
import { wrongArgument } from './argument';
import { compare, isList, together } from './compare';
import { type Comparison, Matcher, type ObjectPattern, type Pattern, type Value } from './matcher';
import { requireObjectPattern, requirePattern } from './pattern-check';

/** A pattern that is exact, or not, whatever is around it. */
class Strictness extends Matcher {
  constructor(
    private readonly pattern: Pattern,
    private readonly isExact: boolean,
  ) {
    super();
  }

  override compare(actual: Value): Comparison {
    return compare(this.pattern, actual, this.isExact);
  }
}

/** An object with these fields, and any others: what a plain object means, too, but within `exactly()`. */
export function objectLike(pattern: ObjectPattern): Matcher {
  requireObjectPattern('objectLike()', pattern);
  return new Strictness(pattern, false);
}

/** This and nothing else, at any depth. */
export function exactly(pattern: Pattern): Matcher {
  requirePattern('exactly()', pattern);
  return new Strictness(pattern, true);
}

/**
 * A list that has an item for each of these, in any order, and any others. A capture keeps what it finds in every
 * item that fits.
 */
export function arrayWith(patterns: readonly Pattern[]): Matcher {
  if (!Array.isArray(patterns))
    throw wrongArgument(
      'arrayWith()',
      patterns,
      "a list of patterns: arrayWith([{ name: 'cart' }])",
    );
  requirePattern('arrayWith()', patterns);
  return new ArrayWith(patterns);
}

/** A list in which every item fits, however many there are. */
export function eachItem(pattern: Pattern): Matcher {
  requirePattern('eachItem()', pattern);
  return new EachItem(pattern);
}

class EachItem extends Matcher {
  constructor(private readonly pattern: Pattern) {
    super();
  }

  override compare(actual: Value, isExact: boolean): Comparison {
    const list: readonly JsonValue[] = isList(actual) ? actual : [];
    return compare(
      list.map(() => this.pattern),
      actual,
      isExact,
    );
  }
}

class ArrayWith extends Matcher {
  constructor(private readonly patterns: readonly Pattern[]) {
    super();
  }

  override compare(actual: Value, isExact: boolean): Comparison {
    const list: readonly JsonValue[] = isList(actual) ? actual : [];
    const table = this.patterns.map((pattern) =>
      list.map((item) => compare(pattern, item, isExact)),
    );
    const itemOf = assign(table);
    const wanted = [...list];
    const parts = this.patterns.map((pattern, index) => {
      const item = itemOf.get(index) ?? nearestItem(pattern, index, table, list, itemOf);
      const found = item === undefined ? undefined : table[index]?.[item];
      const part = found ?? compare(pattern, undefined, isExact);
      if (item !== undefined) itemOf.set(index, item);
      if (part.wanted !== undefined) wanted[item ?? wanted.length] = part.wanted;
      return part;
    });
    const fitting = table.flat().filter(({ misses }) => misses === 0);
    return {
      ...together(parts, { misses: 0, isThere: isList(actual), wanted, actual }),
      captured: fitting.flatMap(({ captured }) => captured),
    };
  }
}

type Table = readonly (readonly Comparison[])[];

/** An item for as many patterns as can be: each item for one pattern alone. */
function assign(table: Table): Map<number, number> {
  const patternOf = new Map<number, number>();
  const place = (pattern: number, seen: Set<number>): boolean =>
    (table[pattern] ?? []).some(({ misses }, item) => {
      if (misses > 0 || seen.has(item)) return false;
      seen.add(item);
      const other = patternOf.get(item);
      if (other !== undefined && !place(other, seen)) return false;
      patternOf.set(item, pattern);
      return true;
    });
  table.forEach((_, pattern) => {
    place(pattern, new Set());
  });
  return new Map([...patternOf].map(([item, pattern]) => [pattern, item]));
}

/** The item that a pattern without one most likely means: of its name, or with most in common. */
function nearestItem(
  pattern: Pattern,
  index: number,
  table: Table,
  list: readonly JsonValue[],
  itemOf: ReadonlyMap<number, number>,
): number | undefined {
  const taken = new Set(itemOf.values());
  const { name } = fieldsOf(pattern);
  const scores = list.map((item, place) => {
    const isNamed = typeof name === 'string' && fieldsOf(item).name === name;
    const { hits = 0 } = table[index]?.[place] ?? {};
    return taken.has(place) ? 0 : hits + (isNamed ? 1000 : 0);
  });
  const best = Math.max(0, ...scores);
  return best === 0 ? undefined : scores.indexOf(best);
}
