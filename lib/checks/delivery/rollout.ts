import { type Fields, fieldsOf, findText } from '../../manifest/fields';
import type { Manifest } from '../../manifest/manifest';
import type { ManifestEntry } from '../../manifest/manifest-set';
import { type Around, podLabelsOf } from './around';

/** A Service that a Rollout names, and where. */
export interface NamedService {
  /** `spec.strategy.canary.canaryService` */
  readonly field: string;
  readonly name: string;
}

/** A Rollout, as far as other objects have to do with it. */
export interface RolloutEntry {
  readonly entry: ManifestEntry;
  readonly canary: Fields | undefined;
  readonly blueGreen: Fields | undefined;
  /** Those of the stable version first. */
  readonly services: readonly NamedService[];
  /** The workload that it refers to, and whether the set has it. */
  readonly reference: WorkloadReference | undefined;
  /** Labels of its pods; undefined where nobody can know them. */
  readonly labels: Fields | undefined;
}

/** A workload that has the pods of a Rollout. */
export interface WorkloadReference {
  readonly kind: string;
  readonly name: string;
  readonly found: ManifestEntry | undefined;
}

/** Fields of a strategy that name Services, those of the stable version first. */
const SERVICES = {
  canary: [
    ['stableService'],
    ['canaryService'],
    ['pingPong', 'pingService'],
    ['pingPong', 'pongService'],
  ],
  blueGreen: [['activeService'], ['previewService']],
} as const;

/** All Rollouts of a manifest set. */
export function rolloutsOf(around: Around): readonly RolloutEntry[] {
  return around.of('Rollout').map((entry) => readRollout(entry, around));
}

function readRollout(entry: ManifestEntry, around: Around): RolloutEntry {
  const spec = fieldsOf(entry.manifest.spec);
  const strategy = fieldsOf(spec.strategy);
  const { canary, blueGreen } = strategy;
  const reference = referenceOf(entry, fieldsOf(spec.workloadRef), around);
  return {
    entry,
    canary: canary === undefined ? undefined : fieldsOf(canary),
    blueGreen: blueGreen === undefined ? undefined : fieldsOf(blueGreen),
    services: (['canary', 'blueGreen'] as const).flatMap((kind) =>
      SERVICES[kind].flatMap((keys) => namedService(strategy, [kind, ...keys])),
    ),
    reference,
    labels: labelsOf(reference === undefined ? entry.manifest : reference.found?.manifest),
  };
}

function labelsOf(manifest: Manifest | undefined): Fields | undefined {
  return manifest && podLabelsOf(manifest);
}

function namedService(strategy: Fields, keys: readonly string[]): readonly NamedService[] {
  const value = keys.reduce<unknown>((fields, key) => fieldsOf(fields)[key], strategy);
  const name = findText(value);
  return name === undefined || name === ''
    ? []
    : [{ field: ['spec.strategy', ...keys].join('.'), name }];
}

function referenceOf(
  entry: ManifestEntry,
  { kind, name }: Fields,
  around: Around,
): WorkloadReference | undefined {
  const [kindText, nameText] = [findText(kind), findText(name)];
  if (kindText === undefined || nameText === undefined) return undefined;
  return { kind: kindText, name: nameText, found: around.find(entry, kindText, nameText) };
}
