import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { ANNOTATION } from '../../kubernetes/annotations';
import { fieldsOf } from '../../manifest/fields';
import type { ManifestSet } from '../../manifest/manifest-set';
import { entriesOf } from '../environments';
import { readOutput } from '../manifests';
import { UserError } from '../user-error';
import { isProblem, linesOf, readCondition, readExpiry, readVariant } from './arguments';
import { readBranches, withBranchesLocked } from './branches-file';
import { type FolderOptions, withFolder, writeChange } from './change';
import { listBranches } from './list';
import { microservicesIn } from './microservices';
import { checkWanted, type WantedBranch, withBranch } from './open';

interface OpenOptions extends FolderOptions {
  readonly cookie?: readonly string[];
  readonly header?: readonly string[];
  readonly expires: string;
  readonly dist: string;
}

/** `supercargo branch open ENV NAME SYSTEM/SERVICE=IMAGE...` */
export function openCommand(): Command {
  return withFolder(
    new Command('open')
      .summary('open a feature branch')
      .description(
        'Opens a feature branch in an environment: writes it into <environment>.branches.json. `npx cdk8s synth` comes next.',
      )
      .argument('<env>', 'environment: a folder in the output folder')
      .argument('<name>', "name of the branch: the end of its variants' names")
      .argument('<variants...>', 'system, microservice and image: shop/cart=cart:1.2.0-myfeature')
      .option('--cookie <name=value>', 'requests with this cookie; several are or', collect)
      .option('--header <name=value>', 'requests with this header; several are or', collect)
      .option('--expires <day>', "last day: '2026-12-31', or a number of days", '14d'),
  )
    .option('--dist <folder>', 'output folder, which tells what there is', 'dist')
    .addHelpText(
      'after',
      `
A value may also be a beginning, name^=value, or an expression over the whole, name~=value. The metadata of
gRPC are headers. Programs have to pass a header on to what they call.

Example:
  supercargo branch open qa myfeature online-boutique/frontend=registry.example.com/frontend:1.2.0-myfeature --cookie user=myfeature`,
    )
    .action((env: string, name: string, texts: readonly string[], options: OpenOptions) =>
      open(env, name, texts, options),
    );
}

function collect(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

function open(env: string, name: string, texts: readonly string[], options: OpenOptions): void {
  const now = new Date();
  const known = microservicesIn(readEnvironment(options.dist, env));
  requireAllowed(options.dist, env);
  const wanted = readWanted(name, texts, options, now);
  withBranchesLocked(options.branches, () => {
    const branches = readBranches(options.branches, env);
    const problems = checkWanted(wanted, branches, known);
    if (problems.length > 0) throw new UserError(linesOf(problems));
    const next = withBranch(branches, wanted);
    const opened = listBranches(env, next, now).filter((branch) => branch.name === name);
    writeChange(env, options, next, 'opened', opened);
  });
}

/** Of the other environments nothing is read, unless there is no such one, to name them. */
function readEnvironment(dist: string, env: string): ManifestSet {
  const folder = join(dist, env);
  const isThere = statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true;
  if (isThere && readdirSync(dist).includes(env)) return readOutput(folder);
  return entriesOf(readOutput(dist), env, dist);
}

/** An environment's AppProject tells whether it is production. */
function requireAllowed(dist: string, env: string): void {
  const folder = join(dist, 'argocd', 'projects');
  const projects = existsSync(folder) ? readOutput(folder) : [];
  const isRefused = projects.some(
    ({ manifest: { kind, metadata } }) =>
      kind === 'AppProject' &&
      metadata.name === env &&
      fieldsOf(metadata.annotations)[ANNOTATION.featureBranches] === 'refused',
  );
  if (isRefused)
    throw new UserError(
      `'${env}' is production, where no feature branch runs: open it in an environment before that, or say in the sources ` +
        "of the environment why one may run, featureBranches: { allow: '...' }, and run `npx cdk8s synth` before this",
    );
}

function readWanted(
  name: string,
  texts: readonly string[],
  options: OpenOptions,
  now: Date,
): WantedBranch {
  const variants = texts.map(readVariant);
  const expires = readExpiry(options.expires, now);
  const conditions = [
    ...(options.cookie ?? []).map((text) => readCondition('cookie', text)),
    ...(options.header ?? []).map((text) => readCondition('header', text)),
  ];
  const problems = [...variants, expires, ...conditions].filter(isProblem);
  if (problems.length > 0 || isProblem(expires)) throw new UserError(linesOf(problems));
  return {
    name,
    expires,
    conditions: conditions.flatMap((one) => (isProblem(one) ? [] : [one])),
    variants: variants.flatMap((one) => (isProblem(one) ? [] : [one])),
  };
}
