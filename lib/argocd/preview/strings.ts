import type { JsonValue, Manifest } from '../../manifest/manifest';

/** Keys of maps, and places in lists, from a manifest down. */
export type Path = readonly (string | number)[];

/** A text in a manifest: a value, or the key of one. */
export interface Text {
  readonly path: Path;
  readonly text: string;
  readonly isKey: boolean;
}

/**
 * What says nothing of where another object is: the label by which an object's own pods are found, which may be
 * the same in each copy, and the image, whose path may be called anything.
 */
const LEFT_ALONE: ReadonlySet<string> = new Set(['app.kubernetes.io/instance', 'image']);

/** What says which object it is. */
const IDENTITY: ReadonlySet<string> = new Set([
  'apiVersion',
  'kind',
  'metadata.name',
  'metadata.namespace',
]);

/** All texts in a manifest that may name another object. */
export function textsIn(manifest: Manifest): readonly Text[] {
  const texts: Text[] = [];
  visit(manifest, []);
  return texts;

  function visit(value: JsonValue, path: Path): void {
    if (typeof value === 'string') texts.push({ path, text: value, isKey: false });
    if (typeof value !== 'object' || value === null) return;
    if (isList(value)) for (const [index, item] of value.entries()) visit(item, [...path, index]);
    else
      for (const [key, member] of Object.entries(value)) {
        const at = [...path, key];
        if (LEFT_ALONE.has(key) || IDENTITY.has(at.join('.'))) continue;
        texts.push({ path: at, text: key, isKey: true });
        visit(member, at);
      }
  }
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
