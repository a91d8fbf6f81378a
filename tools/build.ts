import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { transformFileSync } from '@swc/core';

const ROOT = resolve(__dirname, '..');

/** The built package, and whatever else is made from the sources; ignored by git. */
export const BUILD_FOLDER = join(ROOT, 'build');

/**
 * Modules whose imports load when they are first used: the entry, since few users need all of the
 * library, and those that lead to what only some repos need: branches, exposure, an output that is there.
 */
const LAZY_MODULES = [
  'lib/index',
  'lib/config-repo/config-repo',
  'lib/config-repo/write',
  'lib/microservice/exposure',
  'lib/system/system',
];

/** What `supercargo init` writes: sources of its users, in the package as they are. */
const TEMPLATE = 'lib/cli/init/template';

/** Makes the package's code and types. */
export function buildPackage(): void {
  rmSync(BUILD_FOLDER, { recursive: true, force: true });
  execFileSync(process.execPath, [require.resolve('typescript/bin/tsc'), '--project', 'lib'], {
    cwd: ROOT,
    stdio: 'inherit',
  });
  for (const module of LAZY_MODULES)
    writeFileSync(join(BUILD_FOLDER, `${module}.js`), compile(join(ROOT, `${module}.ts`), true));
  cpSync(join(ROOT, TEMPLATE), join(BUILD_FOLDER, TEMPLATE), { recursive: true });
}

/**
 * A module of TypeScript as CommonJS.
 * @param isLazy - whether the modules that it imports are loaded when they are first used
 */
export function compile(file: string, isLazy = false): string {
  return transformFileSync(file, {
    configFile: false,
    swcrc: false,
    module: {
      type: 'commonjs',
      ignoreDynamic: true,
      lazy: isLazy && importsOf(file),
      // Tells Node.js the names for `import`.
      exportInteropAnnotation: true,
    },
    jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
  }).code;
}

/** The relative modules that a module imports, as it names them. */
function importsOf(file: string): string[] {
  return [...readFileSync(file, 'utf8').matchAll(/ from '(\.[^']+)'/g)].map(
    ([, path = '']) => path,
  );
}

if (require.main === module) buildPackage();
