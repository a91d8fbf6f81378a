import type { ErrorObject } from 'ajv';
import { findNearest } from '../problem/nearest';
import { show } from '../problem/problem';
import { choiceMessage } from './choice';
import { FORMATS } from './formats';
import { LIST_KEYS, LIST_TYPE } from './list-keys';

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
export function schemaMessage(error: ErrorObject): string {
  const { keyword } = error;
  if (keyword === 'additionalProperties') return unknownField(error);
  if (keyword === 'required') return 'required field is missing';
  if (keyword === LIST_KEYS || keyword === LIST_TYPE) return duplicateMessage(error);
  if (['anyOf', 'not', 'oneOf'].includes(keyword)) return choiceMessage(error);
  return `got ${received(error.data)}, allowed ${allowed(error)}`;
}

/** The name of a field that is wrong by its absence or its presence. */
export function namedField({ params }: ErrorObject): readonly string[] {
  return [params.additionalProperty, params.missingProperty].filter(
    (name) => typeof name === 'string',
  );
}

function duplicateMessage({ params }: ErrorObject): string {
  return `got ${show(params.got)} twice, at ${params.first} and ${params.second}, allowed once`;
}

function unknownField(error: ErrorObject): string {
  const known = Object.keys(error.parentSchema?.properties ?? {});
  const nearest = findNearest(namedField(error)[0] ?? '', known);
  if (nearest !== undefined) return `unknown field, did you mean ${nearest}?`;
  return known.length === 0 ? 'unknown field' : `unknown field, allowed ${list(known)}`;
}

function received(data: unknown): string {
  if (Array.isArray(data)) return `a list of ${data.length}`;
  return typeof data === 'object' && data !== null ? 'an object' : show(data);
}

function allowed({ keyword, schema, params }: ErrorObject): string {
  if (keyword === 'type') return [schema].flat().map(article).join(' or ');
  if (keyword === 'enum' && Array.isArray(schema)) return list(schema.map(String));
  if (keyword === 'format') return FORMATS[String(schema)]?.allowed ?? String(schema);
  return LIMITS[keyword]?.(String(schema)) ?? `${keyword} ${show(params)}`;
}

function article(type: unknown): string {
  return ARTICLE[String(type)] ?? String(type);
}

function list(names: readonly string[]): string {
  const listed = names.slice(0, LISTED).join(', ');
  return names.length > LISTED ? `${listed}, ...` : listed;
}
