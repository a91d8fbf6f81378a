import { LABEL, MANAGED_BY } from '../kubernetes/labels';
import { isManifest, type JsonObject, type Manifest } from '../manifest/manifest';
import { withoutUndefined } from '../manifest/wire';
import { isObject } from '../schema/json';
import type { Schema, Schemas } from './schema';
import { type DefinitionSpec, definitionName, namesOf, type OtherVersion } from './spec';

/** The CustomResourceDefinition of a kind. The spec has been checked before. */
export function planDefinition(spec: DefinitionSpec): Manifest {
  const { group, kind, shortNames, categories, scope = 'Namespaced', conversion } = spec;
  const { plural, singular } = namesOf(spec);
  const name = definitionName(spec);
  const manifest: unknown = withoutUndefined({
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: {
      name,
      labels: { [LABEL.name]: name, [LABEL.managedBy]: MANAGED_BY },
      annotations: spec.annotations,
    },
    spec: {
      group,
      scope,
      names: { kind, plural, singular, listKind: `${kind}List`, shortNames, categories },
      versions: planVersions(spec),
      conversion,
    },
  });
  if (!isManifest(manifest)) throw new TypeError(`${kind}: metadata.name is missing`);
  return manifest;
}

/** The newest first, as the API server prefers it. */
function planVersions(spec: DefinitionSpec) {
  const { version = 'v1', schema, columns, scale, otherVersions = {} } = spec;
  return [
    { name: version, served: true, storage: true, ...planVersion({ schema, columns }, scale) },
    ...Object.entries(otherVersions).map(([name, other]) => ({
      name,
      served: other.served ?? true,
      storage: false,
      ...(other.deprecated !== undefined && {
        deprecated: true,
        deprecationWarning: other.deprecated,
      }),
      ...planVersion(other, scale),
    })),
  ];
}

function planVersion(
  { schema, columns = {} }: Pick<OtherVersion, 'schema' | 'columns'>,
  scale: DefinitionSpec['scale'],
) {
  const hasStatus = Object.hasOwn(schema, 'status');
  const list = Object.entries(columns).map(([name, column]) => {
    const { type = 'string', ...rest } = typeof column === 'string' ? { jsonPath: column } : column;
    return { name, type, ...rest };
  });
  return {
    schema: { openAPIV3Schema: objectSchema(schema) },
    subresources:
      hasStatus || scale !== undefined
        ? { ...(hasStatus && { status: {} }), ...(scale !== undefined && { scale }) }
        : undefined,
    additionalPrinterColumns: list.length === 0 ? undefined : list,
  };
}

/** The schema of a whole object, as a definition has it. */
export function objectSchema(schema: Schemas): JsonObject {
  const required = Object.keys(schema).filter(
    (name) => name !== 'status' && needsSomething(schema[name]),
  );
  const plain: unknown = withoutUndefined(schema);
  return {
    type: 'object',
    ...(required.length > 0 && { required }),
    properties: isObject(plain) ? plain : {},
  };
}

/** Whether an object can't be without the field. */
function needsSomething(field: Schema | undefined): boolean {
  if (field === undefined || !('properties' in field) || field.properties === undefined)
    return false;
  const { properties, required = [], default: preset } = field;
  return preset === undefined && required.some((name) => properties[name]?.default === undefined);
}
