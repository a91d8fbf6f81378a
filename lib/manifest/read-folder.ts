import { isUtf8 } from 'node:buffer';
import { type Dirent, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { ManifestEntry } from './manifest-set';
import { readJson } from './read-json';
import { readYaml, type YamlReading } from './read-yaml';

const MANIFEST_FILE = /\.(?:ya?ml|json)$/i;

const HIDDEN = /(?:^|\/)(?:\.|node_modules\/)/;

/** Whether a file may hold manifests, by its path in its folder. */
export function isManifestFile(path: string): boolean {
  return MANIFEST_FILE.test(path) && !HIDDEN.test(path);
}

/**
 * Reads all files of YAML and JSON of a folder and the folders below it, in the order of their paths. What can't
 * be read is among the problems.
 */
export function readFolder(folder: string): YamlReading {
  return joined(manifestFilesIn(folder).map((file) => readFile(file, join(folder, file))));
}

/**
 * The files of YAML and JSON in a folder and the folders below it, but for hidden ones, such as `.git`, and for
 * `node_modules`. Links to files are followed, and links to folders are not.
 */
export function manifestFilesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => isManifestFile(entry.name) && isFileOrLink(entry))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter(isManifestFile)
    .sort();
}

/** Reads files of YAML and JSON that are given as text. */
export function readFiles(files: Iterable<readonly [file: string, text: string]>): YamlReading {
  return joined(Array.from(files, ([file, text]) => readText(file, text)));
}

function readText(name: string, text: string): YamlReading {
  return /\.json$/i.test(name) ? readJson(name, text) : readYaml(name, text);
}

/**
 * Reads a file of YAML or JSON.
 * @param name - what it is called in problems and origins
 */
export function readFile(name: string, path: string): YamlReading {
  try {
    const bytes = readFileSync(path);
    const text = bytes.toString('utf8');
    if (isUtf8(bytes)) return readText(name, text);
    const line = text.slice(0, text.indexOf('\ufffd')).split('\n').length;
    return unreadable(name, 'holds bytes that are no UTF-8: save it in that encoding', line);
  } catch (error) {
    return unreadable(name, `can't be read: ${error instanceof Error ? error.message : error}`);
  }
}

/** A link that leads nowhere counts: it is told when it is read. */
function isFileOrLink(entry: Dirent): boolean {
  if (!entry.isSymbolicLink()) return entry.isFile();
  try {
    return statSync(join(entry.parentPath, entry.name)).isFile();
  } catch {
    return true;
  }
}

function unreadable(name: string, message: string, line = 1): YamlReading {
  return { manifests: [], problems: [`${name}:${line} ${message}`] };
}

function joined(readings: readonly YamlReading[]): YamlReading {
  const manifests: ManifestEntry[] = [];
  const problems: string[] = [];
  for (const reading of readings) {
    // One by one: a call takes only so many arguments.
    for (const entry of reading.manifests) manifests.push(entry);
    for (const problem of reading.problems) problems.push(problem);
  }
  return { manifests, problems };
}
