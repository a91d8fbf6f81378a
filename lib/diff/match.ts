import { findConfigVersion } from '../manifest/config-version';
import { identityOf } from '../manifest/identity';
import type { ManifestEntry, ManifestSet } from '../manifest/manifest-set';
import { isSame } from '../manifest/same';
import { findHashedName } from './hashed-name';

/** An object before and after; one of the two may be missing. */
export interface Pair {
  readonly before: ManifestEntry | undefined;
  readonly after: ManifestEntry | undefined;
}

/** The folder of an environment in the output, with its objects' files below it. */
export function environmentOf(file: string): string {
  return file.includes('/') ? file.slice(0, file.indexOf('/')) : '';
}

/**
 * Finds to each object what it was: by its identity, first in the same environment's folder, then in all;
 * and ConfigMaps, Secrets and Jobs that have a hash in their names by the rest of it. Those that are the same
 * are left out.
 */
export function pairUp(before: ManifestSet, after: ManifestSet): readonly Pair[] {
  const pairs: Pair[] = [];
  let [old, now] = [before, after];
  for (const keyOf of [placeOf, ({ manifest }: ManifestEntry) => identityOf(manifest), hashedKey]) {
    const waiting = listBy(old, keyOf);
    const found = new Set<ManifestEntry>();
    const rest: ManifestEntry[] = [];
    for (const entry of now) {
      const key = keyOf(entry);
      const match = key === undefined ? undefined : waiting.get(key)?.shift();
      if (match === undefined) rest.push(entry);
      else {
        found.add(match);
        pairs.push({ before: match, after: entry });
      }
    }
    old = old.filter((entry) => !found.has(entry));
    now = rest;
  }
  return [
    ...pairs.filter((pair) => !isSame(pair.before?.manifest, pair.after?.manifest)),
    ...old.map((entry) => ({ before: entry, after: undefined })),
    ...now.map((entry) => ({ before: undefined, after: entry })),
  ];
}

function placeOf({ file, manifest }: ManifestEntry): string {
  return `${environmentOf(file)}\n${identityOf(manifest)}`;
}

function hashedKey({ file, manifest }: ManifestEntry): string | undefined {
  if (!['ConfigMap', 'Job', 'Secret'].includes(manifest.kind)) return undefined;
  // What has a place among its versions isn't renamed: older ones stay.
  if (findConfigVersion(manifest) !== undefined) return undefined;
  const name = findHashedName(manifest.metadata.name);
  if (name === undefined) return undefined;
  const { metadata } = manifest;
  return placeOf({
    file,
    owner: '',
    origin: '',
    cluster: '',
    manifest: { ...manifest, metadata: { ...metadata, name: `${name.base}-#` } },
  });
}

function listBy(entries: ManifestSet, keyOf: (entry: ManifestEntry) => string | undefined) {
  const lists = new Map<string, ManifestEntry[]>();
  for (const entry of entries) {
    const key = keyOf(entry);
    if (key === undefined) continue;
    const list = lists.get(key);
    if (list === undefined) lists.set(key, [entry]);
    else list.push(entry);
  }
  return lists;
}
