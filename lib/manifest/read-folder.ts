import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { ManifestEntry } from './manifest-set';
import { readYaml, type YamlReading } from './read-yaml';

/** Reads all `*.yaml` and `*.yml` files of a folder and the folders below it, in the order of their paths. */
export function readFolder(folder: string): YamlReading {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  return readFiles(
    files.map((file) => [relative(folder, file).split(sep).join('/'), readFileSync(file, 'utf8')]),
  );
}

/** Reads YAML files that are given as text. */
export function readFiles(files: Iterable<readonly [file: string, text: string]>): YamlReading {
  const manifests: ManifestEntry[] = [];
  const problems: string[] = [];
  for (const [file, text] of files) {
    const reading = readYaml(file, text);
    manifests.push(...reading.manifests);
    problems.push(...reading.problems);
  }
  return { manifests, problems };
}
