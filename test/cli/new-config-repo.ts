import { mkdirSync, mkdtempSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');

/** A folder of its own for a new config repo; to be removed. */
export function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'new-config-repo-'));
}

/** Stands for `npm install` in a config repo: links to the packages that are here, and to this one. */
export function linkPackages(folder: string): void {
  const modules = join(folder, 'node_modules');
  linkAll(join(ROOT, 'node_modules'), modules, (name) => name !== '.bin');
  linkAll(join(ROOT, 'node_modules/.bin'), join(modules, '.bin'));
  symlinkSync(join(ROOT, 'bin/supercargo.js'), join(modules, '.bin/supercargo'));
  const own = join(modules, 'supercargo');
  mkdirSync(own);
  symlinkSync(join(ROOT, 'lib'), join(own, 'lib'), 'junction');
  writeFileSync(
    join(own, 'package.json'),
    JSON.stringify({ name: 'supercargo', exports: { '.': './lib/index.ts' } }),
  );
}

function linkAll(from: string, to: string, isWanted = (_: string) => true): void {
  mkdirSync(to);
  for (const name of readdirSync(from).filter(isWanted))
    symlinkSync(join(from, name), join(to, name), 'junction');
}
