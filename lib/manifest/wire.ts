import { isPlainObject } from './manifest';

/**
 * A generated type as the data that it stands for: where it has an enum, its values; where it has a class
 * around a number or a text, the value; where it has a date, its text; and lists that can't be changed. Used
 * with `satisfies`, it finds a misspelt field without loading the generated code.
 */
export type Wire<T> = 0 extends 1 & T
  ? unknown
  : T extends undefined | boolean
    ? T
    : T extends number
      ? `${T}` extends `${infer N extends number}`
        ? N
        : T
      : T extends string
        ? `${T}`
        : T extends Date
          ? string
          : T extends readonly (infer Item)[]
            ? readonly Wire<Item>[]
            : T extends { readonly value: string | number }
              ? [keyof T] extends ['value']
                ? T['value']
                : { readonly [Key in keyof T]: Wire<T[Key]> }
              : { readonly [Key in keyof T]: Wire<T[Key]> };

/** Data without what is undefined, at any depth. */
export function withoutUndefined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutUndefined);
  if (typeof value !== 'object' || value === null || !isPlainObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, member]) =>
      member === undefined ? [] : [[key, withoutUndefined(member)]],
    ),
  );
}

/**
 * Data with the names that fields have in Kubernetes, where a generated type has others: `azureDns` is
 * `azureDNS`. What is below a free map has keys of the user's, and is left as it is.
 */
export function withWireNames(
  value: unknown,
  names: ReadonlyMap<string, string>,
  freeMaps: ReadonlySet<string>,
): unknown {
  if (Array.isArray(value)) return value.map((item) => withWireNames(item, names, freeMaps));
  if (typeof value !== 'object' || value === null || !isPlainObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      names.get(key) ?? key,
      freeMaps.has(key) ? member : withWireNames(member, names, freeMaps),
    ]),
  );
}
