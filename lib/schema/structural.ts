import type { JsonObject, Manifest } from '../manifest/manifest';
import { type CelPlan, celPlan } from './cel/plan';
import type { Located } from './definitions';
import { objectAt, without } from './json';
import { mapChildren } from './schema-tree';
import { onlyRequired, strictSchema } from './strict';
import { problemsBy, rulesBy, type SchemaProblem } from './validate';

/** What schemas mean, by what they say. */
const meanings = new WeakMap<JsonObject, Located>();

const plans = new WeakMap<JsonObject, { readonly plan: CelPlan | undefined }>();

/**
 * Compares an object with the structural schema of its kind, as a CustomResourceDefinition has it. Unknown
 * fields are problems, which a cluster would drop. What has a default may be left out; metadata isn't
 * looked at.
 */
export function validateStructural(
  schema: JsonObject,
  manifest: Manifest,
): readonly SchemaProblem[] {
  return problemsBy(meaningOf(schema), manifest);
}

/** Evaluates the rules in CEL of such a schema, for an object that fits it otherwise. */
export function validateStructuralRules(
  schema: JsonObject,
  manifest: Manifest,
  before: () => Manifest | undefined,
): readonly SchemaProblem[] {
  const known = plans.get(schema) ?? {
    plan: celPlan(meaningOf(schema), () => ({})),
  };
  plans.set(schema, known);
  return known.plan === undefined ? [] : rulesBy(known.plan, manifest, before);
}

function meaningOf(schema: JsonObject): Located {
  const known = meanings.get(schema) ?? { schema: strictMeaning(schema), file: '' };
  meanings.set(schema, known);
  return known;
}

function strictMeaning(schema: JsonObject): JsonObject {
  const properties = {
    ...objectAt(schema, 'properties'),
    apiVersion: { type: 'string' },
    kind: { type: 'string' },
    metadata: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
  };
  return strictSchema(withoutDefaulted({ ...schema, properties }), { emptyIsClosed: true });
}

/** There is nothing that such a schema could refer to. */
function withoutDefaulted(schema: JsonObject): JsonObject {
  return mapChildren(without(onlyRequired(schema), '$ref'), withoutDefaulted);
}
