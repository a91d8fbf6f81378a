import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { diffLines } from './line-diff';

/** What may be written: all that differs, what isn't there yet, or nothing. */
export type UpdateMode = 'all' | 'new' | 'none';

/** Lines of a difference that are shown. */
const MAX_LINES = 40;

/** Paths of the YAML files below a folder, sorted, with `/` between folders; none where there is no folder. */
export function yamlFilesIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.ya?ml$/.test(path) && isFile(join(folder, path)))
    .map((path) => path.replaceAll('\\', '/'))
    .sort();
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

/** The text of each YAML file below a folder, by path. */
export function readYamlFiles(folder: string): ReadonlyMap<string, string> {
  return new Map(
    yamlFilesIn(folder).map((path) => [path, readFileSync(join(folder, path), 'utf8')]),
  );
}

/**
 * Compares a text with a file that is kept beside the test, byte for byte.
 * @returns what is wrong, if it may not be mended
 */
export function compareFile(file: string, text: string, mode: UpdateMode): readonly string[] {
  if (existsSync(file) && !isFile(file))
    return [`${shown(file)} is a folder, allowed a file: ${shown(join(file, 'NAME.yaml'))}`];
  const kept = existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  if (kept === text) return [];
  if (mode === 'all' || (mode === 'new' && kept === undefined)) return writeKept(file, text);
  if (kept === undefined) return [`${shown(file)} is missing`];
  return [`${shown(file)} differs from what is rendered:\n${changesInWords(kept, text)}`];
}

function writeKept(file: string, text: string): readonly string[] {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return [];
  } catch (error) {
    return [
      `${shown(file)} can't be written: ${error instanceof Error ? error.message : String(error)}`,
    ];
  }
}

/** Compares files with those of a folder that holds nothing else; what isn't rendered any more is one problem. */
export function compareFolder(
  folder: string,
  files: ReadonlyMap<string, string>,
  mode: UpdateMode,
): readonly string[] {
  const problems = [...files].flatMap(([path, text]) =>
    compareFile(join(folder, path), text, mode),
  );
  const stale = yamlFilesIn(folder).filter((path) => !files.has(path));
  if (stale.length === 0) return problems;
  if (mode !== 'all')
    return [...problems, `${shown(folder)} holds what isn't rendered: ${stale.join(', ')}`];
  for (const path of stale) rmSync(join(folder, path));
  return problems;
}

/** A path as a person at this folder would write it. */
export function shown(path: string): string {
  return relative(process.cwd(), path);
}

function changesInWords(kept: string, text: string): string {
  const lines = diffLines(visible(kept), visible(text));
  const rest = lines.length - MAX_LINES;
  const all = rest > 1 ? [...lines.slice(0, MAX_LINES), `... ${rest} more lines`] : lines;
  return all.join('\n');
}

/** Shows what a terminal would not: carriage returns, and spaces at the end of a line. */
function visible(text: string): string {
  return text.replaceAll('\r', '␍').replace(/ +$/gm, (spaces) => '·'.repeat(spaces.length));
}
