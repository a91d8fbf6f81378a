import { execFileSync, spawn } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { finish, type Outcome, synth, textsIn } from './config-repo-copy';
import { linkPackages, newFolder } from './new-config-repo';
import { run } from './run';

let place: string;
let repo: string;

beforeAll(() => {
  place = newFolder();
  repo = join(place, 'shop-config');
  run('init', repo);
  linkPackages(repo);
});

afterAll(() => rmSync(place, { recursive: true, force: true }));

/** Runs a command in a folder, as a person would, or a pipeline. */
function command(folder: string, name: string, ...args: readonly string[]): Promise<Outcome> {
  const env = { ...process.env, CDK8S_CHECK_UPGRADE: 'false', npm_config_offline: 'true' };
  return finish(spawn(name, [...args], { cwd: folder, env }));
}

const git = (folder: string, ...args: readonly string[]) =>
  execFileSync('git', ['-C', folder, ...args], { encoding: 'utf8' }).trim();

describe('a new config repo', () => {
  test('passes its tests, is synthesized, and passes them with dist/, too', async () => {
    const before = await command(repo, 'npm', 'test');
    expect(before).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('1 skipped') });
    expect(await synth(repo)).toMatchObject({ exitCode: 0 });
    expect([...textsIn(join(repo, 'dist')).keys()]).toEqual([
      'argocd/applications/shop-prod.yaml',
      'argocd/applications/shop-qa.yaml',
      'argocd/projects/prod.yaml',
      'argocd/projects/qa.yaml',
      'argocd/root.yaml',
      'prod/shop/backend.yaml',
      'prod/shop/frontend.yaml',
      'prod/shop/namespace.yaml',
      'qa/shop/backend.yaml',
      'qa/shop/frontend.yaml',
      'qa/shop/namespace.yaml',
    ]);
    const after = await command(repo, 'npm', 'test');
    expect(after).toMatchObject({
      exitCode: 0,
      stderr: expect.stringContaining('3 passed, 3 total'),
    });
  });

  test('has a test that fails when dist/ is not what the sources say, and leaves it as it is', async () => {
    const file = join(repo, 'dist/prod/shop/frontend.yaml');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace('replicas: 3', 'replicas: 4'));
    const { exitCode, stderr } = await command(repo, 'npm', 'test', '--', 'test/dist', '-u');
    expect(exitCode).toBe(1);
    expect(stderr).toContain('dist/ is what the sources say: npx cdk8s synth');
    expect(readFileSync(file, 'utf8')).toContain('replicas: 4');
    writeFileSync(file, text);
  });
});

describe('set-image.sh', () => {
  const images = { frontend: 'example.com/frontend:2', backend: 'example.com/backend:2' };

  beforeAll(() => {
    execFileSync('git', [
      'init',
      '--quiet',
      '--bare',
      '--initial-branch=main',
      join(place, 'origin.git'),
    ]);
    git(repo, 'init', '--quiet', '--initial-branch=main');
    git(repo, 'add', '.');
    git(
      repo,
      '-c',
      'user.name=Ann',
      '-c',
      'user.email=a@example.com',
      'commit',
      '--quiet',
      '-m',
      'first',
    );
    git(repo, 'push', '--quiet', join(place, 'origin.git'), 'main');
  });

  function clone(name: string): string {
    const folder = join(place, name);
    execFileSync('git', ['clone', '--quiet', `file://${place}/origin.git`, folder]);
    linkPackages(folder);
    return folder;
  }

  const setImage = (folder: string, ...args: readonly string[]) =>
    command(folder, 'bash', 'ci/set-image.sh', ...args);

  test('of two applications at once leaves both images pushed, with the dist/ of both', async () => {
    const outcomes = await Promise.all(
      Object.entries(images).map(([name, image]) =>
        setImage(clone(name), 'qa', `shop/${name}=${image}`),
      ),
    );
    expect(outcomes.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
    const end = clone('end');
    expect(JSON.parse(readFileSync(join(end, 'envs/qa.images.json'), 'utf8'))).toEqual({
      'shop/backend': images.backend,
      'shop/frontend': images.frontend,
    });
    expect(git(end, 'log', '--format=%s').split('\n').sort()).toEqual([
      'first',
      'set images in qa: shop/backend',
      'set images in qa: shop/frontend',
    ]);
    expect(await command(end, 'npm', 'test', '--', 'test/dist')).toMatchObject({ exitCode: 0 });
  });

  test('rejects commits and changes that are only here, and keeps them', async () => {
    const mine = clone('mine');
    writeFileSync(join(mine, 'README.md'), 'mine');
    const changed = await setImage(mine, 'qa', 'shop/frontend=example.com/frontend:3');
    expect(changed).toMatchObject({
      exitCode: 1,
      stderr: "there are changes that aren't committed: run this in a fresh clone\n",
    });
    git(
      mine,
      '-c',
      'user.name=Ann',
      '-c',
      'user.email=a@example.com',
      'commit',
      '--quiet',
      '-am',
      'mine',
    );
    const ahead = await setImage(mine, 'qa', 'shop/frontend=example.com/frontend:3');
    expect(ahead).toMatchObject({
      exitCode: 1,
      stderr: "there are commits on main that aren't pushed: run this in a fresh clone\n",
    });
    expect(readFileSync(join(mine, 'README.md'), 'utf8')).toBe('mine');
    expect(await setImage(mine, 'qa')).toMatchObject({
      exitCode: 1,
      stderr: 'usage: bash ci/set-image.sh ENVIRONMENT SYSTEM/SERVICE=IMAGE...\n',
    });
  });
});
