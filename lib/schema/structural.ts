import type { ValidateFunction } from 'ajv';
import type { JsonObject, Manifest } from '../manifest/manifest';
import { newCompiler } from './compiler';
import { objectAt } from './json';
import { mapChildren } from './schema-tree';
import { onlyRequired, strictSchema } from './strict';
import { problemsBy, type SchemaProblem } from './validate';

/** Compiled checks, by the schema that they are made of. */
const compiled = new WeakMap<JsonObject, ValidateFunction>();

/**
 * Compares an object with the structural schema of its kind, as a CustomResourceDefinition has it. Unknown
 * fields are problems, which a cluster would drop. What has a default may be left out; rules in CEL are left
 * to the cluster, and metadata isn't looked at.
 */
export function validateStructural(
  schema: JsonObject,
  manifest: Manifest,
): readonly SchemaProblem[] {
  const validate = compiled.get(schema) ?? newCompiler().compile(meaningOf(schema));
  compiled.set(schema, validate);
  return problemsBy(validate, manifest);
}

function meaningOf(schema: JsonObject): JsonObject {
  const properties = {
    ...objectAt(schema, 'properties'),
    apiVersion: { type: 'string' },
    kind: { type: 'string' },
    metadata: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
  };
  return strictSchema(withoutDefaulted({ ...schema, properties }), { emptyIsClosed: true });
}

function withoutDefaulted(schema: JsonObject): JsonObject {
  return mapChildren(onlyRequired(schema), withoutDefaulted);
}
