import { findNearest } from '../problem/nearest';
import { show } from '../problem/problem';
import type { Breach } from './breach';
import { choiceMessage } from './choice';
import { findFormat } from './formats';
import { UNEVALUATED } from './limits';

/** Longer lists of what is allowed help nobody. */
const LISTED = 12;

const ARTICLE: Readonly<Record<string, string>> = {
  array: 'a list',
  boolean: 'true or false',
  integer: 'an integer',
  null: 'null',
  number: 'a number',
  object: 'an object',
  string: 'a string',
};

const LIMITS: Readonly<Record<string, (limit: string) => string>> = {
  minimum: (limit) => `${limit} or more`,
  maximum: (limit) => `${limit} or less`,
  exclusiveMinimum: (limit) => `more than ${limit}`,
  exclusiveMaximum: (limit) => `less than ${limit}`,
  minLength: (limit) => `${limit} or more characters`,
  maxLength: (limit) => `at most ${limit} characters`,
  minItems: (limit) => `${limit} or more items`,
  maxItems: (limit) => `at most ${limit} items`,
  minProperties: (limit) => `${limit} or more fields`,
  maxProperties: (limit) => `at most ${limit} fields`,
  multipleOf: (limit) => `a multiple of ${limit}`,
  pattern: (limit) => `a string that matches ${limit}`,
};

/** Says what is wrong: the value received, and what is allowed or what to write instead. */
export function schemaMessage(breach: Breach): string {
  const { keyword, duplicate } = breach;
  if (duplicate !== undefined) {
    const { got, first, second } = duplicate;
    return `got ${show(got)} twice, at ${first} and ${second}, allowed once`;
  }
  if (keyword === 'additionalProperties') return unknownField(breach);
  if (keyword === UNEVALUATED) return `has a pattern that can't be looked for here: ${breach.rule}`;
  if (keyword === 'required') return 'required field is missing';
  if (['anyOf', 'not', 'oneOf'].includes(keyword)) return choiceMessage(breach);
  return `got ${received(breach.value)}, allowed ${allowed(breach)}`;
}

function unknownField({ field = '', known = [] }: Breach): string {
  const nearest = findNearest(field, known);
  if (nearest !== undefined) return `unknown field, did you mean ${nearest}?`;
  return known.length === 0 ? 'unknown field' : `unknown field, allowed ${list(known)}`;
}

function received(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return typeof value === 'object' && value !== null ? 'an object' : show(value);
}

function allowed({ keyword, rule }: Breach): string {
  if (keyword === 'type') return [rule].flat().map(article).join(' or ');
  if (keyword === 'enum' && Array.isArray(rule)) return list(rule.map(String));
  if (keyword === 'format') return findFormat(rule)?.allowed ?? String(rule);
  return LIMITS[keyword]?.(String(rule)) ?? `${keyword} ${show(rule)}`;
}

function article(type: unknown): string {
  return ARTICLE[String(type)] ?? String(type);
}

function list(names: readonly string[]): string {
  const listed = names.slice(0, LISTED).join(', ');
  return names.length > LISTED ? `${listed}, ...` : listed;
}
