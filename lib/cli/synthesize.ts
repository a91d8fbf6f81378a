import {
  type SpawnSyncOptionsWithBufferEncoding,
  type SpawnSyncReturns,
  spawnSync,
} from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { findPlainApp } from './plain-app';
import { UserError } from './user-error';

/**
 * Runs `cdk8s synth` here, as `npx cdk8s synth` does; what is wrong with the sources goes to stderr.
 * @throws UserError when the sources can't be synthesized
 */
export function synthesize(options: SynthesisOptions = {}): void {
  run(undefined, options);
}

/** How sources are synthesized. */
export interface SynthesisOptions {
  /** Whether warnings fail it, too. @default as the sources say */
  readonly isStrict?: boolean;
}

/** A folder to write in place of the output folder. */
interface Aside {
  readonly folder: string;
  readonly dist: string;
  /** File that takes what is wrong with the sources, in place of the manifests. */
  readonly report?: string;
}

/** @param aside - where to write, with nothing said unless it fails @default as cdk8s.yaml says */
function run(aside?: Aside, options: SynthesisOptions = {}): void {
  const { status, error, stderr } = start(aside, options);
  if (error !== undefined) throw new UserError(`cdk8s can't be run: ${error.message}`);
  const said = stderr.toString('utf8');
  if (status !== 0)
    throw new UserError(
      `${withoutStack(said)}the sources can't be synthesized (\`npx cdk8s synth\`)`,
    );
  if (aside === undefined) process.stderr.write(said);
}

/** Runs the app as the CLI does, or has the CLI do so where it has more to do. */
function start(
  aside: Aside | undefined,
  { isStrict = false }: SynthesisOptions,
): SpawnSyncReturns<Buffer> {
  if (!existsSync('cdk8s.yaml'))
    throw new UserError('there is no cdk8s.yaml here: go to the folder of the config repo');
  // The list of files that the CLI prints would stand in the middle of the command's own result.
  const options: SpawnSyncOptionsWithBufferEncoding = {
    env: { ...environment(aside), ...(isStrict && { SUPERCARGO_STRICT: 'true' }) },
    stdio: ['ignore', 'ignore', 'pipe'],
    maxBuffer: 1024 * 1024 * 1024,
  };
  const app = findPlainApp('cdk8s.yaml');
  if (app === undefined)
    return spawnSync(process.execPath, [requireCli(), 'synth', ...optionsOf(aside)], options);
  const { folder = app.output } = aside ?? {};
  rmSync(folder, { recursive: true, force: true });
  return spawnSync(app.command, {
    ...options,
    env: { ...options.env, CDK8S_OUTDIR: folder },
    shell: true,
  });
}

/** The CLI adds its own stack to what the app says. */
function withoutStack(text: string): string {
  return text.replace(/^Error: command .* returned a non-zero exit code \d+\n|^ +at .*\n/gm, '');
}

/**
 * Does work on what the sources make now, in a folder that is removed afterwards.
 * @param dist - the output folder as it is, which tells what configuration older versions have
 */
export function withSynthesized<T>(
  dist: string,
  work: (folder: string) => T,
  options: SynthesisOptions = {},
): T {
  const parent = mkdtempSync(join(tmpdir(), 'supercargo-'));
  const folder = join(parent, 'dist');
  try {
    run({ folder, dist }, options);
    if (!existsSync(folder) || readdirSync(folder).length === 0)
      throw new UserError(
        "the app wrote nothing where `cdk8s synth --output` told it to: leave `outdir` out of its ConfigRepo's props",
      );
    return work(folder);
  } finally {
    rmSync(parent, { recursive: true, force: true });
  }
}

/**
 * Has the sources say what is wrong with them: as lines in a file, or, if the app is none of ours, by the
 * manifests that it has written.
 */
export function withReport<T>(
  dist: string,
  work: (lines: readonly string[], folder: string) => T,
): T {
  const parent = mkdtempSync(join(tmpdir(), 'supercargo-'));
  const [folder, report] = [join(parent, 'dist'), join(parent, 'report')];
  try {
    run({ folder, dist, report });
    const text = existsSync(report) ? readFileSync(report, 'utf8') : '';
    return work(
      text.split('\n').filter((line) => line !== ''),
      folder,
    );
  } finally {
    rmSync(parent, { recursive: true, force: true });
  }
}

function optionsOf(aside: Aside | undefined): readonly string[] {
  if (aside === undefined) return [];
  const { folder, report } = aside;
  // What other validators say of no manifests would be beside the point.
  return ['--output', folder, ...(report === undefined ? [] : ['--no-validate'])];
}

function requireCli(): string {
  try {
    // The package doesn't export its command.
    const { resolve } = createRequire(join(process.cwd(), 'package.json'));
    return join(dirname(resolve('cdk8s-cli/package.json')), 'bin/cdk8s');
  } catch {
    throw new UserError('cdk8s-cli is not installed here: run `npm install`');
  }
}

function environment(aside: Aside | undefined): NodeJS.ProcessEnv {
  const { CDK8S_OUTDIR: _, PATH, ...rest } = process.env;
  const path = [join(process.cwd(), 'node_modules/.bin'), PATH].join(delimiter);
  return {
    ...rest,
    PATH: path,
    CDK8S_CHECK_UPGRADE: 'false',
    ...(aside !== undefined && { SUPERCARGO_PREVIOUS_OUTPUT: resolve(aside.dist) }),
    ...(aside?.report !== undefined && { SUPERCARGO_REPORT: aside.report }),
  };
}
