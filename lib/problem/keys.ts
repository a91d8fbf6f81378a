import { findNearest } from './nearest';
import type { Problem } from './problem';

/** Checks that an object has no members beside those that are known. */
export function checkKeys(
  field: string,
  value: object,
  known: readonly string[],
): readonly Problem[] {
  return Object.keys(value)
    .filter((key) => !known.includes(key))
    .map((key) => unknownKey(field === '' ? key : `${field}.${key}`, key, known));
}

/** A member that nobody reads. */
export function unknownKey(field: string, key: string, known: readonly string[]): Problem {
  const near = findNearest(key, known);
  const hint = near === undefined ? `allowed ${known.join(', ')}` : `did you mean ${near}?`;
  return { field, message: `isn't known, ${hint}` };
}
