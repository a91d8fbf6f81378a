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
  return inOneLine(field === '' ? message : `${field}: ${message}`);
}

/** A text with names of the user's, without what breaks a line or controls a terminal. */
export function inOneLine(text: string): string {
  return text.replace(UNSEEN, (character) => {
    const code = character.charCodeAt(0).toString(16).padStart(4, '0');
    return `\\u${code}`;
  });
}

/** Control characters, halves of pairs, and what some programs take for the end of a line. */
const UNSEEN = /[\p{Cc}\p{Cs}\u2028\u2029]/gu;

/** A received value, short enough for a message. */
export function show(value: unknown): string {
  if (typeof value === 'function') return 'a function';
  // JSON has no NaN and no infinity, and would show null.
  const text = String(typeof value === 'number' ? value : jsonOf(value));
  return text.length > 80 ? `${text.slice(0, 76)} ...` : text;
}

/** As JSON; data in a circle, and what else has no JSON, as JavaScript has it. */
function jsonOf(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch {
    return String(value);
  }
}

/** Problems that leave nothing to go on with. Its message lists them all. */
export class InputError extends Error {
  override readonly name = 'InputError';

  constructor(readonly problems: readonly Problem[]) {
    super(problems.map(formatProblem).join('\n'));
  }
}
