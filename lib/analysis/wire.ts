import { isManifest, isPlainObject, type Manifest } from '../manifest/manifest';

/**
 * A generated type as plain data: where it has a class around a number or a text, the value; where it has
 * an enum, the texts; and lists that can't be changed.
 */
export type Wire<T> = 0 extends 1 & T
  ? unknown
  : T extends undefined | boolean | number
    ? T
    : T extends string
      ? `${T}`
      : T extends readonly (infer Item)[]
        ? readonly Wire<Item>[]
        : keyof T extends 'value'
          ? T[keyof T]
          : { readonly [Key in keyof T]: Wire<T[Key]> };

/** An object as plain data, without what is undefined. */
export function toManifest(object: {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: object;
  readonly spec: object;
}): Manifest {
  const manifest: unknown = withoutUndefined(object);
  if (!isManifest(manifest)) throw new TypeError(`${object.kind}: metadata.name is missing`);
  return manifest;
}

function withoutUndefined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutUndefined);
  if (typeof value !== 'object' || value === null || !isPlainObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, member]) =>
      member === undefined ? [] : [[key, withoutUndefined(member)]],
    ),
  );
}
