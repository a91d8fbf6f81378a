import { formatProblem, type Problem } from '../../lib/problem/problem';

/** Problems as the user reads them, one line each. */
export function lines(problems: readonly Problem[]): readonly string[] {
  return problems.map(formatProblem);
}

/** A value that no type has looked at: what plain JavaScript, or JSON, may hand in. */
export function untyped(value: unknown) {
  return JSON.parse(JSON.stringify(value));
}

/** The same with what JSON hasn't: functions, and what is undefined. */
export function unseen(value: unknown) {
  const box = JSON.parse('{}');
  box.value = value;
  return box.value;
}
