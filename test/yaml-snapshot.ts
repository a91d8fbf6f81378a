import {
  compareFile,
  compareFolder,
  type UpdateMode,
  yamlFilesIn,
} from '../lib/testing/kept-files';
import { ADVICE, updateModeOf } from '../lib/testing/snapshot';

export { yamlFilesIn };

/** Compares a text with a YAML file that is kept beside the test; `npx jest -u` alone writes it, even a new one. */
export function expectYaml(file: string, text: string): void {
  expectNone(compareFile(file, text, mode()));
}

/** Compares files by path with those of a folder that is kept beside the test; none may be stale. */
export function expectYamlFiles(folder: string, files: ReadonlyMap<string, string>): void {
  expectNone(compareFolder(folder, files, mode()));
}

function mode(): UpdateMode {
  return updateModeOf(expect.getState()) === 'all' ? 'all' : 'none';
}

function expectNone(problems: readonly string[]): void {
  if (problems.length > 0) throw new Error([...problems, ADVICE].join('\n'));
}
