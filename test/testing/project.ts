import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { compiledPackage } from '../compiled-package';

const ROOT = resolve(__dirname, '../..');

const CODE = join(compiledPackage(), 'build');

const ENTRIES = {
  supercargo: join(CODE, 'lib/index.js'),
  'supercargo/testing': join(CODE, 'lib/testing/index.js'),
  'supercargo/testing/jest': join(CODE, 'lib/testing/jest.js'),
};

const SWC = [
  require.resolve('@swc/jest'),
  { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } },
];

const JEST = {
  testEnvironment: 'node',
  moduleNameMapper: Object.fromEntries(
    Object.entries(ENTRIES).map(([name, file]) => [`^${name}$`, file]),
  ),
  modulePaths: [join(ROOT, 'node_modules')],
  transform: { '\\.ts$': SWC },
};

const TSCONFIG = {
  compilerOptions: {
    target: 'es2022',
    module: 'node20',
    paths: {
      ...Object.fromEntries(Object.entries(ENTRIES).map(([name, file]) => [name, [file]])),
      '*': [join(ROOT, 'node_modules/*')],
    },
  },
};

/** Makes a project of a user's in a folder of its own, with files by path. */
export function makeProject(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'project-'));
  const all = {
    ...files,
    'package.json': JSON.stringify({ jest: JEST }),
    'tsconfig.json': JSON.stringify(TSCONFIG),
  };
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** What a command has said, and whether it ended well. */
interface Outcome {
  readonly isRight: boolean;
  readonly output: string;
}

/** Runs jest in a project, as at a desk. */
export function runJest(
  folder: string,
  args: readonly string[] = [],
  variables: Readonly<Record<string, string>> = {},
): Outcome {
  return runNode(
    folder,
    [require.resolve('jest/bin/jest'), '-i', '--no-color', ...args],
    variables,
  );
}

/** Runs a file of TypeScript in a project. */
export function runTypeScript(folder: string, file: string): Outcome {
  return runNode(folder, ['--import', require.resolve('tsx'), file], {});
}

function runNode(
  folder: string,
  args: readonly string[],
  variables: Readonly<Record<string, string>>,
): Outcome {
  const { CI: _, JEST_WORKER_ID: __, ...env } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: folder,
    encoding: 'utf8',
    env: { ...env, CI: 'false', ...variables },
  });
  return { isRight: status === 0, output: stdout + stderr };
}
