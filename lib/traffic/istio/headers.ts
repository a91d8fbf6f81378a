import type { StringMap } from '../../kubernetes/labels';
import { type Problem, wrongValue } from '../../problem/problem';
import { checkHeaderNames } from '../values';
import { listOf } from '../wire';

/** What is done with headers. */
export interface HeaderChanges {
  /** Replaces what is there. */
  readonly set?: StringMap;
  /** Adds to what is there. */
  readonly add?: StringMap;
  readonly remove?: readonly string[];
}

/** What is done with headers on the way to a destination, and back. */
export interface HeaderOperations {
  readonly request?: HeaderChanges;
  readonly response?: HeaderChanges;
}

/** Operations in Istio's words. */
export function planHeaders(headers: HeaderOperations | undefined) {
  if (headers === undefined) return undefined;
  return { request: planChanges(headers.request), response: planChanges(headers.response) };
}

function planChanges(changes: HeaderChanges | undefined) {
  if (changes === undefined) return undefined;
  return { set: changes.set, add: changes.add, remove: listOf(changes.remove) };
}

/** Checks operations: Istio changes no header that HTTP itself needs, but for the host of a request. */
export function checkHeaders(field: string, headers: HeaderOperations): readonly Problem[] {
  return [
    ...checkChanges(`${field}.request`, headers.request, ['host', ':authority']),
    ...checkChanges(`${field}.response`, headers.response, []),
  ];
}

function checkChanges(
  field: string,
  { set = {}, add = {}, remove = [] }: HeaderChanges = {},
  settable: readonly string[],
): readonly Problem[] {
  return [
    ...checkNames(`${field}.set`, Object.keys(set), settable),
    ...checkNames(`${field}.add`, Object.keys(add), settable),
    ...checkNames(`${field}.remove`, remove, []),
  ];
}

function checkNames(
  field: string,
  names: readonly string[],
  settable: readonly string[],
): readonly Problem[] {
  const others = names.filter((name) => !settable.includes(name.toLowerCase()));
  const own = others.filter((name) => name.startsWith(':') || name.toLowerCase() === 'host');
  return [
    ...own.map((name) => wrongValue(field, name, "headers that HTTP itself doesn't need")),
    ...checkHeaderNames(
      field,
      others.filter((name) => !own.includes(name)),
    ),
  ];
}
