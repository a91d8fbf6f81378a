import { findSeconds } from '../kubernetes/duration';
import type { ArgumentSpec, ArgumentValue } from './arguments';
import { withNested } from './nested';
import type { CountOrRef, TemplateData, UseData } from './spec';

/** Values of arguments as far as they are known before a release: literals, by name. */
export type KnownValues = ReadonlyMap<string, string>;

const PLACE = /\{\{\s*args\.([^{}\s]+)\s*\}\}/g;

/** The values that a template has by itself, those of nested templates included. */
export function defaultsOf(template: TemplateData): KnownValues {
  return literals(withNested(template).flatMap(({ args }) => Object.entries(args)));
}

/** The values that a template has in a use. */
export function valuesOf(use: UseData): KnownValues {
  return new Map([...defaultsOf(use.template), ...literals(Object.entries(use.args))]);
}

function literals(args: readonly [string, ArgumentSpec | ArgumentValue][]): KnownValues {
  return new Map(
    args.flatMap(([name, value]) =>
      typeof value === 'object' ? [] : [[name, String(value)] as const],
    ),
  );
}

/** A text with the known arguments put in. */
export function resolveText(text: string, values: KnownValues): string {
  return text.replace(PLACE, (place, name: string) => values.get(name) ?? place);
}

/** Whether a text still waits for an argument. */
export function isOpen(text: string): boolean {
  return text.includes('{{');
}

/** A count with its argument put in; 'open' while that is unknown, undefined when it isn't given. */
export function resolveCount(
  count: CountOrRef | undefined,
  values: KnownValues,
): number | string | undefined {
  if (typeof count !== 'string') return count;
  const text = resolveText(count, values);
  if (isOpen(text)) return 'open';
  return /^-?\d+$/.test(text) ? Number(text) : text;
}

/** Seconds of a duration with its argument put in; undefined when it can't be told. */
export function resolveSeconds(duration: string | undefined, values: KnownValues) {
  return duration === undefined ? undefined : findSeconds(resolveText(duration, values));
}
