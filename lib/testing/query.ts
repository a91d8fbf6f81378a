import { kindOf, namespaceOf } from '../checks/objects';
import { kindFrom } from '../manifest/external';
import { describe } from '../manifest/identity';
import type { JsonObject, Manifest } from '../manifest/manifest';
import type { ManifestEntry, ManifestSet } from '../manifest/manifest-set';
import { findNearest } from '../problem/nearest';
import { globOf } from './any-value';
import { compare } from './compare';
import { differenceOf } from './difference';
import type { Comparison, ObjectPattern, Value } from './matcher';

/**
 * Which objects are meant: those of a kind, `Deployment` or `apps/Deployment`; of a name, `cart` or
 * `shop-prod/cart`, in which `*` stands for any characters; that fit a pattern.
 */
export type Query =
  | readonly [kind: string, pattern?: ObjectPattern]
  | readonly [kind: string, name: string, pattern?: ObjectPattern];

/** An object, and how it compares with what is asked for. */
export interface Candidate {
  readonly entry: ManifestEntry;
  readonly comparison: Comparison;
}

/** The objects that are meant. */
export function findAll(manifests: ManifestSet, query: Query): readonly Candidate[] {
  return candidatesFor(manifests, query).filter(({ comparison }) => comparison.misses === 0);
}

/** Has captures keep what they found in objects. */
export function keepCaptured(candidates: readonly Candidate[]): void {
  for (const { comparison } of candidates) for (const keep of comparison.captured) keep();
}

/** Says why no object is the one that is meant, with the one that is nearest. */
export function noneInWords(manifests: ManifestSet, query: Query): string {
  const { kind, name, pattern } = partsOf(query);
  const alike = manifests.filter(({ manifest }) => isKind(manifest, kind));
  if (alike.length === 0) return noKindInWords(manifests, kind);
  const candidates = candidatesFor(manifests, query);
  const [first] = candidates.toSorted((a, b) => b.comparison.hits - a.comparison.hits);
  if (first === undefined) return noNameInWords(alike, kind, name ?? '');
  const { entry, comparison } = first;
  const { hits, misses, wanted } = comparison;
  const object = inWords(entry);
  const fit = `in ${hits} of ${hits + misses} fields`;
  const head =
    candidates.length === 1
      ? `${object} fits ${fit}`
      : `none of ${candidates.length} fits; the nearest, ${object}, does ${fit}`;
  if (pattern === undefined || !isMap(wanted)) return head;
  return `${head} (- is there, + is wanted):\n\n${differenceOf(entry.manifest, wanted)}`;
}

/** Lists objects, a line each. */
export function listInWords(candidates: readonly Candidate[]): string {
  const lines = candidates.slice(0, SHOWN).map(({ entry }) => `  ${inWords(entry)}`);
  const rest = candidates.length - lines.length;
  return [...lines, ...(rest > 0 ? [`  and ${rest} more`] : [])].join('\n');
}

/** What is asked for, in words: `Deployment 'cart' like that`. */
export function titleOf(query: Query): string {
  const { kind, name, pattern } = partsOf(query);
  return [
    kind,
    ...(name === undefined ? [] : [`'${name}'`]),
    ...(pattern === undefined ? [] : ['like that']),
  ].join(' ');
}

/** Objects that are listed by name. */
const SHOWN = 5;

interface Parts {
  readonly kind: string;
  readonly name?: string;
  readonly pattern?: ObjectPattern;
}

function partsOf([kind, second, third]: Query): Parts {
  return typeof second === 'string'
    ? { kind, name: second, pattern: third }
    : { kind, pattern: second };
}

/** The objects of the kind and the name, compared with the pattern. */
function candidatesFor(manifests: ManifestSet, query: Query): readonly Candidate[] {
  const { kind, name, pattern = {} } = partsOf(query);
  const isNamed = name === undefined ? () => true : nameTest(name);
  return manifests
    .filter(({ manifest }) => isKind(manifest, kind) && isNamed(manifest))
    .map((entry) => ({ entry, comparison: compare(pattern, entry.manifest) }));
}

function isKind(manifest: Manifest, kind: string): boolean {
  if (!kind.includes('/')) return manifest.kind === kind;
  const parts = kind.split('/');
  return kindOf(manifest) === kindFrom(parts.slice(0, -1), parts.at(-1) ?? '');
}

function nameTest(name: string): (manifest: Manifest) => boolean {
  const glob = globOf(name);
  return (manifest) => glob.test(name.includes('/') ? fullName(manifest) : manifest.metadata.name);
}

function fullName(manifest: Manifest): string {
  const namespace = namespaceOf(manifest);
  return namespace === '' ? manifest.metadata.name : `${namespace}/${manifest.metadata.name}`;
}

function noKindInWords(manifests: ManifestSet, kind: string): string {
  if (manifests.length === 0) return `there is no ${kind}: there is nothing at all`;
  const kinds = [...new Set(manifests.map(({ manifest }) => manifest.kind))].sort();
  const near = findNearest(kind.split('/').at(-1) ?? kind, kinds);
  const hint = near === undefined ? `there are ${kinds.join(', ')}` : `did you mean '${near}'?`;
  return `there is no ${kind}: ${hint}`;
}

function noNameInWords(alike: ManifestSet, kind: string, name: string): string {
  const names = alike.map(({ manifest }) =>
    name.includes('/') ? fullName(manifest) : manifest.metadata.name,
  );
  const near = findNearest(name, names);
  const known = [...new Set(names)].sort();
  const shown = known.slice(0, SHOWN).join(', ');
  const rest = known.length > SHOWN ? ` and ${known.length - SHOWN} more` : '';
  const hint = near === undefined ? `there are ${shown}${rest}` : `did you mean '${near}'?`;
  return `there is no ${kind} '${name}': ${hint}`;
}

function inWords({ manifest, file, origin }: ManifestEntry): string {
  return `${describe(manifest)} (${origin.startsWith(`${file}:`) ? origin : file || origin})`;
}

function isMap(value: Value): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
