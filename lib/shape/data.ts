import { type Problem, show, wrongValue } from '../problem/problem';
import { isSimple } from './fits';
import { isInstance, isPlain } from './kind';

/** What is wrong with what should be plain data, all the way down. */
export function dataProblems(
  field: string,
  value: unknown,
  within: readonly unknown[],
): readonly Problem[] {
  if (goesInCircle(value, within))
    return [{ field, message: 'is what it stands in: data that goes in a circle has no end' }];
  const inside = [...within, value];
  if (Array.isArray(value) && within.length > 0)
    return value.flatMap((item, index) => itemProblems(`${field}[${index}]`, item, inside));
  if (isPlain(value))
    return Object.entries(value).flatMap(([key, member]) =>
      itemProblems(below(field, key), member, inside),
    );
  return [wrongHere(field, value, 'an object: { ... }')];
}

/** What is wrong with a member or an item of data. */
function itemProblems(
  field: string,
  value: unknown,
  inside: readonly unknown[],
): readonly Problem[] {
  if (typeof value === 'object' && value !== null)
    return isInstance(value) ? [] : dataProblems(field, value, inside);
  return isSimple(value) ? [] : [wrongValue(field, value, 'plain data')];
}

/** Whether a value stands in itself. */
export function goesInCircle(value: unknown, within: readonly unknown[]): boolean {
  return typeof value === 'object' && value !== null && within.includes(value);
}

/** Where there may be what should have been kept elsewhere: messages end up in logs. */
const MAY_HOLD_SECRETS =
  /passw|secret|token|credential|auth|key|env|config|args|command|header|encrypted|template|metadata|annotations/i;

/** A value of a wrong type. */
export function wrongHere(field: string, value: unknown, allowed: string): Problem {
  const hides = typeof value === 'string' && MAY_HOLD_SECRETS.test(field);
  const got = hides ? "text, which isn't shown here" : outlined(value);
  return { field, message: `got ${got}, allowed ${allowed}` };
}

/** A value without what is in it: nobody knows what that is, as it isn't what was asked for. */
export function outlined(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? '[]' : `a list of ${value.length}`;
  if (isPlain(value)) return Object.keys(value).length === 0 ? '{}' : 'an object';
  return isInstance(value) ? 'an object' : show(value);
}

/** The place of a member. */
export function below(field: string, name: string): string {
  return field === '' ? name : `${field}.${name}`;
}
