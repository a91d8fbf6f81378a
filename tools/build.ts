import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, posix, resolve, sep } from 'node:path';
import { bundle } from './bundle';
import { compile } from './compile';

const ROOT = resolve(__dirname, '..');

/** The built package, and whatever else is made from the sources; ignored by git. */
export const BUILD_FOLDER = join(ROOT, 'build');

/**
 * Modules whose imports load when they are first used: the entry, since few users need all of the
 * library, and those that lead to what only some repos need: branches, exposure, an output that is there.
 */
const LAZY_MODULES: ReadonlySet<string> = new Set([
  'lib/checks/registry',
  'lib/checks/rules',
  'lib/checks/schema/rules',
  'lib/index',
  'lib/config-repo/committed',
  'lib/config-repo/config-repo',
  'lib/config-repo/kept-config',
  'lib/config-repo/report-aside',
  'lib/config-repo/write',
  'lib/microservice/exposure',
  'lib/schema/validate',
  'lib/system/system',
]);

/** Modules that only some repos need: loaded when they are first used, whichever module imports them. */
const LATE_MODULES: ReadonlySet<string> = new Set([
  'imports/security.istio.io',
  'lib/access/authorization-policy',
  'lib/access/cilium',
  'lib/argocd/preview/application-set',
  'lib/argocd/preview/check',
  'lib/argocd/preview/kustomization',
  'lib/autoscaling/plan',
  'lib/autoscaling/recommendation',
  'lib/delivery/canary-check',
  'lib/delivery/rollout-plan',
  'lib/delivery/side-by-side-check',
  'lib/environment/observability',
  'lib/environment/previews',
  'lib/environment/secrets',
  'lib/kubernetes/cron',
  'lib/kubernetes/exposure',
  'lib/manifest/secret-likeness',
  'lib/observability/dashboard',
  'lib/observability/monitor',
  'lib/observability/queries',
  'lib/observability/rules',
  'lib/observability/volume-alerts',
  'lib/traffic/wire',
]);

/** What `supercargo init` writes: sources of its users, in the package as they are. */
const TEMPLATE = 'lib/cli/init/template';

/** Makes the package's code and types. */
export function buildPackage(): void {
  rmSync(BUILD_FOLDER, { recursive: true, force: true });
  execFileSync(process.execPath, [require.resolve('typescript/bin/tsc'), '--project', 'lib'], {
    cwd: ROOT,
    stdio: 'inherit',
  });
  for (const module of sourcesIn('lib'))
    if (lateImportsOf(module).length > 0) writeModule(module, BUILD_FOLDER);
  compileCel(BUILD_FOLDER);
  cpSync(join(ROOT, TEMPLATE), join(BUILD_FOLDER, TEMPLATE), { recursive: true });
  bundle(BUILD_FOLDER);
}

/** Makes the package's code alone, without checking its types, in two seconds. */
export function compilePackage(folder: string): void {
  compileModules(folder);
  bundle(folder);
}

/** The same without bundles: each module is in its own file. */
export function compileModules(folder: string): void {
  cpSync(join(ROOT, TEMPLATE), join(folder, TEMPLATE), { recursive: true });
  for (const room of ['lib', 'imports']) {
    for (const module of sourcesIn(room)) writeModule(module, folder);
    for (const file of filesIn(room))
      if (file.endsWith('.json')) cpSync(join(ROOT, file), join(folder, file));
  }
  compileCel(folder);
}

/** @throws Error when a module that is to load late isn't there: it would load early without a word */
function sourcesIn(room: string): readonly string[] {
  const sources = filesIn(room)
    .filter((file) => file.endsWith('.ts') && !file.startsWith(`${TEMPLATE}/`))
    .map((file) => file.slice(0, -'.ts'.length));
  for (const module of [...LAZY_MODULES, ...LATE_MODULES])
    if (module.startsWith(`${room}/`) && !sources.includes(module))
      throw new Error(`tools/build.ts: there is no module '${module}'`);
  return sources;
}

function filesIn(room: string): readonly string[] {
  return readdirSync(join(ROOT, room), { recursive: true, encoding: 'utf8' }).map((file) =>
    posix.join(room, file.split(sep).join('/')),
  );
}

/** A package that comes as ES modules alone, which users' jest can't load, and Node.js before 20.19 neither. */
const CEL = '@marcbachmann/cel-js';

/** Makes CommonJS of it, beside the modules that use it. */
function compileCel(folder: string): void {
  const from = join(ROOT, 'node_modules', CEL);
  const users = join(folder, 'lib/schema/cel');
  const to = join(users, 'cel-js');
  mkdirSync(to, { recursive: true });
  cpSync(join(from, 'LICENSE'), join(to, 'LICENSE'));
  for (const file of readdirSync(join(from, 'lib')).filter((name) => name.endsWith('.js')))
    writeFileSync(join(to, file), compile(join(from, 'lib', file)));
  for (const file of readdirSync(users).filter((name) => name.endsWith('.js'))) {
    const text = readFileSync(join(users, file), 'utf8');
    writeFileSync(join(users, file), text.replaceAll(`require("${CEL}")`, 'require("./cel-js")'));
  }
}

function writeModule(module: string, folder: string): void {
  const target = join(folder, `${module}.js`);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, compile(join(ROOT, `${module}.ts`), lateImportsOf(module)));
}

/** The relative modules, as a module names them, that it does not load before they are used. */
function lateImportsOf(module: string): readonly string[] {
  const text = readFileSync(join(ROOT, `${module}.ts`), 'utf8');
  const imports = [...text.matchAll(/ from '(\.[^']+)'/g)].map(([, path = '']) => path);
  return LAZY_MODULES.has(module)
    ? imports
    : imports.filter((path) => LATE_MODULES.has(posix.join(posix.dirname(module), path)));
}

if (require.main === module) buildPackage();
