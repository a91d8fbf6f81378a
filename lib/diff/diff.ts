import { listBy } from '../manifest/grouping';
import { unfoldLists } from '../manifest/lists';
import type { ManifestSet } from '../manifest/manifest-set';
import { ACCESS_KINDS, type AccessDiff, compareAccess, hasSayInAccess } from './access';
import { acknowledge, acknowledgementsIn } from './danger';
import { lookAmong } from './look';
import { environmentOf, type Pair, pairUp } from './match';
import { diffOf } from './object';
import type { Acknowledgement, Diff, DiffOptions, EnvironmentDiff, Look, ObjectDiff } from './spec';

/**
 * Compares two manifest sets: which fields differ, by what they mean, and what comes of it in the cluster.
 * Objects that are the same may be left out of both, if `look` finds them.
 */
export function diff(before: ManifestSet, after: ManifestSet, options: DiffOptions = {}): Diff {
  const [old, now] = [unfoldLists(before), unfoldLists(after)];
  const look = options.look ?? lookAmong(old, now);
  const pairs = pairUp(old, now);
  const acknowledged = [
    ...(options.acknowledged ?? []),
    ...acknowledgementsIn(now),
    ...acknowledgementsIn(old),
  ];
  const byEnvironment = listBy(pairs, ({ before, after }) => [
    environmentOf((after ?? before)?.file ?? ''),
  ]);
  const found = [...byEnvironment]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, own]) => {
      const access = accessDiff(name, own, look);
      return {
        environment: environmentDiff(name, own, access, { ...options, look }, acknowledged),
        access,
      };
    });
  return {
    environments: found.map(({ environment }) => environment),
    notes: [...new Set(found.flatMap(({ access }) => access.notes))],
  };
}

function environmentDiff(
  name: string,
  pairs: readonly Pair[],
  access: AccessDiff,
  options: DiffOptions & { readonly look: Look },
  acknowledged: readonly Acknowledgement[],
): EnvironmentDiff {
  const objects = pairs
    .map((pair) => diffOf(pair, options))
    .map((object) => ({
      ...object,
      consequences: object.consequences.map((one) => acknowledge(one, acknowledged)),
    }));
  return {
    name,
    objects: objects.sort(byWeight),
    opened: access.opened,
    closed: access.closed,
    consequences: access.consequences.map((one) => acknowledge(one, acknowledged)),
  };
}

const NOTHING: AccessDiff = { opened: [], closed: [], consequences: [], notes: [] };

function accessDiff(environment: string, pairs: readonly Pair[], look: Look): AccessDiff {
  const matters = pairs.some(({ before, after }) =>
    hasSayInAccess(before?.manifest, after?.manifest),
  );
  if (!matters) return NOTHING;
  const wanted = {
    folder: environment === '' ? '' : `${environment}/`,
    kinds: ACCESS_KINDS,
  };
  return compareAccess(look('before', wanted), look('after', wanted));
}

/** Dangers first, then what goes, changes and comes. */
function byWeight(a: ObjectDiff, b: ObjectDiff): number {
  return weightOf(a) - weightOf(b) || (a.object < b.object ? -1 : a.object > b.object ? 1 : 0);
}

function weightOf({ consequences, state }: ObjectDiff): number {
  if (consequences.some(({ danger, acknowledged }) => danger && acknowledged === undefined))
    return 0;
  return { removed: 1, changed: 2, added: 3 }[state];
}
