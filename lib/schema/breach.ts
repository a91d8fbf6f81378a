import type { JsonValue } from '../manifest/manifest';

/** An item that stands in a list again. */
export interface Duplicate {
  readonly got: unknown;
  readonly first: number;
  readonly second: number;
}

/** A keyword of a schema that a value breaks. */
export interface Breach {
  /** As the schema calls it: `enum`. */
  readonly keyword: string;
  /** What the schema says there: the values of an `enum`. */
  readonly rule: JsonValue;
  /** Where the value stands, outermost first. */
  readonly steps: readonly string[];
  readonly value: unknown;
  /** The field that is unknown, or missing. */
  readonly field?: string;
  /** The fields that are known there. */
  readonly known?: readonly string[];
  readonly duplicate?: Duplicate;
}

/** Where a comparison stands, and what it has found so far. */
export interface Walk {
  readonly steps: string[];
  readonly breaches: Breach[];
}

/** Compares a value with one schema. */
export type Check = (value: unknown, walk: Walk) => void;

/** Makes the check of a schema further down; what isn't used is never prepared. */
export type MakeCheck = (schema: JsonValue | undefined) => Check | undefined;

/** Adds what is broken where the comparison stands. */
export function add(walk: Walk, breach: Omit<Breach, 'steps'>): void {
  walk.breaches.push({ ...breach, steps: [...walk.steps] });
}

/** Goes a step down for one check. */
export function below(step: string, check: Check, value: unknown, walk: Walk): void {
  walk.steps.push(step);
  check(value, walk);
  walk.steps.pop();
}
