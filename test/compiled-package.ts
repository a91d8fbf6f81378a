import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { compilePackage } from '../tools/build';

const ROOT = join(__dirname, '..');

/**
 * The folder of this package as it is installed, with its dependencies beside it. It is compiled once for all
 * tests, since what uses it so starts several times faster than with a loader.
 */
export function compiledPackage(): string {
  const made = process.env.MADE_FOR_TESTS ?? '';
  const installed = join(made, 'installed');
  if (!existsSync(installed)) {
    const own = `${installed}.${process.pid}`;
    install(own);
    // Another process may have been faster; then both have made the same.
    if (!existsSync(installed)) renameSync(own, installed);
  }
  return join(installed, 'node_modules/supercargo');
}

function install(folder: string): void {
  const modules = join(folder, 'node_modules');
  linkAll(join(ROOT, 'node_modules'), modules);
  const own = join(modules, 'supercargo');
  compilePackage(join(own, 'build'));
  cpSync(join(ROOT, 'bin'), join(own, 'bin'), { recursive: true });
  cpSync(join(ROOT, 'package.json'), join(own, 'package.json'));
}

/** Links to all that is in a folder, in another one. */
export function linkAll(from: string, to: string, isWanted = (_: string) => true): void {
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from).filter(isWanted))
    symlinkSync(join(from, name), join(to, name), 'junction');
}
