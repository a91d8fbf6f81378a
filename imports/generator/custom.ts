import type { JsonObject } from '../../lib/manifest/manifest';
import { objectAt } from '../../lib/schema/json';
import { mapChildren } from '../../lib/schema/schema-tree';
import { strictSchema } from '../../lib/schema/strict';
import type { Crd, CrdVersion } from './crd';
import type { SchemaFile } from './schema-file';

const OBJECT_META = 'kubernetes.json#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta';

/** Below this length a `$ref` would be no shorter than what it refers to. */
const SHORT = 120;

const LEVELS = new Map([
  ['[]', 'item'],
  ['{}', 'value'],
]);

/** The schemas of a product's kinds, in every version that a cluster serves. */
export function customSchemas(name: string, crds: readonly Crd[]): SchemaFile {
  const hoist = new Hoist();
  const kinds = crds.flatMap(({ group, kind, versions }) =>
    versions.map((version, index) => ({
      apiVersion: `${group}/${version.name}`,
      kind,
      definition: hoist.add(
        index === 0 ? kind : `${kind}.${version.name}`,
        customSchema(kind, version),
      ),
    })),
  );
  return { name, definitions: hoist.definitions, kinds };
}

function customSchema(kind: string, { schema }: CrdVersion): JsonObject {
  const properties = {
    ...objectAt(schema, 'properties'),
    apiVersion: { type: 'string' },
    kind: { type: 'string', enum: [kind] },
  };
  const strict = strictSchema({ ...schema, properties }, { emptyIsClosed: true });
  return {
    ...strict,
    properties: { ...objectAt(strict, 'properties'), metadata: { $ref: OBJECT_META } },
    additionalProperties: false,
  };
}

/**
 * Gives each object in a schema a definition, named after the first place where it stands: one line
 * in the file for each, and equal ones only once.
 */
class Hoist {
  readonly definitions: Record<string, JsonObject> = {};
  private readonly names = new Map<string, string>();

  /** Adds a schema and all below; returns the name of its definition. */
  add(name: string, schema: JsonObject): string {
    const flat = mapChildren(schema, (child, { step }) => this.refer(name, step, child));
    const text = JSON.stringify(flat);
    const known = this.names.get(text);
    if (known !== undefined) return known;
    this.names.set(text, name);
    this.definitions[name] = flat;
    return name;
  }

  private refer(parent: string, step: string, child: JsonObject): JsonObject {
    if (step === '') return child;
    const name = `${parent}.${LEVELS.get(step) ?? step}`;
    const isLong = 'properties' in child && JSON.stringify(child).length > SHORT;
    if (isLong) return { $ref: `#/definitions/${this.add(name, child)}` };
    return mapChildren(child, (below, place) => this.refer(name, place.step, below));
  }
}
