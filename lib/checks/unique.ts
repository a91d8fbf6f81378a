import { identityOf } from '../manifest/identity';
import type { ManifestEntry, ManifestSet } from '../manifest/manifest-set';
import { isUnnamed } from '../manifest/objects-of';
import { type Finding, findingOf } from './finding';

/**
 * Finds objects that are declared twice for one cluster, of which Argo CD would apply one after the
 * other for ever.
 */
export function checkIdentities(manifests: ManifestSet): readonly Finding[] {
  const named = manifests.filter(({ manifest }) => !isUnnamed(manifest));
  return pairsOf(named, ({ cluster, manifest }) => `${cluster} ${identityOf(manifest)}`).map(
    ([first, second]) =>
      findingOf('duplicate-object', second, {
        field: '',
        message: `exists already, at [${first.origin}]: rename one of the two`,
      }),
  );
}

/** Finds files that the objects of two owners would share. */
export function checkFiles(manifests: ManifestSet): readonly string[] {
  const owners = new Map<string, ManifestEntry>();
  for (const entry of manifests) if (!owners.has(entry.owner)) owners.set(entry.owner, entry);
  return pairsOf([...owners.values()], ({ file }) => file.toLowerCase()).map(
    ([first, second]) =>
      `[${second.owner}] would share the file ${second.file} with [${first.owner}]: rename one of the two`,
  );
}

/** Each entry whose key an earlier one has, with that one. */
function pairsOf(
  entries: readonly ManifestEntry[],
  keyOf: (entry: ManifestEntry) => string,
): readonly (readonly [ManifestEntry, ManifestEntry])[] {
  const first = new Map<string, ManifestEntry>();
  return entries.flatMap((entry) => {
    const key = keyOf(entry);
    const other = first.get(key);
    if (other !== undefined) return [[other, entry] as const];
    first.set(key, entry);
    return [];
  });
}
