/** What a value looks like, as data: made of the types that users' compilers know. */
export type Shape =
  | 'anything'
  | 'boolean'
  /** Plain data, all the way down. */
  | 'data'
  | 'function'
  /** Left out. */
  | 'nothing'
  | 'null'
  | 'number'
  /** An object of any kind, instances of classes included. */
  | 'object'
  | 'text'
  /** Plain data, or one value of it. */
  | 'value'
  /** One that has a name. */
  | `#${string}`
  | { readonly is: readonly (string | number | boolean)[] }
  /** With so many items at least and at most. */
  | { readonly list: Shape; readonly least?: number; readonly most?: number }
  | { readonly map: Shape }
  /** Names that end in `?` may be left out. */
  | { readonly fields: Readonly<Record<string, Shape>>; readonly others?: Shape }
  | { readonly any: readonly Shape[] }
  /** An object of any kind that has functions of these names. */
  | { readonly does: readonly string[] };

/** A shape with fields. */
export type FieldsShape = Extract<Shape, { readonly fields: unknown }>;

/** A shape of lists. */
export type ListShape = Extract<Shape, { readonly list: Shape }>;

/** The parameters of all that users can call, by class or function, and the shapes that have a name. */
export interface Shapes {
  readonly entries: Readonly<Record<string, readonly Shape[]>>;
  /** How many of them can't be left out. */
  readonly needed: Readonly<Record<string, number>>;
  readonly named: Readonly<Record<string, Shape>>;
  /** The functions that give values of a name, where nobody writes them by hand. */
  readonly makers: Readonly<Record<string, readonly string[]>>;
}
