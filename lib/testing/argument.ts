import { fieldsOf } from '../manifest/fields';
import { show } from '../problem/problem';
import { isPlain } from '../shape/kind';

/** What is thrown where the kit is called with what it can't use: JavaScript has no compiler that says so. */
export function wrongArgument(call: string, got: unknown, allowed: string): TypeError {
  return new TypeError(`${call} got ${nameOf(got)}, allowed ${allowed}`);
}

/** A received value, and what has no data to show by its class. */
export function nameOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return show(value);
  if (Array.isArray(value) || isPlain(value)) return show(value);
  const { constructor: made }: { constructor?: unknown } = value;
  return typeof made === 'function' && made.name !== '' ? `a ${made.name}` : show(value);
}

/** Whether a value is a matcher of a test runner, such as `expect.any(Number)`. */
export function isForeignMatcher(value: unknown): boolean {
  return typeof fieldsOf(value).asymmetricMatch === 'function';
}

/** @throws TypeError unless a value is text with anything in it */
export function requireText(call: string, value: unknown, allowed: string): void {
  if (typeof value !== 'string' || value === '') throw wrongArgument(call, value, allowed);
}
