import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { App } from 'cdk8s';
import * as ts from 'typescript';
import { ConfigRepo, readTree, type TreeReading } from '../../lib';
import type { Example } from './example';

/** Files that a page shows beside its TypeScript: text by path. */
export type Files = ReadonlyMap<string, string>;

/**
 * Runs an example, whose imports may be other examples of its page, and gives what it synthesizes.
 * What the page shows as JSON is put into a folder for that time.
 */
export function run(example: Example, examples: readonly Example[], files: Files): TreeReading {
  const folder = mkdtempSync(join(tmpdir(), 'docs-'));
  try {
    for (const [path, text] of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return catchSynthesis(() => load(example, examples, folder));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Has `synth()` write nothing, and gives what it would have written. */
function catchSynthesis(work: () => void): TreeReading {
  let caught: TreeReading | undefined;
  const spies = [
    jest.spyOn(App.prototype, 'synth').mockImplementation(function (this: App) {
      caught = readTree(this);
    }),
    jest.spyOn(ConfigRepo.prototype, 'synth').mockImplementation(function (
      this: ConfigRepo<readonly []>,
    ) {
      caught = this.synthesize();
    }),
  ];
  try {
    work();
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  if (caught === undefined) throw new Error('the example never calls synth()');
  return caught;
}

function load(example: Example, examples: readonly Example[], folder: string): unknown {
  const loaded = new Map<string, unknown>();
  const loadFile = (one: Example): unknown => {
    const exports: unknown = {};
    loaded.set(one.file, exports);
    const importFrom = (name: string): unknown => {
      if (!name.startsWith('.')) return requireByName(name);
      const path = resolve(dirname(one.file), name);
      const other = examples.find(({ file }) =>
        [`${path}.ts`, join(path, 'index.ts')].includes(file),
      );
      if (other === undefined) throw new Error(`no block of the page is ${name}`);
      return loaded.get(other.file) ?? loadFile(other);
    };
    new Function('exports', 'require', '__dirname', transpile(one.code))(
      exports,
      importFrom,
      folder,
    );
    return exports;
  };
  return loadFile(example);
}

function requireByName(name: string): unknown {
  return name === 'supercargo' ? require('../../lib') : require(name);
}

function transpile(code: string): string {
  const compilerOptions = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 };
  return ts.transpileModule(code, { compilerOptions }).outputText;
}
