import { type Problem, wrongValue } from './problem';
import { checkKeys, isMap } from './shape';

/**
 * Checks what a value looks like, members of members included, for those whose compiler hasn't told them:
 * before anyone reads it.
 */
export type Form = (field: string, value: unknown) => readonly Problem[];

/** Forms by the names of members. */
export type MemberForms = Readonly<Record<string, Form>>;

/** Anything; its own check looks at it. */
export const ANYTHING: Form = () => [];

/** A value that a test lets pass. @param allowed - in words: `true or false` */
export function only(allowed: string, isRight: (value: unknown) => boolean): Form {
  return (field, value) => (isRight(value) ? [] : [wrongValue(field, value, allowed)]);
}

export const TEXT = only('text', (value) => typeof value === 'string');
export const TRUE_OR_FALSE = only('true or false', (value) => typeof value === 'boolean');

/** One of some words. */
export function oneOf(...words: readonly string[]): Form {
  const allowed = words.map((word) => `'${word}'`).join(' or ');
  return only(allowed, (value) => words.some((word) => word === value));
}

/** An object with some of the known members, and all that it needs. */
export function objectOf(members: MemberForms, ...needed: readonly string[]): Form {
  const form = having(members, ...needed);
  return (field, value) => [
    ...checkKeys(field, value, Object.keys(members)),
    ...form(field, value),
  ];
}

/** The same with members that aren't known here. */
export function having(members: MemberForms, ...needed: readonly string[]): Form {
  return (field, value) => {
    if (!isMap(value)) return [wrongValue(field, value, 'an object: { ... }')];
    return [
      ...needed
        .filter((name) => value[name] === undefined)
        .map((name) => ({ field: `${field}.${name}`, message: 'is missing: add it' })),
      ...Object.entries(members).flatMap(([name, form]) =>
        value[name] === undefined ? [] : checkMember(`${field}.${name}`, value[name], form),
      ),
    ];
  };
}

/** A list, each item of a form. */
export function listOf(item: Form): Form {
  return (field, value) =>
    // Not `flatMap`, which passes over the holes in a list.
    Array.isArray(value)
      ? Array.from<unknown>(value).flatMap((one, index) => item(`${field}[${index}]`, one))
      : [wrongValue(field, value, 'a list: [ ... ]')];
}

/** An object with members of any name, each of a form. */
export function mapOf(member: Form): Form {
  return (field, value) =>
    isMap(value)
      ? Object.entries(value).flatMap(([name, one]) => member(`${field}.${name}`, one))
      : [wrongValue(field, value, 'an object: { ... }')];
}

function checkMember(field: string, value: unknown, form: Form): readonly Problem[] {
  if (value === null) return [wrongValue(field, value, 'a value, or none at all: leave it out')];
  return form(field, value);
}
