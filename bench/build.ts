import { copyFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { transformFileSync } from '@swc/core';

const ROOT = resolve(__dirname, '..');

/** Where everything of a run is, beside the project's dependencies; ignored by git. */
export const WORK_FOLDER = join(ROOT, 'build', 'bench');

const PROGRAMS = join(WORK_FOLDER, 'js');

/** Compiles the library and the measured programs, so that no measurement has compiling in it. */
export function buildPrograms(): void {
  rmSync(WORK_FOLDER, { recursive: true, force: true });
  for (const folder of ['lib', 'imports', 'bench'])
    for (const file of readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }))
      build(join(folder, file));
}

/** The compiled file of a program of `bench/programs/`. */
export function programFile(name: string): string {
  return join(PROGRAMS, 'bench', 'programs', `${name}.js`);
}

function build(file: string): void {
  const target = join(PROGRAMS, file.replace(/\.ts$/, '.js'));
  if (file.endsWith('.ts')) {
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, compile(join(ROOT, file)));
  } else if (file.endsWith('.json')) {
    mkdirSync(dirname(target), { recursive: true });
    copyFileSync(join(ROOT, file), target);
  }
}

function compile(file: string): string {
  return transformFileSync(file, {
    configFile: false,
    swcrc: false,
    module: { type: 'commonjs', ignoreDynamic: true },
    jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
  }).code;
}
