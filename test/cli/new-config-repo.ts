import { mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compiledPackage, linkAll } from '../compiled-package';

const ROOT = join(__dirname, '../..');

/** A folder of its own for a new config repo; to be removed. */
export function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'new-config-repo-'));
}

/**
 * Stands for `npm install` in a config repo: links to the packages that are here, and this one compiled.
 */
export function linkPackages(folder: string): void {
  const modules = join(folder, 'node_modules');
  linkAll(join(ROOT, 'node_modules'), modules, (name) => name !== '.bin');
  linkAll(join(ROOT, 'node_modules/.bin'), join(modules, '.bin'));
  symlinkSync(compiledPackage(), join(modules, 'supercargo'), 'junction');
  const command = join(modules, 'supercargo/bin/supercargo.js');
  symlinkSync(command, join(modules, '.bin/supercargo'));
}
