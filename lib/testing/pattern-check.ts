import { isPlain } from '../shape/kind';
import { isForeignMatcher, nameOf, wrongArgument } from './argument';
import { Matcher } from './matcher';

/** @throws TypeError for what no object can be compared with, at any depth */
export function requirePattern(call: string, pattern: unknown): void {
  const problem = findProblem('', pattern, []);
  if (problem !== undefined) throw new TypeError(`${call}: ${problem}`);
}

/** The same for what a whole object is compared with. */
export function requireObjectPattern(call: string, pattern: unknown): void {
  if (typeof pattern !== 'object' || pattern === null || Array.isArray(pattern))
    throw wrongArgument(call, pattern, 'an object as pattern: { spec: { replicas: 2 } }');
  requirePattern(call, pattern);
}

/** What it is that can't be compared; undefined if nothing is. */
function findProblem(
  field: string,
  pattern: unknown,
  around: readonly unknown[],
): string | undefined {
  const allowed = 'allowed plain data and matchers';
  const at = field === '' ? 'the pattern' : field;
  switch (typeof pattern) {
    case 'string':
    case 'boolean':
    case 'undefined':
      return undefined;
    case 'number':
      // Nothing is equal to NaN.
      return Number.isFinite(pattern) ? undefined : `${at}: got ${pattern}, ${allowed}`;
    case 'object':
      break;
    default:
      return `${at}: got a ${typeof pattern}, ${allowed}`;
  }
  if (pattern === null || pattern instanceof Matcher || isForeignMatcher(pattern)) return undefined;
  if (pattern instanceof RegExp)
    return `${at}: got ${pattern}, ${allowed}: stringLike(${pattern}) for text`;
  if (!Array.isArray(pattern) && !isPlain(pattern))
    return `${at}: got ${nameOf(pattern)}, ${allowed}`;
  if (around.includes(pattern)) return `${at}: holds itself, ${allowed}`;
  for (const [key, part] of Object.entries(pattern)) {
    const place = Array.isArray(pattern) ? `${field}[${key}]` : `${field}.${key}`;
    const problem = findProblem(place.replace(/^\./, ''), part, [...around, pattern]);
    if (problem !== undefined) return problem;
  }
  return undefined;
}
