import { cpSync, mkdirSync, mkdtempSync, readdirSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compiledPackage } from '../compiled-package';

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
  const own = join(modules, 'supercargo');
  mkdirSync(own);
  cpSync(compiledPackage(), join(own, 'build'), { recursive: true });
  cpSync(join(ROOT, 'bin'), join(own, 'bin'), { recursive: true });
  cpSync(join(ROOT, 'package.json'), join(own, 'package.json'));
  symlinkSync(join(own, 'bin/supercargo.js'), join(modules, '.bin/supercargo'));
}

function linkAll(from: string, to: string, isWanted = (_: string) => true): void {
  mkdirSync(to);
  for (const name of readdirSync(from).filter(isWanted))
    symlinkSync(join(from, name), join(to, name), 'junction');
}
