/** The members of an object. */
export type Fields = Readonly<Record<string, unknown>>;

const NONE: Fields = {};

/** A value as an object; an empty one where it is something else, or absent. */
export function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : NONE;
}

/** A value as a list; an empty one where it is something else, or absent. */
export function itemsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The texts of a list. */
export function textsOf(value: unknown): readonly string[] {
  return itemsOf(value).filter((item) => typeof item === 'string');
}

/** A value as text; undefined where it is something else, or absent. */
export function findText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** Whether a value is an object, and no list. */
export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
