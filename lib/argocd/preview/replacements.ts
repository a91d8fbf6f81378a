import { apiGroupOf } from '../../kubernetes/scope';
import { groupBy } from '../../manifest/grouping';
import { identityOf } from '../../manifest/identity';
import type { JsonObject, Manifest } from '../../manifest/manifest';
import { type Mention, mentionsIn, type PreviewNames } from './names';
import { type Path, textsIn } from './strings';

/** Stands for the number of a pull request where none is told. */
export const NO_NUMBER = '0';

/** Name of the ConfigMap in which kustomize puts texts together; it is never applied. */
export const TEXTS = 'supercargo-preview';

/** A part of a text, as kustomize finds it: between two of the same delimiter; the whole where there is none. */
interface Part {
  readonly delimiter?: string;
  readonly index: number;
  /** The part as it is: it ends in a name. */
  readonly text: string;
}

/** Where a value comes from: the namespace of the copy, its number, or a text that has been put together. */
type Source = 'namespace' | 'number' | { readonly key: string };

interface Step {
  readonly source: Source;
  readonly select: Readonly<Record<string, string>>;
  readonly field: string;
  readonly delimiter?: string;
  readonly index: number;
}

/** What kustomize does to manifests to make a copy of them. */
export interface Replacements {
  /** Texts that it puts together first, by key. */
  readonly texts: Readonly<Record<string, string>>;
  /** As in a kustomization. */
  readonly replacements: readonly JsonObject[];
}

/**
 * Plans how each name of another namespace, and each host, gets the number of a pull request, which kustomize
 * knows by the end of the namespace's name. Kustomize replaces no less than what stands between two delimiters, so
 * what else stands there is put together with the number beforehand.
 * @see https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/replacements/
 * @param namespace - of the manifests
 */
export function planReplacements(
  manifests: readonly Manifest[],
  namespace: string,
  names: PreviewNames,
): Replacements {
  const book = textBook(namespace, names);
  const sorted = manifests.toSorted((a, b) => (identityOf(a) < identityOf(b) ? -1 : 1));
  const steps = sorted.flatMap((manifest) =>
    textsIn(manifest)
      .filter(({ isKey }) => !isKey)
      .flatMap(({ path, text }) =>
        partsOf(text, mentionsIn(text, names)).map(
          (part): Step => ({
            source: book.sourceOf(part.text),
            select: selectorOf(manifest),
            field: fieldPath(path),
            ...part,
          }),
        ),
      ),
  );
  return {
    texts: book.texts(),
    replacements: [
      ...groupBy(book.numbers.toSorted(byPlace), keyOfSource),
      // These build on each other, and stay in their order.
      ...book.steps.map((step) => [step]),
      ...groupBy(steps.toSorted(byPlace), keyOfSource),
    ].map((group) => toReplacement(group, namespace)),
  };
}

/** The parts of a text that have to be others, each of which ends in a name. */
function partsOf(text: string, mentions: readonly Mention[]): readonly Part[] {
  return mentions.map(({ start, end }) => {
    const name = text.slice(start, end);
    if (name === text) return { index: 0, text };
    const after = text.codePointAt(end);
    const delimiter =
      after === undefined
        ? (/.$/su.exec(text.slice(0, start))?.[0] ?? '')
        : String.fromCodePoint(after);
    const parts = text.slice(0, end).split(delimiter);
    return { delimiter, index: parts.length - 1, text: parts.at(-1) ?? name };
  });
}

/** Keeps the texts that have to be put together, and how. */
function textBook(namespace: string, names: PreviewNames) {
  const keys = new Map<string, string>();
  const numbers: Step[] = [];
  const steps: Step[] = [];

  function sourceOf(part: string): Source {
    if (part === namespace) return 'namespace';
    const known = keys.get(part);
    if (known !== undefined) return { key: known };
    const inner = mentionsIn(part, names).filter(({ end }) => end < part.length);
    // What it consists of has to be there first.
    const parts = partsOf(part, inner).map((one) => ({ ...one, source: sourceOf(one.text) }));
    const key = freeKey(part, new Set(keys.values()));
    keys.set(part, key);
    const place = { select: { kind: 'ConfigMap', name: TEXTS }, field: `data.${key}` };
    numbers.push({ ...place, source: 'number', delimiter: '-', index: part.split('-').length });
    steps.push(
      ...parts.map(({ source, delimiter, index }) => ({ ...place, source, delimiter, index })),
    );
    return { key };
  }

  return {
    sourceOf,
    numbers,
    steps,
    texts: () =>
      Object.fromEntries([...keys].map(([text, key]) => [key, `${text}-${NO_NUMBER}`] as const)),
  };
}

/** Key of a text, which tells what it is as far as letters go. Kustomize takes a number for a place in a list. */
function freeKey(text: string, taken: ReadonlySet<string>): string {
  const letters = text
    .slice(-40)
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-/, '');
  const base = /^\d+$/.test(letters) ? `text-${letters}` : letters;
  for (let count = 1; ; count++) {
    const key = count === 1 ? base : `${base}-${count}`;
    if (!taken.has(key)) return key;
  }
}

/** Whether kustomize finds a key by its path. */
export function isAddressable(key: string): boolean {
  return key !== '' && key !== '-' && !/^\d+$|[[\]*\\=]/.test(key);
}

function fieldPath(path: Path): string {
  return path.map((part) => String(part).replaceAll('.', '\\.')).join('.');
}

function selectorOf({ apiVersion, kind, metadata }: Manifest): Step['select'] {
  const group = apiGroupOf(apiVersion);
  return { ...(group !== '' && { group }), kind, name: metadata.name };
}

function keyOfSource({ source }: Step): string {
  return typeof source === 'string' ? source : `key ${source.key}`;
}

function keyOfTarget({ select, delimiter, index }: Step): string {
  return JSON.stringify([select.group ?? '', select.kind, select.name, delimiter ?? '', index]);
}

function byPlace(a: Step, b: Step): number {
  const [one, other] = [a, b].map((step) => `${keyOfSource(step)} ${keyOfTarget(step)}`);
  return one === other ? 0 : (one ?? '') < (other ?? '') ? -1 : 1;
}

function toReplacement(steps: readonly Step[], namespace: string): JsonObject {
  const source = steps[0]?.source ?? 'namespace';
  return {
    source: sourceInWords(source, namespace),
    targets: groupBy(steps, keyOfTarget).map((targets) => {
      const [{ select, delimiter, index }] = targets;
      return {
        select,
        fieldPaths: targets.map(({ field }) => field),
        ...(delimiter !== undefined && { options: { delimiter, index } }),
      };
    }),
  };
}

function sourceInWords(source: Source, namespace: string): JsonObject {
  const from = { kind: 'Namespace', fieldPath: 'metadata.name' };
  if (source === 'namespace') return from;
  if (source === 'number')
    return { ...from, options: { delimiter: '-', index: namespace.split('-').length } };
  return { kind: 'ConfigMap', name: TEXTS, fieldPath: `data.${source.key}` };
}
