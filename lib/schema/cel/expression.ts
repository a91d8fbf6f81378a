import type { Environment, ParseResult } from '@marcbachmann/cel-js';
import { newEnvironment } from './library';
import { readable } from './readable';

/** What an expression gives, or why nobody here can tell. */
export type Answer =
  | { readonly value: unknown }
  | { readonly error: string; readonly isOurs: boolean };

/** Codes of what is the object's fault. With any other, the expression says something that isn't known here. */
const FAULTS = [
  'division_by_zero',
  'index_out_of_range',
  'int_conversion_error',
  'invalid_duration',
  'invalid_timestamp',
  'modulo_by_zero',
  'no_such_key',
  'numeric_overflow',
  'optional_value_missing',
  'uint_conversion_error',
];

let environment: Environment | undefined;
const parsed = new Map<string, ParseResult | string>();

/** Evaluates an expression. Each is read once, and the library when the first is. */
export function evaluate(expression: string, context: Readonly<Record<string, unknown>>): Answer {
  const known = parsed.get(expression) ?? parse(expression);
  parsed.set(expression, known);
  if (typeof known === 'string') return { error: known, isOurs: true };
  try {
    const value: unknown = known(context);
    return { value };
  } catch (error) {
    return { error: messageOf(error), isOurs: isUnknown(error) };
  }
}

/** Why an expression can't be evaluated here, whatever the object; undefined where it can. */
export function findObstacle(expression: string): string | undefined {
  const known = parse(expression);
  if (typeof known === 'string') return known;
  const { valid, error } = known.check();
  return valid || error === undefined ? undefined : messageOf(error);
}

function parse(expression: string): ParseResult | string {
  environment ??= newEnvironment();
  try {
    return environment.parse(readable(expression));
  } catch (error) {
    return messageOf(error);
  }
}

/** Functions of Kubernetes', which stand here, throw errors without a code. */
function isUnknown(error: unknown): boolean {
  if (error instanceof SyntaxError) return true;
  if (typeof error !== 'object' || error === null || !('code' in error)) return false;
  return !FAULTS.includes(String(error.code)) && error.code !== 'ERR_INVALID_URL';
}

/** The library shows the expression below its message. */
function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? '';
}
