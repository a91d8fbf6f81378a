import { LineCounter, parseAllDocuments } from 'yaml';
import { isManifest, type Manifest } from './manifest';
import type { ManifestEntry, ManifestSet } from './manifest-set';
import { readPlainYaml } from './plain-yaml';

/** What a text of YAML holds: its objects, and what is wrong with it, as `file:line message`. */
export interface YamlReading {
  readonly manifests: ManifestSet;
  readonly problems: readonly string[];
}

/** Anchors that are repeated more often than this are taken for an attack on memory. */
const MAX_ALIASES = 100;

/**
 * Reads Kubernetes objects from YAML, as Argo CD does: YAML 1.1, several documents, empty ones skipped,
 * lists of kind `List` unfolded. The text may be anyone's.
 * @param file - named in problems and origins
 */
export function readYaml(file: string, text: string): YamlReading {
  return readPlain(file, text) ?? readAny(file, text);
}

/** YAML as programs write it, in a small part of the time; undefined where anything is special. */
function readPlain(file: string, text: string): YamlReading | undefined {
  const manifests: ManifestEntry[] = [];
  for (const { value, line } of readPlainYaml(text) ?? [{ value: undefined, line: 0 }]) {
    const objects = toObjects(() => value);
    if (value === undefined || typeof objects === 'string') return undefined;
    for (const manifest of objects)
      manifests.push({ manifest, file, origin: `${file}:${line}`, owner: file, cluster: '' });
  }
  return { manifests, problems: [] };
}

function readAny(file: string, text: string): YamlReading {
  const lines = new LineCounter();
  const manifests: ManifestEntry[] = [];
  const problems: string[] = [];
  const documents = parseAllDocuments(text, { version: '1.1', lineCounter: lines, merge: true });
  for (const document of documents) {
    const line = lines.linePos(document.contents?.range?.[0] ?? document.range[0]).line;
    for (const error of document.errors)
      problems.push(`${file}:${lines.linePos(error.pos[0]).line} ${firstLine(error.message)}`);
    if (document.errors.length > 0) continue;
    const objects = toObjects(() => document.toJS({ maxAliasCount: MAX_ALIASES }));
    if (typeof objects === 'string') problems.push(`${file}:${line} ${objects}`);
    else
      for (const manifest of objects)
        manifests.push({ manifest, file, origin: `${file}:${line}`, owner: file, cluster: '' });
  }
  return { manifests, problems };
}

/** The objects of a document, none for an empty one, or what is wrong with it. */
function toObjects(read: () => unknown): readonly Manifest[] | string {
  try {
    const value = read();
    if (value === null || value === undefined) return [];
    if (isManifest(value)) return [value];
    if (isList(value)) {
      const objects = value.items.filter(isManifest);
      return objects.length === value.items.length ? objects : NO_OBJECT;
    }
    return NO_OBJECT;
  } catch (error) {
    return firstLine(error instanceof Error ? error.message : String(error));
  }
}

const NO_OBJECT = 'is no Kubernetes object: it needs apiVersion, kind and metadata.name';

function isList(value: unknown): value is { readonly items: readonly unknown[] } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'kind' in value &&
    typeof value.kind === 'string' &&
    value.kind.endsWith('List') &&
    'items' in value &&
    Array.isArray(value.items)
  );
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? text;
}
