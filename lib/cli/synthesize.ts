import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { UserError } from './user-error';

/**
 * Runs `cdk8s synth` here, as `npx cdk8s synth` does; what is wrong with the sources goes to stderr.
 * @throws UserError when the sources can't be synthesized
 */
export function synthesize(): void {
  run();
}

/** A folder to write in place of the output folder. */
interface Aside {
  readonly folder: string;
  readonly dist: string;
}

/** @param aside - where to write, with nothing said unless it fails @default as cdk8s.yaml says */
function run(aside?: Aside): void {
  const { status, error, stderr } = spawnSync(
    process.execPath,
    [requireCli(), 'synth', ...(aside === undefined ? [] : ['--output', aside.folder])],
    // The list of files that the CLI prints would stand in the middle of the command's own result.
    { env: environment(aside), stdio: ['ignore', 'ignore', 'pipe'], maxBuffer: 1024 * 1024 * 1024 },
  );
  if (error !== undefined) throw new UserError(`cdk8s can't be run: ${error.message}`);
  const said = stderr.toString('utf8');
  if (status !== 0)
    throw new UserError(
      `${withoutStack(said)}the sources can't be synthesized (\`npx cdk8s synth\`)`,
    );
  if (aside === undefined) process.stderr.write(said);
}

/** The CLI adds its own stack to what the app says. */
function withoutStack(text: string): string {
  return text.replace(/^Error: command .* returned a non-zero exit code \d+\n|^ +at .*\n/gm, '');
}

/**
 * Does work on what the sources make now, in a folder that is removed afterwards.
 * @param dist - the output folder as it is, which tells what configuration older versions have
 */
export function withSynthesized<T>(dist: string, work: (folder: string) => T): T {
  const parent = mkdtempSync(join(tmpdir(), 'supercargo-'));
  const folder = join(parent, 'dist');
  try {
    run({ folder, dist });
    if (!existsSync(folder) || readdirSync(folder).length === 0)
      throw new UserError(
        "the app wrote nothing where `cdk8s synth --output` told it to: leave `outdir` out of its ConfigRepo's props",
      );
    return work(folder);
  } finally {
    rmSync(parent, { recursive: true, force: true });
  }
}

function requireCli(): string {
  if (!existsSync('cdk8s.yaml'))
    throw new UserError('there is no cdk8s.yaml here: go to the folder of the config repo');
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
  };
}
