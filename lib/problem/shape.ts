import { findNearest } from './nearest';
import { type Problem, wrongValue } from './problem';

/** What a value should look like, for those whose compiler hasn't told them. */
export type Shape =
  | 'text'
  | 'number'
  | 'list'
  | 'list of text'
  | 'list of numbers'
  | 'map of text'
  | 'object';

/** Whether a value looks like that. */
export function hasShape(shape: Shape, value: unknown): boolean {
  switch (shape) {
    case 'text':
      return typeof value === 'string';
    case 'number':
      return typeof value === 'number';
    case 'list':
      return Array.isArray(value);
    case 'list of text':
      return Array.isArray(value) && value.every((item) => typeof item === 'string');
    case 'list of numbers':
      return Array.isArray(value) && value.every((item) => typeof item === 'number');
    case 'map of text':
      return isMap(value) && Object.values(value).every((item) => typeof item === 'string');
    case 'object':
      return isMap(value);
  }
}

/** Checks members that may be left out, before anyone reads them. */
export function checkShapes(
  field: string,
  value: unknown,
  shapes: Readonly<Record<string, Shape>>,
): readonly Problem[] {
  if (!isMap(value)) return [wrongValue(field, value, WORDS.object)];
  return Object.entries(shapes).flatMap(([name, shape]) => {
    const member = value[name];
    return member === undefined || hasShape(shape, member)
      ? []
      : [wrongValue(`${field}.${name}`, member, WORDS[shape])];
  });
}

/** Checks that an object has no members beside those that are known. */
export function checkKeys(
  field: string,
  value: unknown,
  known: readonly string[],
): readonly Problem[] {
  if (!isMap(value)) return [];
  return Object.keys(value)
    .filter((key) => !known.includes(key))
    .map((key) => {
      const near = findNearest(key, known);
      const hint = near === undefined ? `allowed ${known.join(', ')}` : `did you mean ${near}?`;
      return { field: `${field}.${key}`, message: `isn't known, ${hint}` };
    });
}

const WORDS: Readonly<Record<Shape, string>> = {
  text: 'text',
  number: 'a number',
  list: "a list: ['a', 'b']",
  'list of text': "a list of text: ['a', 'b']",
  'list of numbers': 'a list of numbers: [53]',
  'map of text': "text by key: { app: 'a' }",
  object: 'an object: { ... }',
};

/** Whether a value is an object, and no list. */
export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
