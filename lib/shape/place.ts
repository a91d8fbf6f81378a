import type { IConstruct } from 'constructs';
import { requireConstruct, shownOf } from '../manifest/require';
import { InputError, wrongValue } from '../problem/problem';
import { freeId, textOf } from '../problem/report';

/**
 * The id of what is made in a scope: its name, or another one where that is taken. Without a scope, or with
 * something else in the place of the name, nothing can be told later.
 * @param entry - the class, or the function, that makes it
 * @param kind - in front of the name, where things of several kinds have the same
 * @throws InputError that says how it is made
 */
export function idIn(entry: string, scope: IConstruct, name: string, kind?: string): string {
  const call = /^[A-Z]/.test(entry) ? `new ${entry}` : entry;
  const example = `${call}(this, 'name', { ... })`;
  requireConstruct(`${call}()`, scope, example);
  if (!mayBeName(name))
    throw new InputError([wrongValue('name', shownOf(name), `text: ${example}`)]);
  return freeId(scope, kind === undefined ? name : `${kind}-${textOf(name)}`);
}

/** What is missing, or of a wrong type by accident, is told with all the rest. */
function mayBeName(name: unknown): boolean {
  return name === null || !['object', 'function', 'symbol'].includes(typeof name);
}
