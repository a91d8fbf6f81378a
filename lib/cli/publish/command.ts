import { Command } from 'commander';
import { readFiles } from '../../manifest/read-folder';
import { ask, filesAt } from '../git';
import { UserError } from '../user-error';
import { type Published, publish } from './publish';
import { chooseTargets, nameOf, readTargets, type Target } from './targets';

interface PublishOptions {
  readonly from: string;
  readonly dist: string;
  readonly remote: string;
  readonly adopt?: boolean;
  readonly dryRun?: boolean;
}

/** `supercargo publish [ENV...]` */
export function publishCommand(): Command {
  return new Command('publish')
    .summary('bring folders to the branch or repository of their environment')
    .description(
      "Commits each environment's folder, as it is committed here, to the branch or repository from which Argo CD deploys it, and pushes. For config repos with a branch or a repository for each environment.",
    )
    .argument('[environments...]', 'the environments; all that have a place of their own')
    .option('--from <revision>', 'commit to publish', 'HEAD')
    .option('--dist <folder>', 'the output folder', 'dist')
    .option('--remote <name>', 'remote of the config repo itself', 'origin')
    .option('--adopt', 'replace what others have committed to the branch')
    .option('--dry-run', 'tell what would change, and push nothing')
    .addHelpText('after', '\nExample:\n  supercargo publish qa --dry-run')
    .action((environments: readonly string[], options: PublishOptions) => {
      for (const line of publishAll(environments, options)) process.stdout.write(`${line}\n`);
    });
}

function publishAll(environments: readonly string[], options: PublishOptions): readonly string[] {
  const { from, dist, remote, adopt = false, dryRun = false } = options;
  const { manifests, problems } = readFiles(filesAt(from, `${dist}/argocd`));
  if (problems.length > 0) throw new UserError(problems.join('\n'));
  const places = readTargets(manifests);
  const targets = chooseTargets(places, environments);
  const source = ask('rev-parse', `${from}^{commit}`);
  // All folders are looked up first: a mistake in one must not leave others published.
  const publications = targets.map((target) => ({
    target,
    remote: target.repository === places.repository ? remote : target.repository,
    source,
    tree: treeOf(from, dist, target),
    adopt,
  }));
  return publications.map((publication) => told(publish(publication, dryRun), dryRun));
}

function treeOf(revision: string, dist: string, { environment }: Target): string {
  try {
    return ask('rev-parse', `${revision}:./${dist}/${environment}`);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(
      `there is no ${dist}/${environment} in ${revision}: commit what \`npx cdk8s synth\` writes (${error.message})`,
    );
  }
}

function told({ target, commit, changed }: Published, isDryRun: boolean): string {
  if (commit === undefined) return `${target.environment}: ${nameOf(target)} is up to date`;
  const files = changed === 1 ? '1 file' : `${changed} files`;
  return isDryRun
    ? `${target.environment}: ${files} would change in ${nameOf(target)}`
    : `${target.environment}: ${files} changed in ${nameOf(target)}, commit ${commit.slice(0, 9)}`;
}
