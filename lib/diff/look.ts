import type { ManifestSet } from '../manifest/manifest-set';
import type { Look } from './spec';

/** Looks for objects among two manifest sets that are at hand as a whole. */
export function lookAmong(before: ManifestSet, after: ManifestSet): Look {
  return (side, { folder, kinds, name }) =>
    (side === 'before' ? before : after).filter(
      ({ file, manifest: { kind, metadata } }) =>
        file.startsWith(folder) &&
        kinds.includes(kind) &&
        (name === undefined || metadata.name === name),
    );
}
