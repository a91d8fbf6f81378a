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

/** The modules that a synthesis loads: `lib/manifest/fields`. */
function loadedBy(folder: string, variant: string): readonly string[] {
  const program = join(folder, 'bundle-sample.js');
  writeFileSync(program, compile(join(__dirname, 'bundle-sample.ts')));
  try {
    const printed = execFileSync(process.execPath, [program, realpathSync(folder), variant], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
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
  const modules = ids.map(
    // In brackets a function is compiled at once, since it will be called.
    (id) =>
      `modules[${JSON.stringify(id)}] = (function (exports, require, module) {${readFileSync(fileOf(id), 'utf8')}\n});\n`,
  );
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

/** What is in front of the modules. A module of another file is loaded by Node.js. */
const LOADER = `"use strict";
const { join, posix } = require("node:path");
const modules = Object.create(null);
const loaded = new Map();

exports.load = load;

function load(id) {
  const known = loaded.get(id);
  if (known !== undefined) return known.exports;
  const module = { exports: {} };
  loaded.set(id, module);
  const folder = posix.dirname(id);
  modules[id](module.exports, (path) => requireFrom(folder, path), module);
  return module.exports;
}

function requireFrom(folder, path) {
  if (!path.startsWith(".")) return require(path);
  const id = posix.join(folder, path);
  return modules[id] === undefined ? require(join(__dirname, "..", id)) : load(id);
}

`;
