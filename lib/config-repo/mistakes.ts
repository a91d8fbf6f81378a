import { InputError, type Problem } from '../problem/problem';

/**
 * What has stopped a system's constructor, where that is a mistake in what it was given.
 * @throws what was thrown, where it is something else
 */
export function mistakesIn(error: unknown): readonly Problem[] {
  if (error instanceof InputError) return error.problems;
  const [, id, place] = (error instanceof Error && TAKEN.exec(error.message)) || [];
  if (id === undefined) throw error;
  const message = `'${place}' has something of this id already: give one of the two another id`;
  return [{ field: `'${id}'`, message }];
}

/** What `constructs` says when a scope is given two children of one id. */
const TAKEN = /^There is already a Construct with name '(.*)' in .*\[(.*)\]$/s;
