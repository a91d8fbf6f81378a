import type { ApiObjectMetadataDefinition } from 'cdk8s';
import type { JsonObject, ManifestMetadata } from './manifest';

/** Fields that are read; metadata with any other is left to cdk8s. */
const KNOWN: ReadonlySet<string> = new Set(['name', 'namespace', 'labels', 'annotations']);

/**
 * What `metadata.toJson()` gives, without cdk8s's search of every label for values to resolve. The class
 * has no other way to its labels than one by one, so this reads fields that are private to it, and takes
 * nothing for granted about them.
 *
 * @returns undefined for metadata that only cdk8s can work out
 */
export function findPlainMetadata(
  metadata: ApiObjectMetadataDefinition,
): ManifestMetadata | undefined {
  const { name, namespace } = metadata;
  const labels: unknown = metadata['labels'];
  const annotations: unknown = metadata['annotations'];
  const isPlain =
    typeof name === 'string' &&
    isTexts(labels) &&
    isTexts(annotations) &&
    isEmptyList(metadata['finalizers']) &&
    isEmptyList(metadata['ownerReferences']) &&
    hasOnlyKnown(metadata['_additionalAttributes']);
  if (!isPlain) return undefined;
  return {
    name,
    ...(namespace !== undefined && { namespace }),
    ...(hasEntries(annotations) && { annotations }),
    ...(hasEntries(labels) && { labels }),
  };
}

function isTexts(map: unknown): map is JsonObject {
  if (typeof map !== 'object' || map === null) return false;
  for (const value of Object.values(map)) if (typeof value !== 'string') return false;
  return true;
}

function hasEntries(map: JsonObject): boolean {
  for (const _ in map) return true;
  return false;
}

function isEmptyList(list: unknown): boolean {
  return Array.isArray(list) && list.length === 0;
}

function hasOnlyKnown(map: unknown): boolean {
  return typeof map === 'object' && map !== null && Object.keys(map).every((key) => KNOWN.has(key));
}
