import { basename, resolve } from 'node:path';
import { Command, Option } from 'commander';
import { formatProblem } from '../../problem/problem';
import { UserError } from '../user-error';
import { exampleRepository, planFiles } from './plan';
import { CI_CHOICES, type Ci, checkNewRepo, type NewRepo } from './spec';
import { readOwnPackage, readTemplate } from './template';
import { checkFolder, writeFiles } from './write';

interface InitOptions {
  readonly name?: string;
  readonly repository?: string;
  readonly ci: Ci;
}

/** `supercargo init DIR` */
export function initCommand(): Command {
  return new Command('init')
    .summary('write a new config repo')
    .description(
      'Writes a config repo that works: a small system in two environments, tests, pipelines, Renovate. All of it is yours to change.',
    )
    .argument('<dir>', "folder to write, new or empty: my-config, or '.' for this one")
    .option('--repository <url>', 'its git repository, as Argo CD will know it')
    .option('--name <name>', "name of its package (default: the folder's)")
    .addOption(
      new Option('--ci <product>', 'whose pipelines to write').choices(CI_CHOICES).default('both'),
    )
    .addHelpText(
      'after',
      '\nExample:\n  supercargo init my-config --repository https://git.example.com/my-org/my-config.git --ci gitlab',
    )
    .action((folder: string, options: InitOptions) => {
      const { name = basename(resolve(folder)), ci } = options;
      const repo = { name, repository: options.repository ?? exampleRepository(name), ci };
      init(folder, repo);
      process.stdout.write(nextSteps(folder, options));
    });
}

function init(folder: string, repo: NewRepo): void {
  const problems = [...checkFolder(folder), ...checkNewRepo(repo)];
  if (problems.length > 0) throw new UserError(problems.map(formatProblem).join('\n'));
  writeFiles(folder, planFiles(readTemplate(), repo, readOwnPackage()));
}

function nextSteps(folder: string, { repository }: InitOptions): string {
  const lines = [
    ...(resolve(folder) === process.cwd() ? [] : [`cd ${quoted(folder)}`]),
    'npm install',
    'npx cdk8s synth      # writes dist/, the YAML that Argo CD will deploy',
    'npm test',
    "git init --initial-branch=main && git add . && git commit -m 'feat: first'",
  ];
  const open =
    repository === undefined
      ? '\nIn repo.ts, write where the repository will be: --repository was left out.\n'
      : '';
  return `${folder} is a config repo now. What comes next:\n\n${lines
    .map((line) => `  ${line}\n`)
    .join('')}${open}\nREADME.md tells what is where, and how it gets to a cluster.\n`;
}

function quoted(folder: string): string {
  return /^[\w./@~+-]+$/.test(folder) ? folder : `'${folder.replaceAll("'", "'\\''")}'`;
}
