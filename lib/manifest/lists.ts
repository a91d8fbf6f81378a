import { itemsOf } from './fields';
import { isManifest } from './manifest';
import type { ManifestEntry, ManifestSet } from './manifest-set';

/** The objects of a manifest set, with those that stand in a `List`, as the API server takes them out. */
export function unfoldLists(manifests: ManifestSet): ManifestSet {
  return manifests.some(isList) ? manifests.flatMap(unfold) : manifests;
}

function unfold(entry: ManifestEntry): readonly ManifestEntry[] {
  if (!isList(entry)) return [entry];
  return itemsOf(entry.manifest.items)
    .filter(isManifest)
    .flatMap((manifest) => unfold({ ...entry, manifest }));
}

function isList({ manifest }: ManifestEntry): boolean {
  return manifest.kind.endsWith('List') && Array.isArray(manifest.items);
}
