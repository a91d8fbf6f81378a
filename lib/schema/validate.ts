import type { Manifest } from '../manifest/manifest';
import { findNearest } from '../problem/nearest';
import type { Breach } from './breach';
import { checkCel } from './cel/check';
import { type CelPlan, hasTransition } from './cel/plan';
import { compare } from './compare';
import type { Located } from './definitions';
import { fieldPath } from './field-path';
import { UNEVALUATED } from './limits';
import { LIST_KEYS, LIST_TYPE } from './list-keys';
import { schemaMessage } from './message';
import { readSchemas, Schemas } from './schemas';

/** In which way a field is wrong. */
export type Fault =
  | 'duplicate-item'
  | 'kind-rule'
  | 'kind-transition'
  | 'missing-field'
  | 'unknown-field'
  | 'unevaluated-rule'
  | 'unknown-kind'
  | 'wrong-type'
  | 'wrong-value';

/** What a cluster would refuse in an object, since its schema doesn't allow it. */
export interface SchemaProblem {
  readonly fault: Fault;
  /** The field: `spec.template.spec.containers[0].imagePullPolicy`. */
  readonly path: string;
  /** The value received and what is allowed. */
  readonly message: string;
}

const schemas = new Schemas();

/**
 * Compares an object with the schema of its kind, as strictly as `kubectl apply
 * --validate=strict`: unknown fields are problems, too. What stands under `status` is not looked at.
 */
export function validateManifest(manifest: Manifest): readonly SchemaProblem[] {
  const schema = schemas.find(`${manifest.apiVersion}/${manifest.kind}`);
  return schema === undefined ? [unknownKind(manifest)] : problemsBy(schema, manifest);
}

/**
 * Evaluates the rules in CEL that the schema of an object's kind has, for an object that fits the schema
 * otherwise.
 * @param before - the object as it is in the cluster, for rules about changes
 */
export function validateRules(
  manifest: Manifest,
  before: () => Manifest | undefined,
): readonly SchemaProblem[] {
  const plan = schemas.celPlan(`${manifest.apiVersion}/${manifest.kind}`);
  return plan === undefined ? [] : rulesBy(plan, manifest, before);
}

/** Evaluates the rules of a plan, whatever the object's kind. */
export function rulesBy(
  plan: CelPlan,
  manifest: Manifest,
  before: () => Manifest | undefined,
): readonly SchemaProblem[] {
  const older = hasTransition(plan) ? before() : undefined;
  return checkCel(plan, manifest, older, readSchemas).map(({ fault, steps, message }) => ({
    fault,
    path: fieldPath(manifest, steps),
    message,
  }));
}

/** Whether there is a schema for a kind. */
export function knowsKind({ apiVersion, kind }: Manifest): boolean {
  return schemas.kinds().includes(`${apiVersion}/${kind}`);
}

/** Compares an object with a schema, whatever its kind. */
export function problemsBy(schema: Located, manifest: Manifest): readonly SchemaProblem[] {
  return compare(schema, readSchemas, manifest).map((breach) => ({
    fault: FAULTS[breach.keyword] ?? 'wrong-value',
    path: fieldPath(manifest, [...breach.steps, ...[breach.field ?? []].flat()]),
    message: schemaMessage(isSecret(manifest, breach) ? { ...breach, value: '***' } : breach),
  }));
}

const FAULTS: Readonly<Record<string, Fault>> = {
  additionalProperties: 'unknown-field',
  required: 'missing-field',
  type: 'wrong-type',
  [UNEVALUATED]: 'unevaluated-rule',
  [LIST_KEYS]: 'duplicate-item',
  [LIST_TYPE]: 'duplicate-item',
};

/** Messages end up in logs, which secrets mustn't. */
function isSecret({ kind }: Manifest, { steps: [part = ''] }: Breach): boolean {
  return kind === 'Secret' && ['data', 'stringData'].includes(part);
}

function unknownKind({ apiVersion, kind }: Manifest): SchemaProblem {
  const known = schemas.kinds();
  const versions = known.filter((name) => name.endsWith(`/${kind}`)).map(versionOf);
  if (versions.length > 0) {
    return {
      fault: 'unknown-kind',
      path: 'apiVersion',
      message: `got ${apiVersion}, allowed for ${kind} ${versions.join(', ')}`,
    };
  }
  const kinds = known.filter((name) => versionOf(name) === apiVersion).map(kindOf);
  // Many kinds have parts of their names in common, and nothing else.
  const nearest = findNearest(kind, kinds, 2);
  const hint = nearest === undefined ? '' : `, did you mean ${nearest}?`;
  return {
    fault: 'unknown-kind',
    path: 'kind',
    message: `unknown kind ${apiVersion} ${kind}${hint}`,
  };
}

function versionOf(name: string): string {
  return name.slice(0, name.lastIndexOf('/'));
}

function kindOf(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}
