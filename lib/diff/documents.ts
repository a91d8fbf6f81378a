/** The text of files, by their paths. */
export type Texts = ReadonlyMap<string, string>;

/**
 * The documents in which two sets of YAML files differ, found without reading YAML. In the place of those
 * that a file has on both sides stand empty lines, so that the others keep their line numbers.
 */
export function differingDocuments(before: Texts, after: Texts): readonly [Texts, Texts] {
  const [old, now] = [new Map<string, string>(), new Map<string, string>()];
  for (const file of new Set([...before.keys(), ...after.keys()])) {
    const [one, other] = [before.get(file) ?? '', after.get(file) ?? ''];
    if (one === other) continue;
    const [left, right] = differing(one, other);
    if (left.trim() !== '') old.set(file, left);
    if (right.trim() !== '') now.set(file, right);
  }
  return [old, now];
}

function differing(before: string, after: string): readonly [string, string] {
  const [old, now] = [documentsOf(before), documentsOf(after)];
  const [inOld, inNow] = [new Set(old), new Set(now)];
  return [blanked(old, inNow), blanked(now, inOld)];
}

/** The documents of a text that speak of one of some words, at their lines; undefined where none does. */
export function documentsWith(text: string, words: RegExp): string | undefined {
  if (!words.test(text)) return undefined;
  const documents = documentsOf(text);
  return blanked(documents, new Set(documents.filter((document) => !words.test(document))));
}

/** Each document with the line that ends it. A text with directives is left whole. */
function documentsOf(text: string): readonly string[] {
  return /^(?:%|\.\.\.)/m.test(text) ? [text] : text.split(/(?<=^---[ \t]*\r?\n)/m);
}

function blanked(documents: readonly string[], without: ReadonlySet<string>): string {
  return documents
    .map((document) => (without.has(document) ? document.replace(/[^\n]+/g, '') : document))
    .join('');
}
