import type { JsonValue } from '../manifest/manifest';

/** What a part of an object is compared with: data, and matchers anywhere in it; undefined is no value. */
export type Pattern =
  | string
  | number
  | boolean
  | null
  | undefined
  | Matcher
  | readonly Pattern[]
  | { readonly [key: string]: Pattern };

/** What an object is compared with, field by field: fields that aren't named may be anything. */
export type ObjectPattern = Matcher | { readonly [key: string]: Pattern };

/** A value, or undefined where there is none. */
export type Value = JsonValue | undefined;

/** How a value compares with a pattern. */
export interface Comparison {
  /** How many fields fit. */
  readonly hits: number;
  /** How many don't: with none, the value fits. */
  readonly misses: number;
  /** The value, changed where it doesn't fit to what is wanted there; undefined where nothing is wanted. */
  readonly wanted: Value;
  /** What is kept for captures, if the whole object fits. */
  readonly captured: readonly (() => void)[];
}

/** A part of a pattern that stands for more than one value. */
export abstract class Matcher {
  /** @param isExact - whether a field that no pattern names is one too many */
  abstract compare(actual: Value, isExact: boolean): Comparison;
}

/** A value that fits. */
export function hit(wanted: Value): Comparison {
  return { hits: 1, misses: 0, wanted, captured: [] };
}

/** A value that doesn't. */
export function miss(wanted: Value): Comparison {
  return { hits: 0, misses: 1, wanted, captured: [] };
}

/** What is wanted, in words, as it stands in a difference: `<anything>`. */
export function inWords(words: string): string {
  return `<${words}>`;
}
