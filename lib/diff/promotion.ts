import { findConfigVersion } from '../manifest/config-version';
import type { Manifest } from '../manifest/manifest';
import type { ManifestEntry, ManifestSet } from '../manifest/manifest-set';
import { fieldChanges } from './fields';
import { findHashedName } from './hashed-name';
import { environmentOf, pairUp } from './match';
import { readChange } from './meaning';
import { isPinned } from './side-by-side';
import type { Change, Consequence, Diff, ObjectDiff } from './spec';

/** Two environments as the promotion order has them, each time under the second one's names. */
export interface PromotedPair {
  readonly from: string;
  readonly to: string;
  readonly before: Side;
  readonly after: Side;
}

/** Objects of both environments that differ from each other. */
interface Side {
  readonly from: ManifestSet;
  readonly to: ManifestSet;
}

/**
 * Says with each object what a promotion can't make the same: in what an environment differs, by this change, from
 * the one that it is promoted from, besides images. What was so before isn't told.
 */
export function withDrift(diff: Diff, pairs: readonly PromotedPair[]): Diff {
  const drifts = new Map<string, Consequence[]>();
  for (const pair of pairs) {
    const objects = new Map(
      objectsOf(diff, [pair.from, pair.to]).map((one) => [placeOf(one), one]),
    );
    const known = differences(pair.before);
    for (const [key, difference] of differences(pair.after)) {
      const news = newsOf(difference, known.get(key));
      const own = objects.get(`${pair.to}${key}`);
      // A namespace's own name has the environment's in it.
      const elsewhere = key.endsWith(`-${pair.to}`)
        ? `${key.slice(0, -pair.to.length)}${pair.from}`
        : key;
      const origin = objects.get(`${pair.from}${elsewhere}`) ?? objects.get(`${pair.from}${key}`);
      // What is new in both has whatever its environments give it.
      const isNew = own?.state === 'added' && origin?.state === 'added';
      const teller = own ?? origin;
      if (news === undefined || isNew || teller === undefined) continue;
      const told = drifts.get(placeOf(teller)) ?? [];
      const message = wordsOf(news, pair, teller === own);
      drifts.set(placeOf(teller), [...told, { effect: 'cannot be promoted', message }]);
    }
  }
  if (drifts.size === 0) return diff;
  return {
    ...diff,
    environments: diff.environments.map((environment) => ({
      ...environment,
      objects: environment.objects.map((object) => {
        const drift = drifts.get(placeOf(object));
        return drift === undefined
          ? object
          : { ...object, consequences: [...object.consequences, ...drift] };
      }),
    })),
  };
}

/** In which fields an object differs between two environments, or that it is in one of them alone. */
type Difference = 'from' | 'to' | readonly Change[];

function differences({ from, to }: Side): ReadonlyMap<string, Difference> {
  const found = new Map<string, Difference>();
  for (const { before, after } of pairUp(from.map(withoutOrder), to.map(withoutOrder))) {
    const entry = after ?? before;
    if (entry === undefined) continue;
    const { manifest, file } = entry;
    const key = keyOf(file, manifest.kind, manifest.metadata.name);
    if (before !== undefined && after !== undefined) {
      const changes = fieldChanges(before.manifest, manifest).map((field) =>
        readChange(manifest, field),
      );
      const others = changes.filter((change) => !isPinned(change) && !isOtherDomain(change));
      if (others.length > 0) found.set(key, others);
    } else if (!isVersioned(manifest)) found.set(key, after === undefined ? 'from' : 'to');
  }
  return found;
}

/** Without what Argo CD is told of order and deletion, which follows from the rest. */
function withoutOrder(entry: ManifestEntry): ManifestEntry {
  const { manifest } = entry;
  const { annotations, ...metadata } = manifest.metadata;
  if (annotations === undefined) return entry;
  const kept = Object.entries(annotations ?? {}).filter(
    ([key]) => !key.startsWith('argocd.argoproj.io/'),
  );
  const others = kept.length > 0 && { annotations: Object.fromEntries(kept) };
  return {
    ...entry,
    manifest: { ...manifest, metadata: { ...metadata, name: manifest.metadata.name, ...others } },
  };
}

/** Whether it is the same host, below the domain of each environment. */
function isOtherDomain({ before, after }: Change): boolean {
  if (before === undefined || after === undefined) return false;
  const [one, other] = [before, after].map((value) => JSON.stringify(value).replace(HOST, '$1'));
  return one === other;
}

/** A host of three labels or more, its first one apart; no address. */
const HOST = /(?<![\w.-])([a-z][a-z0-9-]*)(?:\.[a-z0-9-]+){2,}/g;

/** Configuration whose name changes with it: what reads it tells. */
function isVersioned(manifest: Manifest): boolean {
  const isConfig = ['ConfigMap', 'Secret'].includes(manifest.kind);
  return (
    findConfigVersion(manifest) !== undefined ||
    (isConfig && findHashedName(manifest.metadata.name) !== undefined)
  );
}

/** What of a difference wasn't there before. */
function newsOf(now: Difference, before: Difference | undefined): Difference | undefined {
  if (typeof now === 'string') return now === before ? undefined : now;
  const known = typeof before === 'object' ? before.map(({ path }) => path) : [];
  const news = now.filter(({ path }) => !known.includes(path));
  return news.length === 0 ? undefined : news;
}

/** Fields that are told; of more, how many there are. */
const SHOWN = 4;

function wordsOf(news: Difference, { from, to }: PromotedPair, isOwn: boolean): string {
  if (news === 'from') return `cannot be promoted: is in ${from} from now on, and not in ${to}`;
  if (news === 'to') return `cannot be promoted: is in ${to} from now on, and not in ${from}`;
  const names = [...new Set(news.map(nameOf))];
  const more = names.length > SHOWN ? ` and ${names.length - SHOWN} more` : '';
  const which = isOwn ? `differs from ${from}` : `${to} differs from it`;
  return `cannot be promoted: ${which} from now on, in ${names.slice(0, SHOWN).join(', ')}${more}`;
}

/** What has changed, without the values. */
function nameOf({ meaning, text }: Change): string {
  if (meaning === 'name') return 'configuration';
  return text.replace(/(?: added| removed| changed)?(?:: | \(its )[\s\S]*$| removed$/, '');
}

function objectsOf({ environments }: Diff, names: readonly string[]): readonly ObjectDiff[] {
  return environments.filter(({ name }) => names.includes(name)).flatMap(({ objects }) => objects);
}

function placeOf({ file, kind, name }: ObjectDiff): string {
  return `${environmentOf(file)}${keyOf(file, kind, name)}`;
}

/** The same in both environments. */
function keyOf(file: string, kind: string, name: string): string {
  return `${file.slice(environmentOf(file).length)} ${kind} ${name}`;
}
