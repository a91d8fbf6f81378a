import type { JsonObject, JsonValue } from '../../lib/manifest/manifest';
import {
  isList,
  isObject,
  objectAt,
  objectsAt,
  textAt,
  textsAt,
  without,
} from '../../lib/schema/json';
import { strictSchema } from '../../lib/schema/strict';
import { VALUES } from './kubernetes-values';
import type { SchemaFile } from './schema-file';
import { attempt, ImportError } from './source';

/** The release that cdk8s-plus-28 has types for. */
export const KUBERNETES = {
  address:
    'https://raw.githubusercontent.com/cdk8s-team/cdk8s/master/kubernetes-schemas/v1.28.0/_definitions.json',
  file: 'kubernetes-1.28.definitions.json',
};

/** Asked of a cluster or made by it, never deployed. */
const NOT_DEPLOYED = new Set([
  'APIGroup',
  'APIVersions',
  'Binding',
  'CSINode',
  'CSIStorageCapacity',
  'CertificateSigningRequest',
  'ComponentStatus',
  'ControllerRevision',
  'DeleteOptions',
  'Event',
  'Eviction',
  'Node',
  'Scale',
  'Status',
  'TokenRequest',
  'VolumeAttachment',
  'WatchEvent',
]);

const META = 'io.k8s.apimachinery.pkg.apis.meta.v1';

/** Types whose schema says less than a cluster accepts, or more. */
const SPECIAL: Readonly<Record<string, JsonObject>> = {
  'io.k8s.apimachinery.pkg.api.resource.Quantity': {
    type: ['number', 'string'],
    format: 'quantity',
  },
  'io.k8s.apimachinery.pkg.util.intstr.IntOrString': { type: ['integer', 'string'] },
  // `creationTimestamp: null` is in much YAML that a Go program wrote
  [`${META}.Time`]: { type: ['string', 'null'], format: 'date-time' },
};

/**
 * Fields that definitions call required, and that the API server fills in or does without: their zero is a value
 * like any other.
 */
const NOT_REQUIRED: Readonly<Record<string, readonly string[]>> = {
  // It is `True` then.
  'io.k8s.api.batch.v1.PodFailurePolicyOnPodConditionsPattern': ['status'],
  // A rule has one of two fields; later releases say so.
  'io.k8s.api.batch.v1.PodFailurePolicyRule': ['onPodConditions'],
  'io.k8s.api.core.v1.HTTPHeader': ['value'],
  'io.k8s.api.core.v1.ISCSIPersistentVolumeSource': ['lun'],
  'io.k8s.api.core.v1.ISCSIVolumeSource': ['lun'],
  'io.k8s.api.discovery.v1.EndpointSlice': ['endpoints'],
  // There is no other group.
  'io.k8s.api.rbac.v1.RoleRef': ['apiGroup'],
};

/** Custom kinds refer to these. */
const SHARED = [
  `${META}.ObjectMeta`,
  'io.k8s.api.batch.v1.JobSpec',
  'io.k8s.api.core.v1.Affinity',
  'io.k8s.api.core.v1.PodTemplateSpec',
];

/** The schemas of the kinds that are deployed, and of all that they refer to. */
export function kubernetesSchemas(source: string): SchemaFile {
  const all = readDefinitions(source);
  const kinds = Object.keys(all).flatMap((name) => deployedKinds(name, objectAt(all, name)));
  const definitions: Record<string, JsonObject> = {};
  const open = [...SHARED, ...kinds.map(({ definition }) => definition)];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (name in definitions) continue;
    const schema = SPECIAL[name] ?? withValues(name, definitionOf(name, objectAt(all, name)));
    definitions[name] = schema;
    open.push(...references(schema));
  }
  return { name: 'kubernetes', definitions, kinds };
}

function readDefinitions(source: string): JsonObject {
  const parsed = attempt(`${KUBERNETES.file}: not JSON`, (): unknown => JSON.parse(source));
  const all = isObject(parsed) ? objectAt(parsed, 'definitions') : {};
  const missing = SHARED.find((name) => !(name in all));
  if (missing === undefined) return all;
  throw new ImportError(`${KUBERNETES.file}: no definition of ${missing}`);
}

function deployedKinds(definition: string, schema: JsonObject) {
  return objectsAt(schema, 'x-kubernetes-group-version-kind')
    .map((gvk) => ({
      version: textAt(gvk, 'version'),
      group: textAt(gvk, 'group'),
      kind: textAt(gvk, 'kind'),
    }))
    .filter(({ kind, version }) => isDeployed(kind, version))
    .map(({ group, version, kind }) => ({
      apiVersion: group === '' ? version : `${group}/${version}`,
      kind,
      definition,
    }));
}

function isDeployed(kind: string, version: string): boolean {
  return !NOT_DEPLOYED.has(kind) && !/(List|Review)$/.test(kind) && !version.includes('alpha');
}

/** A kind's status is a cluster's to write, so what stands there is not looked at. */
function strictDefinition(schema: JsonObject): JsonObject {
  const properties = objectAt(schema, 'properties');
  const isKind = 'x-kubernetes-group-version-kind' in schema && 'status' in properties;
  const authored = isKind
    ? { ...schema, properties: { ...properties, status: { type: 'object' } } }
    : schema;
  return strictSchema(authored, { emptyIsClosed: false });
}

function definitionOf(name: string, source: JsonObject): JsonObject {
  const schema = strictDefinition(source);
  const filled = NOT_REQUIRED[name] ?? [];
  const required = textsAt(schema, 'required').filter((field) => !filled.includes(field));
  return required.length > 0 ? { ...schema, required } : without(schema, 'required');
}

/** Adds what values the fields of a type may have, whatever its version. */
function withValues(name: string, schema: JsonObject): JsonObject {
  const [group, , type] = name.split('.').slice(-3);
  const values = VALUES[`${group}.${type}`];
  if (values === undefined) return schema;
  const properties = objectAt(schema, 'properties');
  const known = Object.entries(values).filter(([field]) => field in properties);
  const limited = known.map(([field, limits]) => [
    field,
    { ...objectAt(properties, field), ...limits },
  ]);
  return { ...schema, properties: { ...properties, ...Object.fromEntries(limited) } };
}

/** All definitions that the value refers to by `#/definitions/`, directly. */
function references(value: JsonValue): readonly string[] {
  if (isList(value)) return value.flatMap(references);
  if (!isObject(value)) return [];
  const own = typeof value.$ref === 'string' ? [value.$ref.replace('#/definitions/', '')] : [];
  return [...own, ...Object.values(value).flatMap(references)];
}
