import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { diffLines } from './line-diff';

/** The variables that decide whether a snapshot may be rewritten. */
export interface SnapshotVariables {
  readonly UPDATE_SNAPSHOTS?: string;
  readonly CI?: string;
}

/**
 * Compares a text with a YAML file that is kept beside the test, byte for byte.
 * Rewrites the file with UPDATE_SNAPSHOTS=1, but never where CI is set.
 */
export function expectYaml(
  file: string,
  text: string,
  variables: SnapshotVariables = process.env,
): void {
  const stored = existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  if (stored === text) return;
  if (mayUpdate(variables)) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return;
  }
  const problem =
    stored === undefined
      ? 'is missing'
      : `differs from what is rendered:\n${diffLines(visible(stored), visible(text)).join('\n')}`;
  throw new Error(`${relative(process.cwd(), file)} ${problem}\n${ADVICE}`);
}

/** Compares files by path with those of a folder that is kept beside the test; none may be stale. */
export function expectYamlFiles(
  folder: string,
  files: ReadonlyMap<string, string>,
  variables: SnapshotVariables = process.env,
): void {
  for (const [path, text] of files) expectYaml(join(folder, path), text, variables);
  const stale = yamlFilesIn(folder).filter((path) => !files.has(path));
  if (stale.length === 0) return;
  if (!mayUpdate(variables))
    throw new Error(
      `${relative(process.cwd(), folder)} holds what isn't rendered: ${stale.join(', ')}\n${ADVICE}`,
    );
  for (const path of stale) rmSync(join(folder, path));
}

/** Paths of the YAML files below a folder, sorted, with `/` between folders. */
export function yamlFilesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.yaml'))
    .map((path) => path.replaceAll('\\', '/'))
    .sort();
}

const ADVICE = 'If that is meant, run `UPDATE_SNAPSHOTS=1 npx jest` and review the changed files.';

function mayUpdate({ UPDATE_SNAPSHOTS, CI = '' }: SnapshotVariables): boolean {
  return UPDATE_SNAPSHOTS === '1' && CI === '';
}

/** Shows what a terminal would not: carriage returns, and spaces at the end of a line. */
function visible(text: string): string {
  return text.replaceAll('\r', '␍').replace(/ +$/gm, (spaces) => '·'.repeat(spaces.length));
}
