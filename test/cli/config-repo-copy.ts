import { type ChildProcess, spawn } from 'node:child_process';
import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { compile } from '../../tools/compile';
import { compiledPackage } from '../compiled-package';
import { yamlFilesIn } from '../yaml-snapshot';

const ROOT = join(__dirname, '../..');
const MODULES = join(ROOT, 'node_modules');
const SOURCES = [
  'apps',
  'cdk8s.yaml',
  'dist',
  'envs',
  'imports',
  'lib',
  'main.ts',
  'package.json',
  'tsconfig.json',
];

/** What a finished command left. */
export interface Outcome {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A copy of this repository in a folder of its own; to be removed. */
export function copyConfigRepo(): string {
  const folder = mkdtempSync(join(tmpdir(), 'config-repo-'));
  for (const source of SOURCES)
    cpSync(join(ROOT, source), join(folder, source), { recursive: true });
  symlinkSync(MODULES, join(folder, 'node_modules'), 'junction');
  return folder;
}

/** Compiles a copy in place, since a process that runs it so starts several times faster than with a loader. */
export function compileCopy(folder: string): void {
  for (const room of ['lib', 'imports']) rmSync(join(folder, room), { recursive: true });
  cpSync(join(compiledPackage(), 'build'), folder, { recursive: true });
  const sources = ['apps', 'envs'].flatMap((room) =>
    readdirSync(join(folder, room)).map((file) => join(folder, room, file)),
  );
  for (const source of [...sources, join(folder, 'main.ts')].filter((file) =>
    file.endsWith('.ts'),
  )) {
    writeFileSync(source.replace(/ts$/, 'js'), compile(source));
    rmSync(source);
  }
  const settings = join(folder, 'cdk8s.yaml');
  writeFileSync(settings, readFileSync(settings, 'utf8').replace('tsx main.ts', 'node main.js'));
}

export function removeCopy(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

/** Runs `cdk8s synth` in a folder to its end. */
export function synth(
  folder: string,
  args: readonly string[] = [],
  variables: NodeJS.ProcessEnv = {},
): Promise<Outcome> {
  return finish(startSynth(folder, args, variables));
}

/** Starts `cdk8s synth` in a process group of its own. */
export function startSynth(
  folder: string,
  args: readonly string[] = [],
  variables: NodeJS.ProcessEnv = {},
): ChildProcess {
  const env = {
    ...process.env,
    PATH: [join(MODULES, '.bin'), process.env.PATH].join(delimiter),
    CDK8S_CHECK_UPGRADE: 'false',
    ...variables,
  };
  const cli = join(MODULES, 'cdk8s-cli/bin/cdk8s');
  return spawn(process.execPath, [cli, 'synth', ...args], { cwd: folder, env, detached: true });
}

/** Waits for the end of a command, and for all that it has to say. */
export function finish(child: ChildProcess): Promise<Outcome> {
  const [stdout, stderr]: [string[], string[]] = [[], []];
  child.stdout?.on('data', (chunk) => stdout.push(String(chunk)));
  child.stderr?.on('data', (chunk) => stderr.push(String(chunk)));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode) =>
      resolve({ exitCode, stdout: stdout.join(''), stderr: stderr.join('') }),
    );
  });
}

/** The text of each YAML file below a folder. */
export function textsIn(folder: string): ReadonlyMap<string, string> {
  return new Map(
    yamlFilesIn(folder).map((file) => [file, readFileSync(join(folder, file), 'utf8')]),
  );
}

/** Text, time of the last change and inode of each YAML file: what a run that writes nothing leaves. */
export function traceOf(folder: string): ReadonlyMap<string, readonly [string, number, number]> {
  return new Map(
    [...textsIn(folder)].map(([file, text]) => {
      const { mtimeMs, ino } = statSync(join(folder, file));
      return [file, [text, mtimeMs, ino]];
    }),
  );
}
