import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { synthesize, withSynthesized } from '../synthesize';
import { UserError } from '../user-error';

interface SynthOptions {
  readonly out?: string;
  readonly env?: string;
  readonly strict?: boolean;
  readonly dist: string;
}

/** `supercargo synth` */
export function synthCommand(): Command {
  return new Command('synth')
    .summary('write the manifests')
    .description(
      'Does what `npx cdk8s synth` does, without the time that the cdk8s CLI takes to start.',
    )
    .option('--out <folder>', 'new folder to write to, in place of the output folder')
    .option('--env <environment>', 'this environment alone, with --out')
    .option('--strict', 'fail on warnings, too')
    .option('--dist <folder>', 'output folder, which tells older configuration', 'dist')
    .addHelpText(
      'after',
      '\nExamples:\n  supercargo synth\n  supercargo synth --strict\n  supercargo synth --env qa --out /tmp/qa',
    )
    .action(run);
}

function run({ out, env, strict = false, dist }: SynthOptions): void {
  const options = { isStrict: strict };
  if (out !== undefined) withSynthesized(dist, (folder) => copy(folder, out, env), options);
  else if (env === undefined) synthesize(options);
  else
    throw new UserError(
      'the output folder always has all environments: say with --out where to write the one',
    );
}

function copy(folder: string, out: string, env = ''): void {
  if (existsSync(out)) throw new UserError(`${out} exists already: choose a new folder`);
  const from = join(folder, env);
  if (!existsSync(from)) throw new UserError(`there is no environment '${env}'`);
  cpSync(from, join(out, env), { recursive: true });
}
