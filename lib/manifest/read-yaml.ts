import { type Document, LineCounter, parseAllDocuments } from 'yaml';
import type { Manifest } from './manifest';
import type { ManifestEntry, ManifestSet } from './manifest-set';
import { objectsOf } from './objects-of';
import { readPlainYaml } from './plain-yaml';
import { findMistake, readData, TOO_DEEP } from './yaml-data';
import { YAML_DIALECT } from './yaml-dialect';

/** What a text of YAML holds: its objects, and what is wrong with it, as `file:line message`. */
export interface YamlReading {
  readonly manifests: ManifestSet;
  readonly problems: readonly string[];
}

/**
 * Reads Kubernetes objects from YAML, as Argo CD does: YAML 1.1, several documents, empty ones skipped,
 * lists of kind `List` unfolded, and what is for kustomize left to it. The text may be anyone's.
 * @param file - named in problems and origins
 */
export function readYaml(file: string, text: string): YamlReading {
  return readPlain(file, text) ?? readAny(file, text);
}

/** YAML as programs write it, in a small part of the time; undefined where anything is special. */
function readPlain(file: string, text: string): YamlReading | undefined {
  const manifests: ManifestEntry[] = [];
  for (const { value, line } of readPlainYaml(text) ?? [{ value: undefined, line: 0 }]) {
    const objects = objectsOf(file, value);
    if (value === undefined || typeof objects === 'string') return undefined;
    for (const manifest of objects)
      manifests.push({ manifest, file, origin: `${file}:${line}`, owner: file, cluster: '' });
  }
  return { manifests, problems: [] };
}

function readAny(file: string, text: string): YamlReading {
  const manifests: ManifestEntry[] = [];
  const problems: string[] = [];
  const lines = new LineCounter();
  for (const document of parseAll(file, text, lines, problems)) {
    const line = lines.linePos(document.contents?.range?.[0] ?? document.range[0]).line;
    // What comes after the first mistakes is mostly due to them.
    const mistakes = document.errors
      .slice(0, MOST_ERRORS)
      .map((error) => `${file}:${lines.linePos(error.pos[0]).line} ${reasonOf(error)}`);
    problems.push(...new Set(mistakes));
    if (document.errors.length > 0) continue;
    const mistake = findMistake(document);
    if (mistake !== undefined) {
      problems.push(`${file}:${lines.linePos(mistake.offset).line} ${mistake.message}`);
      continue;
    }
    const objects = dataOf(file, document);
    if (typeof objects === 'string') problems.push(`${file}:${line} ${objects}`);
    else
      for (const manifest of objects)
        manifests.push({ manifest, file, origin: `${file}:${line}`, owner: file, cluster: '' });
  }
  return { manifests, problems };
}

const MOST_ERRORS = 3;

/** More than this takes gigabytes of memory to be understood. */
const MOST_CHARACTERS = 16 * 1024 * 1024;

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL_CHARACTER = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/;

function parseAll(
  file: string,
  text: string,
  lineCounter: LineCounter,
  problems: string[],
): readonly Document.Parsed[] {
  if (text.length > MOST_CHARACTERS) {
    problems.push(
      `${file}:1 got ${text.length} characters, allowed at most ${MOST_CHARACTERS}: make several files of it`,
    );
    return [];
  }
  const at = text.search(CONTROL_CHARACTER);
  if (at >= 0) {
    const line = text.slice(0, at).split('\n').length;
    const code = text.charCodeAt(at).toString(16).toUpperCase().padStart(4, '0');
    problems.push(`${file}:${line} holds the control character U+${code}, which YAML has not`);
    return [];
  }
  try {
    return [...parseAllDocuments(text, { ...YAML_DIALECT, lineCounter })];
  } catch (error) {
    problems.push(`${file}:1 ${reasonOf(error)}`);
    return [];
  }
}

function dataOf(file: string, document: Document.Parsed): readonly Manifest[] | string {
  try {
    return objectsOf(file, readData(document));
  } catch (error) {
    return reasonOf(error);
  }
}

/** The parser's words, without the place, which is told already, and the excerpt. */
function reasonOf(error: unknown): string {
  const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n', 1);
  // The parser calls itself for each level.
  if (error instanceof RangeError || line.startsWith('Maximum call stack')) return TOO_DEEP;
  return line.replace(/ at line \d+, column \d+:?$/, '');
}
