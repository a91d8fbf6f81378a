import type { JsonObject } from '../manifest/manifest';
import { isList, isObject, objectAt, textsAt, without } from './json';
import { findRegexMistake } from './regex';
import { mapChildren } from './schema-tree';

/** Left out of a schema: `default` stays, since rules see the values that defaults fill in. */
const DROPPED = [
  'description',
  'nullable',
  'x-kubernetes-embedded-resource',
  'x-kubernetes-group-version-kind',
  'x-kubernetes-int-or-string',
  'x-kubernetes-map-type',
  'x-kubernetes-patch-merge-key',
  'x-kubernetes-patch-strategy',
  'x-kubernetes-preserve-unknown-fields',
  'x-kubernetes-unions',
];

const PRESERVE = 'x-kubernetes-preserve-unknown-fields';

/** Kubernetes' OpenAPI spells out what a quantity is, as a pattern that no user could read. */
const QUANTITY = /KMGTPE/;

/** How to treat what Kubernetes' dialect of OpenAPI leaves open. */
export interface Dialect {
  /** Whether an object without properties takes none; otherwise it takes any. */
  readonly emptyIsClosed: boolean;
}

/** The JSON schema that says what a schema in Kubernetes' dialect of OpenAPI means. */
export function strictSchema(schema: JsonObject, dialect: Dialect, structural = true): JsonObject {
  const meant = [intOrString, withNull, withReadablePattern].reduce((s, step) => step(s), schema);
  const closed =
    structural && isClosed(schema, dialect) ? { ...meant, additionalProperties: false } : meant;
  return mapChildren(without(closed, ...DROPPED), (child, place) =>
    strictSchema(child, dialect, structural && place.structural),
  );
}

function isClosed(schema: JsonObject, { emptyIsClosed }: Dialect): boolean {
  if (schema[PRESERVE] === true || 'additionalProperties' in schema) return false;
  return 'properties' in schema || (emptyIsClosed && schema.type === 'object');
}

function intOrString(schema: JsonObject): JsonObject {
  if (schema['x-kubernetes-int-or-string'] !== true) return schema;
  return { ...without(schema, 'anyOf'), type: ['integer', 'string'] };
}

function withNull(schema: JsonObject): JsonObject {
  if (schema.nullable !== true || schema.type === undefined) return schema;
  const type = [...(isList(schema.type) ? schema.type : [schema.type]), 'null'];
  return isList(schema.enum)
    ? { ...schema, type, enum: [...schema.enum, null] }
    : { ...schema, type };
}

/** A pattern that is none checks nothing. */
function withReadablePattern(schema: JsonObject): JsonObject {
  const { pattern } = schema;
  if (typeof pattern !== 'string') return schema;
  if (QUANTITY.test(pattern)) return { ...without(schema, 'pattern'), format: 'quantity' };
  return findRegexMistake(pattern) === undefined ? schema : without(schema, 'pattern');
}

/** A field with a default may be left out, whatever `required` says. */
export function onlyRequired(schema: JsonObject): JsonObject {
  if (!('required' in schema)) return schema;
  const properties = objectAt(schema, 'properties');
  const required = textsAt(schema, 'required').filter((name) => {
    const property = properties[name];
    return !isObject(property) || property.default === undefined;
  });
  return required.length > 0 ? { ...schema, required } : without(schema, 'required');
}
