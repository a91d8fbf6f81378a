import { listOf } from '../wire';
import type {
  CommonFilters,
  HeaderModifier,
  ParentReference,
  ValueMatch,
  WeightedBackend,
} from './route-spec';

/** Gateways in the Gateway API's words. */
export function planParents(parents: readonly ParentReference[], namespace: string | undefined) {
  return parents.map(({ name, namespace: own, sectionName, port }) => ({
    name,
    namespace: own === namespace ? undefined : own,
    sectionName,
    port,
  }));
}

/** A Service in the Gateway API's words. */
export function planBackend(
  { service, port, namespace: own }: WeightedBackend<unknown>['to'],
  namespace: string | undefined,
) {
  return { name: service, namespace: own === namespace ? undefined : own, port };
}

/** What is done with headers, in the Gateway API's words. */
export function planModifier({ set, add, remove }: HeaderModifier) {
  return { set: planHeaders(set), add: planHeaders(add), remove: listOf(remove) };
}

function planHeaders(headers: HeaderModifier['set']) {
  return listOf(Object.entries(headers ?? {}).map(([name, value]) => ({ name, value })));
}

/** A copy of requests, in the Gateway API's words. */
export function planMirror(
  { to, ...copies }: CommonFilters['requestMirror'],
  namespace: string | undefined,
) {
  return { backendRef: planBackend(to, namespace), ...copies };
}

/** Matches of named values: headers, parameters. */
export function planValues(values: Readonly<Record<string, ValueMatch>> | undefined) {
  return listOf(
    Object.entries(values ?? {}).map(([name, match]) => {
      if (typeof match === 'string') return { name, value: match };
      return match.regex === undefined
        ? { name, value: match.exact }
        : { type: 'RegularExpression' as const, name, value: match.regex };
    }),
  );
}
