import { lstatSync, readlinkSync, realpathSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { findErrorCode, WriteError } from './tree-error';

/**
 * The real path of an output folder, which need not exist. A link is followed, also when what it
 * points to is missing.
 * @throws WriteError when it is a file, or holds more than output: the current folder, a
 * repository or a package
 */
export function requireOutputFolder(folder: string): string {
  const real = followLinks(resolve(folder));
  const problem = checkPlace(real);
  if (problem !== undefined) throw new WriteError(problem);
  return real;
}

function followLinks(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    if (findErrorCode(error) !== 'ENOENT') throw error;
    const above = followLinks(dirname(path));
    const here = join(above, basename(path));
    return isLink(here) ? followLinks(resolve(above, readlinkSync(here))) : here;
  }
}

function checkPlace(path: string): string | undefined {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return undefined;
  if (!stats.isDirectory()) return 'is a file: choose a folder, such as "dist"';
  const owned = findOwned(path);
  if (owned === undefined) return undefined;
  return `holds ${owned}, and the YAML in an output folder is replaced: choose a folder for output alone, such as "dist"`;
}

function findOwned(folder: string): string | undefined {
  if (isInside(folder, realpathSync(process.cwd()))) return 'the current folder';
  return ['.git', 'package.json'].find((name) => exists(join(folder, name)));
}

function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
}

/** Whether something is at `path`, a broken link too. */
export function exists(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}
