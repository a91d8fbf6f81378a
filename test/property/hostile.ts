import * as fc from 'fast-check';
import { USER_KEYS } from './specs';

/** Texts that break out of what quotes badly, and those that are too long, or mean something to JavaScript. */
export const TEXTS: readonly string[] = [
  '',
  ' ',
  '\n',
  'a\nb: c',
  'a\n---\nkind: Secret',
  '---',
  '...',
  '{{ .Values.a }}',
  '{{args.a}}',
  '$(A)',
  '${A}',
  '\ta',
  'a\tb',
  'a\0b',
  '\u0085\u2028\ufeff',
  '😀',
  '\ud800',
  'é',
  '*a',
  '&a',
  '!!binary a',
  '# a',
  'a: b',
  "'",
  '"',
  '%',
  '@a',
  '`a`',
  'no',
  'null',
  '~',
  '0x10',
  '1e3',
  '12:30',
  '2030-01-31',
  '.inf',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '../../etc/passwd',
  '/',
  'a/b',
  'A',
  'a'.repeat(64),
  'a'.repeat(300),
];

/** A text of a megabyte: one more than an object may have. */
export const MEGABYTE = 'x\n'.repeat(512 * 1024);

/** Numbers that are none, or none that counts anything. */
const NUMBERS: readonly number[] = [
  -1,
  -0,
  0.5,
  65_536,
  1e21,
  Number.NaN,
  Number.POSITIVE_INFINITY,
];

/** Which place of a spec is broken, by a step for each level; and what is there then, or what it is called. */
export interface Break {
  readonly steps: readonly number[];
  readonly text: string;
  readonly number: number;
  readonly isKey: boolean;
}

/** What no type allows anywhere, or only somewhere. */
export const STRANGERS: readonly unknown[] = [
  null,
  true,
  5,
  'x',
  10n,
  Symbol('a'),
  [],
  {},
  [null],
  { kind: null },
  { kind: 'x' },
  { a: { b: 5n } },
  () => 1,
  new Date(0),
  new Map([['a', 'b']]),
];

/** A value that is put in the place of another, by a step for each level. */
export interface Swap {
  readonly steps: readonly number[];
  readonly stranger: unknown;
}

export const swaps: fc.Arbitrary<Swap> = fc.record({
  steps: fc.array(fc.nat(40), { minLength: 0, maxLength: 5 }),
  stranger: fc.constantFrom(...STRANGERS),
});

/** A copy of data with a stranger in it. */
export function swapped(data: unknown, { steps: [step, ...rest], stranger }: Swap): unknown {
  if (step === undefined || typeof data !== 'object' || data === null) return stranger;
  const entries = Object.entries(data);
  const index = step % Math.max(entries.length, 1);
  const changed = entries.map(([key, value], at): [string, unknown] => [
    key,
    at === index ? swapped(value, { steps: rest, stranger }) : value,
  ]);
  return Array.isArray(data) ? changed.map(([, value]) => value) : Object.fromEntries(changed);
}

/** None, one or two. What the types refuse, a number in place of a text, is not among them. */
export const breaks: fc.Arbitrary<readonly Break[]> = fc.array(
  fc.record({
    steps: fc.array(fc.nat(40), { minLength: 5, maxLength: 5 }),
    text: fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...TEXTS) },
      { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }) },
    ),
    number: fc.constantFrom(...NUMBERS),
    isKey: fc.boolean(),
  }),
  { maxLength: 2 },
);

/** A copy of data in which a text, a number or the key of a map is another. */
export function broken(data: unknown, one: Break): unknown {
  const { steps, text, number, isKey } = one;
  if (typeof data === 'string') return text;
  if (typeof data === 'number') return number;
  if (typeof data !== 'object' || data === null) return data;
  const [step = 0, ...rest] = steps;
  const entries = Object.entries(data);
  const index = step % Math.max(entries.length, 1);
  const changed = entries.map(([key, value], at): [string, unknown] => {
    if (at !== index) return [key, value];
    const isNamed = isKey && !Array.isArray(data) && USER_KEYS.has(key);
    return isNamed ? [text, value] : [key, broken(value, { ...one, steps: rest })];
  });
  return Array.isArray(data) ? changed.map(([, value]) => value) : Object.fromEntries(changed);
}
