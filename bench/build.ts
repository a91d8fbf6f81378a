import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { BUILD_FOLDER, buildPackage, compileModules } from '../tools/build';
import { compile } from '../tools/compile';

/** Where everything of a run is, beside the package as its users get it. */
export const WORK_FOLDER = join(BUILD_FOLDER, 'bench');

/** The package's modules one by one, for what needs no more than one of them. */
const APART = join(WORK_FOLDER, 'apart');

/** Builds the package and the measured programs, so that no measurement has compiling in it. */
export function buildPrograms(): void {
  buildPackage();
  compileModules(APART);
  for (const file of readdirSync(__dirname, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.ts')) continue;
    const target = join(WORK_FOLDER, file.replace(/\.ts$/, '.js'));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, compile(join(__dirname, file)));
  }
}

/** The compiled file of a program of `bench/programs/`. */
export function programFile(name: string): string {
  return join(WORK_FOLDER, 'programs', `${name}.js`);
}
