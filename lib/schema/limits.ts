import type { JsonObject } from '../manifest/manifest';
import { add, type Check } from './breach';
import { isList, isObject } from './json';
import { findRegexMistake, RegexError, regexOf } from './regex';

/** What a limit is about: the size of a value, or undefined where it has none of the kind. */
type Measure = (value: unknown) => number | undefined;

const number: Measure = (value) => (typeof value === 'number' ? value : undefined);
const length: Measure = (value) => (typeof value === 'string' ? characters(value) : undefined);
const items: Measure = (value) => (isList(value) ? value.length : undefined);
const fields: Measure = (value) => (isObject(value) ? Object.keys(value).length : undefined);

interface Limit {
  readonly measure: Measure;
  readonly fits: (size: number, limit: number) => boolean;
}

const orMore = (size: number, limit: number) => size >= limit;
const orLess = (size: number, limit: number) => size <= limit;

const LIMITS: Readonly<Record<string, Limit>> = {
  minimum: { measure: number, fits: orMore },
  maximum: { measure: number, fits: orLess },
  exclusiveMinimum: { measure: number, fits: (size, limit) => size > limit },
  exclusiveMaximum: { measure: number, fits: (size, limit) => size < limit },
  multipleOf: { measure: number, fits: (size, limit) => Number.isInteger(size / limit) },
  minLength: { measure: length, fits: orMore },
  maxLength: { measure: length, fits: orLess },
  minItems: { measure: items, fits: orMore },
  maxItems: { measure: items, fits: orLess },
  minProperties: { measure: fields, fits: orMore },
  maxProperties: { measure: fields, fits: orLess },
};

/** Says that nobody here can tell, and why. */
export const UNEVALUATED = 'unevaluated';

/** The checks of size and pattern that a schema asks for. */
export function limitChecks(schema: JsonObject): readonly Check[] {
  return Object.entries(schema).flatMap(([name, rule]) => {
    if (name === 'pattern' && typeof rule === 'string') return [patternCheck(rule)];
    const keyword = EXCLUSIVE.get(name) ?? name;
    // OpenAPI 3.0 says by a flag what JSON Schema says by a number.
    const known = schema[keyword] === true ? keyword : name;
    const limit = Object.hasOwn(LIMITS, known) ? LIMITS[known] : undefined;
    return limit !== undefined && typeof rule === 'number' ? [limitCheck(known, limit, rule)] : [];
  });
}

const EXCLUSIVE: ReadonlyMap<string, string> = new Map([
  ['minimum', 'exclusiveMinimum'],
  ['maximum', 'exclusiveMaximum'],
]);

function limitCheck(keyword: string, { measure, fits }: Limit, rule: number): Check {
  return (value, walk) => {
    const size = measure(value);
    if (size !== undefined && !fits(size, rule)) add(walk, { keyword, rule, value });
  };
}

function patternCheck(rule: string): Check {
  return (value, walk) => {
    // What is no pattern is told where the schema is defined.
    if (typeof value !== 'string' || findRegexMistake(rule) !== undefined) return;
    try {
      if (!regexOf(rule).test(value)) add(walk, { keyword: 'pattern', rule, value });
    } catch (error) {
      if (!(error instanceof RegexError)) throw error;
      add(walk, { keyword: UNEVALUATED, rule: error.message, value });
    }
  };
}

/** Counts as Kubernetes does: an emoji is one character. */
function characters(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}
