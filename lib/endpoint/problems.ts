import type { Problem } from '../problem/problem';
import type { Endpoint } from './endpoint';

/** What is wrong with an endpoint, wherever it is used. */
export function problemsOf(field: string, endpoint: Endpoint): readonly Problem[] {
  const { problems = [] } = endpoint;
  return problems.map((problem) => ({ ...problem, field: `${field}.${problem.field}` }));
}
