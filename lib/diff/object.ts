import { findText } from '../manifest/fields';
import { describe } from '../manifest/identity';
import type { Manifest } from '../manifest/manifest';
import type { ManifestEntry } from '../manifest/manifest-set';
import {
  consequencesOfChange,
  consequencesOfRemoval,
  type Forecast,
  findRolloutOf,
} from './consequences';
import { exposureConsequences } from './exposure';
import { fieldChanges } from './fields';
import { findHashedName } from './hashed-name';
import { WORKLOAD_KINDS } from './kinds';
import type { Pair } from './match';
import { readChange } from './meaning';
import type { Change, DiffOptions, Look, ObjectDiff, Side } from './spec';

type Options = DiffOptions & { readonly look: Look };

/** What differs in one object, and what comes of it. */
export function diffOf(pair: Pair, options: Options): ObjectDiff {
  const { before, after } = withEarlierVersion(pair, options.look);
  const entry = after ?? before;
  if (entry === undefined) throw new TypeError('a pair has an object on one side at least');
  const { manifest, file } = entry;
  const object = {
    object: describe(manifest),
    kind: manifest.kind,
    namespace: findText(manifest.metadata.namespace) ?? '',
    name: manifest.metadata.name,
    file,
  };
  if (after === undefined)
    return {
      ...object,
      state: 'removed',
      changes: [],
      consequences: consequencesOfRemoval(manifest),
    };
  const exposures = exposureConsequences(pair);
  if (before === undefined)
    return { ...object, state: 'added', changes: [], consequences: exposures };
  const rolledBy =
    manifest.kind === 'Deployment'
      ? findRolloutOf(manifest, beside(entry, 'after', ['Rollout'], options.look))
      : undefined;
  const consequences = consequencesOfChange(
    before.manifest,
    manifest,
    forecastOf(entry, options),
    rolledBy,
  );
  return {
    ...object,
    state: 'changed',
    changes: changesOf(before.manifest, manifest),
    consequences: [...consequences, ...exposures],
  };
}

/** A ConfigMap with a new hash in its name, while the one of the last hash stays for a rollback. */
function withEarlierVersion(pair: Pair, look: Look): Pair {
  const { before, after } = pair;
  if (before !== undefined || after === undefined) return pair;
  const { kind, metadata } = after.manifest;
  const name = ['ConfigMap', 'Secret'].includes(kind) ? findHashedName(metadata.name) : undefined;
  if (name === undefined) return pair;
  const earlier = beside(after, 'before', [kind], look).filter(
    ({ metadata: other }) => findHashedName(other.name)?.base === name.base,
  );
  const workloads = JSON.stringify(beside(after, 'before', WORKLOAD_KINDS, look));
  const manifest = earlier.find((one) => workloads.includes(`"${one.metadata.name}"`));
  return manifest === undefined ? pair : { after, before: { ...after, manifest } };
}

function forecastOf(entry: ManifestEntry, { look, forecast }: Options): Forecast {
  if (forecast === undefined) return () => undefined;
  return (rollout) => forecast(rollout, beside(entry, 'after', BESIDE_A_RELEASE, look));
}

/** What else says how long a release takes. */
const BESIDE_A_RELEASE = ['AnalysisTemplate', 'HorizontalPodAutoscaler', 'ScaledObject'];

/** The objects of some kinds in the same folder and namespace. */
function beside(
  { file, manifest }: ManifestEntry,
  side: Side,
  kinds: readonly string[],
  look: Look,
): readonly Manifest[] {
  const folder = file.slice(0, file.lastIndexOf('/') + 1);
  return look(side, { folder, kinds })
    .map((entry) => entry.manifest)
    .filter(({ metadata }) => metadata.namespace === manifest.metadata.namespace);
}

function changesOf(before: Manifest, after: Manifest): readonly Change[] {
  return fieldChanges(before, after).map((field) => readChange(after, field));
}
