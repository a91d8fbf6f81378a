import { execFileSync } from 'node:child_process';
import { readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { join, posix, relative, sep } from 'node:path';
import { exports as exported } from '../package.json';
import { compile } from './compile';

/** Modules that users import: Node.js looks for the names in a module's own text. */
const ENTRIES: ReadonlySet<string> = new Set(
  Object.values(exported)
    .map((entry) => (typeof entry === 'string' ? entry : entry.default))
    .map((file) => posix.relative('build', file).replace(/\.js$/, '')),
);

/**
 * Puts what each synthesis loads into one file, and what its rules load into another: Node.js takes a third of a
 * millisecond to find, read and compile a module, of which there are hundreds. The modules' own files stay, and
 * lead there. What few repos need is not in them.
 * @param folder - of the compiled package
 */
export function bundle(folder: string): void {
  const core = loadedBy(folder, 'without rules');
  const all = loadedBy(folder, '');
  writeBundle(folder, 'core', core);
  writeBundle(
    folder,
    'rules',
    all.filter((id) => !core.includes(id)),
  );
}

/** Variables that tell a synthesis to do something else. */
const OPTIONS = /^(?:SUPERCARGO|CDK8S)_/;

/** The modules that a synthesis loads: `lib/manifest/fields`. */
function loadedBy(folder: string, variant: string): readonly string[] {
  const program = join(folder, 'bundle-sample.js');
  writeFileSync(program, compile(join(__dirname, 'bundle-sample.ts')));
  try {
    const printed = execFileSync(process.execPath, [program, realpathSync(folder), variant], {
      encoding: 'utf8',
      // With what it says on stderr, an error tells why.
      stdio: 'pipe',
      env: Object.fromEntries(Object.entries(process.env).filter(([name]) => !OPTIONS.test(name))),
    });
    const files: readonly string[] = JSON.parse(printed);
    return files
      .map((file) => relative(realpathSync(folder), file).split(sep).join('/'))
      .filter((file) => file.endsWith('.js'))
      .map((file) => file.slice(0, -'.js'.length))
      .filter((id) => !ENTRIES.has(id))
      .sort();
  } finally {
    rmSync(program);
  }
}

function writeBundle(folder: string, name: string, ids: readonly string[]): void {
  const fileOf = (id: string) => join(folder, `${id}.js`);
  const modules = ids.map((id) => {
    const text = withPathsOf(readFileSync(fileOf(id), 'utf8'), id, ids);
    // In brackets a function is compiled at once, since it will be called.
    return `modules[${JSON.stringify(id)}] = (function (exports, module) {${text}\n});\n`;
  });
  writeFileSync(join(folder, 'lib', `${name}.bundle.js`), `${LOADER}${modules.join('')}`);
  for (const id of ids) {
    const path = posix.join(posix.relative(posix.dirname(id), 'lib'), `${name}.bundle.js`);
    const from = path.startsWith('.') ? path : `./${path}`;
    writeFileSync(
      fileOf(id),
      `"use strict";\nmodule.exports = require(${JSON.stringify(from)}).load(${JSON.stringify(id)});\n`,
    );
  }
}

/**
 * A module's text, to stand in a bundle: modules of the same one are loaded from there, and others by paths from there,
 * which who bundles the bundle can follow.
 */
function withPathsOf(text: string, id: string, own: readonly string[]): string {
  return text.replace(/\brequire\((["'`])(\.\.?\/[^"'`$]*)/g, (_, quote: string, path: string) => {
    const target = posix.join(posix.dirname(id), path);
    if (own.includes(target)) return `load(${quote}${target}`;
    const from = posix.relative('lib', target) + (target.endsWith('/') ? '/' : '');
    return `require(${quote}${from.startsWith('.') ? '' : './'}${from}`;
  });
}

/** What is in front of the modules. */
const LOADER = `"use strict";
const modules = Object.create(null);
const loaded = new Map();

exports.load = load;

function load(id) {
  const known = loaded.get(id);
  if (known !== undefined) return known.exports;
  const module = { exports: {} };
  loaded.set(id, module);
  try {
    modules[id](module.exports, module);
  } catch (error) {
    loaded.delete(id);
    throw error;
  }
  return module.exports;
}

`;
