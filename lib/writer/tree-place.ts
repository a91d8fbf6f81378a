import { lstatSync, readlinkSync, realpathSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { findErrorCode, WriteError } from './tree-error';
import type { TreePlan } from './tree-plan';

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

/** Folders of other tools, in which nothing is output. */
const NEVER_OUTPUT = ['.git', 'node_modules'];

function checkPlace(path: string): string | undefined {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return undefined;
  if (!stats.isDirectory()) return 'is a file: choose a folder, such as "dist"';
  const owned = findOwned(path);
  if (owned === undefined) return undefined;
  return `holds ${owned}, and the YAML in an output folder is replaced: choose a folder for output alone, such as "dist"`;
}

function findOwned(folder: string): string | undefined {
  const inside = folder.split(sep).find((name) => NEVER_OUTPUT.includes(name));
  if (inside !== undefined) return `what belongs to ${inside}`;
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

/** What may lie beside output, and stays: hidden files, and what tells people about it. */
const BESIDE_OUTPUT = /^\.|\.(md|txt|json|yml)$|^(LICENSE|CODEOWNERS|OWNERS)$/;

/**
 * Checks that a folder is one for output: that it holds nothing but YAML, and what may lie beside it.
 * Else somebody has named a folder of sources, or of the system.
 * @throws WriteError
 */
export function requireOutputOnly({ foreign, present }: TreePlan): void {
  const other = foreign.find(
    (path) => present?.get(path) === 'file' && !BESIDE_OUTPUT.test(basename(path)),
  );
  if (other === undefined) return;
  throw new WriteError(
    `holds "${other}", which isn't output, and all YAML in an output folder is replaced: choose a folder for output alone, such as "dist"`,
  );
}
