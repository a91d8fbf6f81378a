import type { JsonObject, JsonValue, Manifest } from './manifest';
import type { ManifestEntry } from './manifest-set';

/**
 * An object as the API server reads it: what is null isn't there. The same one where nothing is null, as a rule.
 */
export function withoutNulls(entry: ManifestEntry): ManifestEntry {
  const { apiVersion, kind, metadata } = entry.manifest;
  if (!hasNull(entry.manifest)) return entry;
  const manifest: Manifest = {
    ...presentIn(entry.manifest),
    apiVersion,
    kind,
    metadata: { ...presentIn(metadata), name: metadata.name },
  };
  return { ...entry, manifest };
}

function hasNull(value: JsonValue | undefined): boolean {
  if (typeof value !== 'object') return false;
  if (value === null) return true;
  if (isJsonList(value)) return value.some(hasNull);
  for (const key in value) {
    const member = value[key];
    // Most are texts, for which a call takes longer than the look.
    if (typeof member === 'object' && hasNull(member)) return true;
  }
  return false;
}

function presentIn(object: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(object).flatMap(([key, value]) =>
      value === null ? [] : [[key, present(value)] as const],
    ),
  );
}

/** A place in a list that is null is told by the schema; nobody else finds anything there. */
function present(value: JsonValue): JsonValue {
  if (typeof value !== 'object' || value === null) return value;
  if (isJsonList(value)) return value.filter((item) => item !== null).map(present);
  return presentIn(value);
}

function isJsonList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
