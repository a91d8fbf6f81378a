import type { JsonObject } from '../../lib/manifest/manifest';
import { objectAt, without } from '../../lib/schema/json';
import { mapChildren } from '../../lib/schema/schema-tree';
import { onlyRequired } from '../../lib/schema/strict';
import type { Crd } from './crd';
import type { Product } from './products';

const TEXTS = ['description', 'example', 'externalDocs', 'title'];

/** What stands for a part that is cut: an object of any content. */
export const OPAQUE: JsonObject = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };

/** A kind without its texts and without what repeats; Kubernetes' own types become a `$ref`. */
export function reduceCrd(product: Product, crd: Crd): Crd {
  return {
    ...crd,
    versions: crd.versions.map(({ name, schema }) => ({
      name,
      schema: reduce(product, schema, []),
    })),
  };
}

function reduce(product: Product, schema: JsonObject, path: readonly string[]): JsonObject {
  const reference = kubernetesType(schema);
  if (reference !== undefined) return { $ref: `kubernetes.json#/definitions/${reference}` };
  if (isCut(product, path)) return OPAQUE;
  return mapChildren(onlyRequired(without(schema, ...TEXTS)), (child, { step }) =>
    reduce(product, child, [...path, step]),
  );
}

/** The Kubernetes type that a schema repeats, told by the names of its properties. */
function kubernetesType(schema: JsonObject): string | undefined {
  const properties = objectAt(schema, 'properties');
  const template = objectAt(properties, 'template');
  if ('backoffLimit' in properties && isPodTemplate(template)) return 'io.k8s.api.batch.v1.JobSpec';
  if (isPodTemplate(schema)) return 'io.k8s.api.core.v1.PodTemplateSpec';
  if ('podAffinity' in properties && 'podAntiAffinity' in properties) {
    return 'io.k8s.api.core.v1.Affinity';
  }
  return undefined;
}

function isPodTemplate(schema: JsonObject): boolean {
  const properties = objectAt(schema, 'properties');
  const podProperties = objectAt(objectAt(properties, 'spec'), 'properties');
  return 'metadata' in properties && 'containers' in podProperties;
}

function isCut({ cut = [], keep = {} }: Product, path: readonly string[]): boolean {
  // no product's status is authored
  if (['status', ...cut].some((pattern) => matches(pattern.split('.'), path))) return true;
  const parent = path.slice(0, -1);
  return Object.entries(keep).some(
    ([pattern, names]) => matches(pattern.split('.'), parent) && !names.includes(path.at(-1) ?? ''),
  );
}

function matches(pattern: readonly string[], path: readonly string[]): boolean {
  return (
    pattern.length === path.length &&
    pattern.every((step, index) => step === '*' || step === path[index])
  );
}
