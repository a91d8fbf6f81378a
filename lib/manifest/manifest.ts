import { isFields } from './fields';

/** Data as JSON has it: what a manifest consists of. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;

/** A JSON object. */
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

/** One Kubernetes object as plain data. */
export interface Manifest extends JsonObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ManifestMetadata;
}

/** The part of an object's metadata that says which object it is. */
export interface ManifestMetadata extends JsonObject {
  readonly name: string;
}

/** Whether a value of JSON is an object: not a list, not null. */
export function isJsonObject(value: unknown): value is JsonObject {
  return isFields(value);
}

/** Whether data has what every Kubernetes object has: apiVersion, kind and metadata.name. */
export function isManifest(json: unknown): json is Manifest {
  return (
    typeof json === 'object' &&
    json !== null &&
    'apiVersion' in json &&
    typeof json.apiVersion === 'string' &&
    'kind' in json &&
    typeof json.kind === 'string' &&
    'metadata' in json &&
    typeof json.metadata === 'object' &&
    json.metadata !== null &&
    'name' in json.metadata &&
    typeof json.metadata.name === 'string'
  );
}

/** Whether data is JSON throughout, and has no null, which Kubernetes takes for nothing. */
export function isJsonWithoutNull(data: unknown): data is Exclude<JsonValue, null> {
  if (typeof data !== 'object' || data === null)
    return typeof data === 'string' || typeof data === 'number' || typeof data === 'boolean';
  if (Array.isArray(data)) return data.every(isJsonWithoutNull);
  if (!isPlainObject(data)) return false;
  for (const key in data) {
    const value = data[key];
    // Most are texts, for which a call takes longer than the look.
    if (typeof value !== 'string' && !isJsonWithoutNull(value)) return false;
  }
  return true;
}

/** Whether an object is a map of data, and no instance of a class. */
export function isPlainObject(value: object): value is Readonly<Record<string, unknown>> {
  return Object.getPrototypeOf(value) === Object.prototype;
}
