import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  branchPerEnvironment,
  folderPerEnvironment,
  type GitStrategy,
  repositoryPerEnvironment,
} from '../../lib/argocd/git';
import { ConfigRepo, type ConfigRepoProps } from '../../lib/config-repo/config-repo';
import { github } from '../../lib/environment/previews';
import type { EnvironmentSpec } from '../../lib/environment/spec';
import { renderFiles } from '../../lib/writer/render';
import { prod, qa, Shop } from '../shop';
import { run } from './run';

const AS = ['-c', 'user.name=Ann', '-c', 'user.email=ann@example.com'];
const home = process.cwd();
let place: string;

beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'publish-'));
  process.env.GIT_AUTHOR_NAME = process.env.GIT_COMMITTER_NAME = 'Ann';
  process.env.GIT_AUTHOR_EMAIL = process.env.GIT_COMMITTER_EMAIL = 'ann@example.com';
});

afterEach(() => {
  process.chdir(home);
  rmSync(place, { recursive: true, force: true });
});

/** A bare repository; its address. */
function bare(name: string): string {
  const folder = join(place, name);
  execFileSync('git', ['init', '--quiet', '--bare', '--initial-branch=main', folder]);
  return `file://${folder}`;
}

/** A config repo in the working folder, with its origin, committed and pushed. */
function configRepo(
  git: GitStrategy,
  props: Partial<ConfigRepoProps<readonly EnvironmentSpec[]>> = {},
): string {
  const origin = bare('config.git');
  const folder = join(place, 'config');
  execFileSync('git', ['clone', '--quiet', origin, folder], { stdio: 'ignore' });
  process.chdir(folder);
  const repo = new ConfigRepo({ repository: origin, environments: [qa, prod], git, ...props });
  repo.deploy(Shop);
  for (const [file, text] of renderFiles(repo.synthesize().manifests)) write(`dist/${file}`, text);
  commit('feat: first');
  return origin;
}

function write(file: string, text: string): void {
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, text);
}

function commit(message: string): void {
  git('add', '.');
  git(...AS, 'commit', '--quiet', '-m', message);
  git('push', '--quiet', 'origin', 'HEAD:main');
}

function git(...args: readonly string[]): string {
  return execFileSync('git', [...args], { encoding: 'utf8' }).trim();
}

const filesOn = (remote: string, branch: string) => {
  git('fetch', '--quiet', remote, branch);
  return git('ls-tree', '-r', '--name-only', 'FETCH_HEAD').split('\n');
};

const logOf = (remote: string, branch: string) => {
  git('fetch', '--quiet', remote, branch);
  return git('log', '--format=%s', 'FETCH_HEAD').split('\n');
};

