import { fieldsOf, textsOf } from '../../../manifest/fields';
import type { Manifest } from '../../../manifest/manifest';
import type { Refusal } from './refusal';

/** Bytes of a ConfigMap's or a Secret's data that the API server takes. */
const MAX_BYTES = 1024 * 1024;

/** Finds a ConfigMap or a Secret with more data than the API server takes. */
export function checkDataSize(manifest: Manifest): readonly Refusal[] {
  const { data, binaryData, stringData, kind } = manifest;
  const isSecret = kind === 'Secret';
  const plain = fieldsOf(isSecret ? stringData : data);
  const encoded = fieldsOf(isSecret ? data : binaryData);
  // What is in both counts as plain: `stringData` takes the place of `data`.
  const bytes = [
    ...textsOf(Object.values(plain)).map((text) => Buffer.byteLength(text)),
    ...Object.entries(encoded).map(([key, value]) =>
      typeof value === 'string' && !Object.hasOwn(plain, key)
        ? Buffer.byteLength(value.replaceAll(/[\r\n]/g, ''), 'base64')
        : 0,
    ),
  ].reduce((sum, length) => sum + length, 0);
  if (bytes <= MAX_BYTES) return [];
  const allowed = `at most ${MAX_BYTES}: split it, or put it into a volume`;
  return [{ field: 'data', message: `got ${bytes} bytes, allowed ${allowed}` }];
}
