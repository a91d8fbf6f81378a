import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { type Problem, wrongValue } from '../../problem/problem';
import { explainingFor } from '../../writer/tree-error';
import type { Files } from './plan';

/** A repository that has just been cloned has this, and nothing else. */
const GIT = '.git';

/** Checks that a folder can be filled: it isn't there yet, or is empty. */
export function checkFolder(folder: string): readonly Problem[] {
  if (folder === '')
    return [wrongValue('DIR', folder, "a folder to write: my-config, or '.' for this one")];
  const stats = statSync(folder, { throwIfNoEntry: false });
  if (stats === undefined) return [];
  if (!stats.isDirectory()) return [{ field: folder, message: 'is a file: name a folder' }];
  const found = readdirSync(folder).filter((name) => name !== GIT);
  if (found.length === 0) return [];
  const more = found.length > 5 ? ` and ${found.length - 5} more` : '';
  return [
    {
      field: folder,
      message: `isn't empty: it has ${found.sort().slice(0, 5).join(', ')}${more}; name another folder, or a new one`,
    },
  ];
}

/**
 * Writes all files to a folder, or none: they are made beside their places first.
 * @throws WriteError when the folder can't be written
 */
export function writeFiles(folder: string, files: Files): void {
  explainingFor(folder, () => {
    const made = mkdirSync(folder, { recursive: true });
    const placed: string[] = [];
    const workshop = mkdtempSync(join(folder, '.init-'));
    try {
      for (const [path, text] of files) {
        mkdirSync(dirname(join(workshop, path)), { recursive: true });
        writeFileSync(join(workshop, path), text);
      }
      for (const name of readdirSync(workshop)) {
        renameSync(join(workshop, name), join(folder, name));
        placed.push(join(folder, name));
      }
      rmSync(workshop, { recursive: true });
    } catch (error) {
      for (const path of made === undefined ? [workshop, ...placed] : [made])
        rmSync(path, { recursive: true, force: true });
      throw error;
    }
  });
}