describe('a branch for each environment', () => {
  test('gets the folder of its environment, and grows by what changes', () => {
    const origin = configRepo(branchPerEnvironment());
    expect(run('publish')).toEqual({
      exitCode: 0,
      stderr: '',
      stdout: expect.stringMatching(
        new RegExp(
          `^prod: 2 files changed in ${origin}, branch env/prod, commit [0-9a-f]{9}\nqa: 2 files changed in ${origin}, branch env/qa, commit [0-9a-f]{9}\n$`,
        ),
      ),
    });
    expect(filesOn(origin, 'env/prod')).toEqual(['shop/cart.yaml', 'shop/namespace.yaml']);
    expect(git('rev-parse', 'FETCH_HEAD^{tree}')).toBe(git('rev-parse', 'HEAD:dist/prod'));

    write('dist/qa/shop/more.yaml', 'kind: More\n');
    commit('feat: more in qa');
    expect(run('publish').stdout).toMatch(
      /^prod: .* is up to date\nqa: 1 file changed in .*branch env\/qa, commit/,
    );
    expect(logOf(origin, 'env/qa')).toEqual([
      'deploy(qa): feat: more in qa',
      'deploy(qa): feat: first',
    ]);
    expect(git('log', '-1', '--format=%b', 'FETCH_HEAD')).toBe(
      `Source-Commit: ${git('rev-parse', 'HEAD')}`,
    );
    expect(git('status', '--porcelain')).toBe('');
    expect(git('for-each-ref', 'refs/supercargo')).toBe('');
  });

  test('takes what is committed, for the environments that are named, and pushes nothing in a dry run', () => {
    const origin = configRepo(branchPerEnvironment({ prefix: 'live-' }));
    write('dist/qa/shop/more.yaml', 'kind: More\n');
    expect(run('publish', 'qa', '--dry-run').stdout).toBe(
      `qa: 2 files would change in ${origin}, branch live-qa\n`,
    );
    expect(git('ls-remote', '--heads', 'origin')).not.toContain('live-');
    expect(run('publish', 'qa').exitCode).toBe(0);
    expect(filesOn(origin, 'live-qa')).toEqual(['shop/cart.yaml', 'shop/namespace.yaml']);
    expect(git('ls-remote', '--heads', 'origin')).not.toContain('live-prod');
  });

  test('is never rewritten: what others have committed stays, unless it is adopted', () => {
    const origin = configRepo(branchPerEnvironment());
    git('push', '--quiet', 'origin', 'HEAD:refs/heads/env/qa');
    expect(run('publish', 'qa')).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: `qa: the last commit of ${origin}, branch env/qa isn't from publish, which would replace all that is there: name another branch, or use --adopt if it may go\n`,
    });
    expect(run('publish', 'qa', '--adopt').exitCode).toBe(0);
    expect(filesOn(origin, 'env/qa')).toEqual(['shop/cart.yaml', 'shop/namespace.yaml']);
    expect(logOf(origin, 'env/qa')).toEqual(['deploy(qa): feat: first', 'feat: first']);
  });

  test('works with an ApplicationSet for each environment', () => {
    const origin = configRepo(branchPerEnvironment(), { applications: 'set' });
    expect(run('publish').exitCode).toBe(0);
    expect(filesOn(origin, 'env/prod')).toEqual(['shop/cart.yaml', 'shop/namespace.yaml']);
  });

  test('has what copies for pull requests of an application are made from', () => {
    const pullRequests = github({ owner: 'shop', repository: 'cart' });
    const images = { 'shop/cart': 'registry.example.com/shop/cart:{sha}' };
    const origin = configRepo(branchPerEnvironment(), {
      environments: [{ ...qa, previews: { pullRequests, images } }],
      images: () => ({ pins: { 'shop/cart': 'registry.example.com/shop/cart:v1' }, problems: [] }),
    });
    expect(run('publish').exitCode).toBe(0);
    expect(filesOn(origin, 'env/qa')).toEqual([
      'shop/cart.yaml',
      'shop/kustomization.yaml',
      'shop/namespace.yaml',
    ]);
  });
});

test('a repository for each environment gets its folder', () => {
  const [forQa, forProd] = [bare('qa.git'), bare('prod.git')];
  configRepo(repositoryPerEnvironment({ qa: forQa, prod: forProd }));
  expect(run('publish').exitCode).toBe(0);
  expect(filesOn(forProd, 'main')).toEqual(['shop/cart.yaml', 'shop/namespace.yaml']);
  expect(logOf(forQa, 'main')).toEqual(['deploy(qa): feat: first']);
});

test('folders of one branch need no publishing', () => {
  configRepo(folderPerEnvironment());
  expect(run('publish').stderr).toBe(
    'there is nothing to publish: Argo CD reads all environments from the config repo itself\n',
  );
});

test.each([
  ['an environment', ['prdo'], /no environment 'prdo', allowed prod, qa: did you mean 'prod'\?/],
  ['a revision', ['--from', 'nowhere'], /--from: got 'nowhere'/],
  ['a folder', ['--dist', 'out'], /no .\/out\/argocd/],
  ['a remote', ['--remote', 'elsewhere'], /'elsewhere' does not appear to be a git repository/],
])('refuses %s that is not there', (_, args, message) => {
  configRepo(branchPerEnvironment());
  const { exitCode, stdout, stderr } = run('publish', ...args);
  expect([exitCode, stdout]).toEqual([1, '']);
  expect(stderr).toMatch(message);
});

test('refuses a folder that is not committed, before anything is pushed', () => {
  configRepo(branchPerEnvironment());
  git('rm', '-r', '--quiet', 'dist/qa');
  commit('chore: no qa');
  const { exitCode, stderr } = run('publish');
  expect([exitCode, stderr]).toEqual([1, expect.stringMatching(/there is no dist\/qa in HEAD/)]);
  expect(git('ls-remote', '--heads', 'origin')).not.toContain('env/prod');
});
