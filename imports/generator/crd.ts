import { parseAllDocuments } from 'yaml';
import type { JsonObject } from '../../lib/manifest/manifest';
import { isObject, objectAt, objectsAt, textAt } from '../../lib/schema/json';

/** A CustomResourceDefinition, as far as it matters here. */
export interface Crd {
  readonly group: string;
  readonly kind: string;
  readonly plural: string;
  readonly scope: string;
  /** The versions that a cluster serves, the most mature first. */
  readonly versions: readonly CrdVersion[];
}

/** One version of a kind. */
export interface CrdVersion {
  readonly name: string;
  readonly schema: JsonObject;
}

/** Finds the CustomResourceDefinitions in a YAML stream of any objects. */
export function parseCrds(yaml: string): readonly Crd[] {
  return parseAllDocuments(yaml)
    .map((document): unknown => document.toJS())
    .filter(isObject)
    .filter((object) => object.kind === 'CustomResourceDefinition')
    .map(readCrd);
}

function readCrd(definition: JsonObject): Crd {
  const spec = objectAt(definition, 'spec');
  const names = objectAt(spec, 'names');
  const versions = objectsAt(spec, 'versions').filter((version) => version.served === true);
  return {
    group: textAt(spec, 'group'),
    kind: textAt(names, 'kind'),
    plural: textAt(names, 'plural'),
    scope: textAt(spec, 'scope'),
    versions: versions.map(readVersion).sort((a, b) => maturity(b.name) - maturity(a.name)),
  };
}

function readVersion(version: JsonObject): CrdVersion {
  return {
    name: textAt(version, 'name'),
    schema: objectAt(objectAt(version, 'schema'), 'openAPIV3Schema'),
  };
}

/** Orders `v2` above `v1` above `v1beta2` above `v1beta1` above `v1alpha3`. */
function maturity(version: string): number {
  const [, major = 0, stage, minor = 0] = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(version) ?? [];
  const rank = { alpha: 0, beta: 1, stable: 2 }[
    stage === 'alpha' || stage === 'beta' ? stage : 'stable'
  ];
  return rank * 10_000 + Number(major) * 100 + Number(minor);
}
