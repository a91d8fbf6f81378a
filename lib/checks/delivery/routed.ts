import type { ManifestEntry } from '../../manifest/manifest-set';
import { type Finding, findingOf } from '../finding';
import type { Around } from './around';

/** A Rollout whose traffic a router splits. */
export interface RoutedRollout {
  readonly entry: ManifestEntry;
  /** Names of the two versions' Services, as far as it names any. */
  readonly stable: string | undefined;
  readonly canary: string | undefined;
  readonly around: Around;
}

/** A route that isn't here; it may be made elsewhere, and nothing is wrong where that is declared. */
export function missingObject(
  { entry, around }: RoutedRollout,
  field: string,
  kind: string,
  name: string,
  namespace?: string,
): readonly Finding[] {
  if (around.isOutside(entry, kind, name, namespace)) return [];
  const message = `there is no ${kind} '${name}' among these objects: without it no release begins`;
  return [findingOf('missing-route', entry, { field, message }, 'warning')];
}

/** A route that doesn't lead to both versions. @param what - `HTTPRoute 'cart' has no rule` */
export function lacksVersion(
  { entry, stable, canary }: RoutedRollout,
  field: string,
  what: string,
): Finding {
  const message = `${what} that leads to both '${stable ?? '?'}' and '${canary ?? '?'}': add the one that is missing`;
  return findingOf('route-without-version', entry, { field, message });
}
