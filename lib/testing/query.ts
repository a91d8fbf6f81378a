import { kindOf, namespaceOf } from '../checks/objects';
import { globOf } from '../kubernetes/glob';
import { kindFrom } from '../manifest/external';
import { describe } from '../manifest/identity';
import { isJsonObject, type Manifest } from '../manifest/manifest';
import type { ManifestEntry, ManifestSet } from '../manifest/manifest-set';
import { findNearest } from '../problem/nearest';
import { shorten } from '../problem/problem';
import { requireText, wrongArgument } from './argument';
import { compare } from './compare';
import { differenceOf } from './difference';
import type { Comparison, ObjectPattern } from './matcher';
import { requireObjectPattern } from './pattern-check';

/**
 * Which objects are meant: those of a kind, `Deployment` or `apps/Deployment`; of a name, `cart` or
 * `shop-prod/cart`, in which `*` stands for any characters; that fit a pattern.
 */
export type Query =
  | readonly [kind: string, name: string, pattern?: ObjectPattern]
  | readonly [kind: string, pattern?: ObjectPattern];

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
  if (pattern === undefined || !isJsonObject(wanted)) return head;
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
    ...(name === undefined ? [] : [`'${shorten(name)}'`]),
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

function partsOf(query: Query): Parts {
  requireQuery(query);
  const [kind, second, third] = query;
  return typeof second === 'string'
    ? { kind, name: second, pattern: third }
    : { kind, pattern: second };
}

/** @throws TypeError for what isn't understood: it would be passed over */
function requireQuery(query: readonly unknown[]): void {
  const [kind, second, third, ...others] = query;
  requireText('a search', kind, "a kind first: 'Deployment', 'apps/Deployment'");
  if (others.length > 0)
    throw wrongArgument('a search', query, 'a kind, a name and a pattern, and no more');
  if (typeof second === 'string') {
    requireText('a search', second, "a name: 'cart', 'shop-prod/cart', 'cart-*'");
    if (third !== undefined) requireObjectPattern('a search', third);
  } else if (third !== undefined)
    throw wrongArgument('a search', second, "a name before the pattern: 'cart', or '*' for any");
  else if (second !== undefined) requireObjectPattern('a search', second);
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
  const [group = '', name = '', ...others] = parts;
  // A version that is named is meant: `v1/Service`, `apps/v1/Deployment`.
  if (others.length > 0 || isVersion(group)) return fullKind(manifest) === kind;
  return kindOf(manifest) === kindFrom([group], name);
}

function isVersion(text: string): boolean {
  return /^v\d/.test(text) && !text.includes('.');
}

function fullKind({ apiVersion, kind }: Manifest): string {
  return `${apiVersion}/${kind}`;
}

function nameTest(name: string): (manifest: Manifest) => boolean {
  const isMeant = globOf(name);
  return (manifest) => isMeant(name.includes('/') ? fullName(manifest) : manifest.metadata.name);
}

function fullName(manifest: Manifest): string {
  const namespace = namespaceOf(manifest);
  return namespace === '' ? manifest.metadata.name : `${namespace}/${manifest.metadata.name}`;
}

function noKindInWords(manifests: ManifestSet, kind: string): string {
  if (manifests.length === 0) return `there is no ${kind}: there is nothing at all`;
  const kinds = [...new Set(manifests.map(({ manifest }) => manifest.kind))].sort();
  const last = kind.split('/').at(-1) ?? kind;
  const alike = manifests.find(({ manifest }) => manifest.kind === last);
  const near = alike === undefined ? findNearest(last, kinds) : fullKind(alike.manifest);
  const hint = near === undefined ? `there are ${kinds.join(', ')}` : `did you mean '${near}'?`;
  return `there is no ${kind}: ${hint}`;
}

function noNameInWords(alike: ManifestSet, kind: string, name: string): string {
  const names = alike.map(({ manifest }) =>
    name.includes('/') ? fullName(manifest) : manifest.metadata.name,
  );
  const near = findNearest(name, names);
  const known = [...new Set(names)].sort();
  const shown = known
    .slice(0, SHOWN)
    .map((one) => shorten(one))
    .join(', ');
  const rest = known.length > SHOWN ? ` and ${known.length - SHOWN} more` : '';
  const hint = near === undefined ? `there are ${shown}${rest}` : `did you mean '${near}'?`;
  return `there is no ${kind} '${shorten(name)}': ${hint}`;
}

function inWords({ manifest, file, origin }: ManifestEntry): string {
  const place = origin.startsWith(`${file}:`) ? origin : file || origin;
  return `${shorten(describe(manifest))} (${shorten(place)})`;
}
