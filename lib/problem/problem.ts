/** One thing that is wrong with what the user wrote, as data. */
export interface Problem {
  /** Where, as the user would write it: `ports.http`, `env.CART_ADDR`; empty for the whole. */
  readonly field: string;
  /** What is wrong, and what to write instead. */
  readonly message: string;
}

/** A problem in the usual words: `replicas: got -1, allowed 0 or more`. */
export function wrongValue(field: string, got: unknown, allowed: string): Problem {
  return { field, message: `got ${show(got)}, allowed ${allowed}` };
}

/** The problem as one line. */
export function formatProblem({ field, message }: Problem): string {
  return inOneLine(field === '' ? message : `${shorten(field)}: ${message}`);
}

/**
 * A text with names of the user's, without what breaks a line or controls a terminal, and shortened where it is
 * too long to be read.
 */
export function inOneLine(text: string): string {
  // Long words first, so that what stands between them is left.
  const short = shorten(
    text.replace(LONG_WORD, (word) => shorten(word)),
    LONGEST_LINE,
  );
  return short.replace(UNSEEN, (character) => {
    const code = character.charCodeAt(0).toString(16).padStart(4, '0');
    return `\\u${code}`;
  });
}

/** Characters of a line that anyone may read. */
const LONGEST_LINE = 4000;

/** Longer than any name or address has to be. */
const LONG_WORD = /\S{400,}/g;

/** A text, or its beginning and its end with the number of characters left out. */
export function shorten(text: string, longest = 300): string {
  if (text.length <= longest) return text;
  const [head, tail] = [Math.floor(longest * 0.6), Math.floor(longest * 0.2)];
  return `${text.slice(0, head)} ... ${text.length - head - tail} characters ... ${text.slice(-tail)}`;
}

/** Control characters, halves of pairs, and what some programs take for the end of a line. */
const UNSEEN = /[\p{Cc}\p{Cs}\u2028\u2029]/gu;

/** A received value, short enough for a message. */
export function show(value: unknown): string {
  if (typeof value === 'function') return 'a function';
  if (typeof value === 'bigint') return `${value}n`;
  if (value instanceof Map || value instanceof Set || value instanceof Date)
    return `a ${value.constructor.name}`;
  // JSON has no NaN and no infinity, and would show null.
  const text = String(typeof value === 'number' ? value : jsonOf(value));
  return text.length > 80 ? `${text.slice(0, 76)} ...` : text;
}

/** As JSON; what has none, as JavaScript has it. */
function jsonOf(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch {
    return typeof value === 'object' ? 'an object' : String(value);
  }
}

/** Problems that leave nothing to go on with. Its message lists them all. */
export class InputError extends Error {
  override readonly name = 'InputError';

  constructor(readonly problems: readonly Problem[]) {
    super(problems.map(formatProblem).join('\n'));
  }
}
