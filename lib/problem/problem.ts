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
export function formatProblem(problem: Problem): string {
  return problem.field === '' ? problem.message : `${problem.field}: ${problem.message}`;
}

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
