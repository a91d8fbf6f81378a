import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { ShopRepo } from './shop-repo';

let repo: ShopRepo;
beforeEach(() => {
  repo = new ShopRepo();
});
afterEach(() => repo.remove());

const rollback = (...args: readonly string[]) => repo.run('rollback', ...args);

/** Another release, of images alone or with configuration. */
function release(cart: string, replicas = 2): void {
  repo.pin('prod', { cart, frontend: 'v1', pay: 'v1' });
  repo.settings({ replicas, claim: true });
  repo.synth();
  repo.commit(`release ${cart}`);
}

test("restores an environment's images by a new commit, and tells which configuration stays", () => {
  release('v2', 3);
  const before = repo.git('rev-parse', 'HEAD');
  const { exitCode, stdout } = rollback('prod', '--to', 'HEAD~1', '--commit');
  expect(exitCode).toBe(0);
  expect(stdout.split('\n')).toEqual([
    expect.stringMatching(/^roll back prod to HEAD~1 \([0-9a-f]+\)$/),
    '  shop/cart  v2 -> v1',
    'in prod only since HEAD~1, and as before: shop/pay',
    'changed since HEAD~1, and not rolled back:',
    '  Deployment shop-prod/cart (changed, dist/prod/shop/cart.yaml)',
    '  Deployment shop-prod/frontend (changed, dist/prod/shop/frontend.yaml)',
    '  Deployment shop-prod/pay (added, dist/prod/shop/pay.yaml)',
    '  PersistentVolumeClaim shop-prod/pay-data (added, dist/prod/shop/pay.yaml)',
    expect.stringMatching(/^committed as /),
    '',
  ]);
  expect(repo.pins('prod')).toEqual({
    'shop/cart': 'example.com/cart:v1',
    'shop/frontend': 'example.com/frontend:v1',
    'shop/pay': 'example.com/pay:v1',
  });
  expect(repo.git('rev-parse', 'HEAD~1')).toBe(before);
  expect(repo.git('log', '-1', '--format=%B')).toContain(
    'not rolled back:\n  Deployment shop-prod/cart',
  );
  expect(repo.git('status', '--porcelain')).toBe('');
});

test('says nothing of configuration where none has changed', () => {
  repo.pin('prod', { cart: 'v2', frontend: 'v1' });
  repo.synth();
  repo.commit('release v2');
  const { stdout } = rollback('prod', '--to', 'HEAD~1');
  expect(stdout.split('\n').slice(1)).toEqual([
    '  shop/cart  v2 -> v1',
    'commit envs/prod.images.json and dist/',
    '',
  ]);
});

test('does not bring back a microservice that has gone', () => {
  release('v2');
  repo.pin('prod', { cart: 'v2', frontend: 'v1' });
  repo.synth();
  repo.commit('no more pay');
  const { stdout } = rollback('prod', '--to', 'HEAD~1', '--no-synth');
  expect(stdout).toContain('roll back prod to HEAD~1');
  expect(stdout).toContain('no longer in prod, and not brought back: shop/pay\n');
});

test('restores the images also where dist/ is not known then', () => {
  repo.pin('prod', { cart: 'v2', frontend: 'v1' });
  rmSync(join(repo.folder, 'dist'), { recursive: true });
  repo.commit('nothing synthesized');
  repo.pin('prod', { cart: 'v3', frontend: 'v1' });
  repo.synth();
  const { exitCode, stdout } = rollback('prod', '--to', 'HEAD', '--no-synth');
  expect([exitCode, stdout]).toEqual([
    0,
    expect.stringContaining("which configuration has changed since HEAD isn't known"),
  ]);
  expect(repo.pins('prod')).toMatchObject({ 'shop/cart': 'example.com/cart:v2' });
});

test.each([
  ['a revision', ['prod', '--to', 'nope'], /^--to: got 'nope', which is no commit here/],
  ['an option for a revision', ['prod', '--to', '--help'], /argument missing|^--to: got '--help'/],
  ['an environment', ['prd', '--to', 'HEAD'], /did you mean 'prod'\?/],
  ['what is missing', ['prod'], /required option '--to <revision>' not specified/],
])('tells a user who got %s wrong', (_, args, message) => {
  const { exitCode, stdout, stderr } = rollback(...args);
  expect([exitCode, stdout]).toEqual([1, '']);
  expect(stderr).toMatch(message);
  expect(stderr).not.toMatch(/^ +at /m);
});

test('tells of pins that could not be read then', () => {
  repo.write('envs/prod.images.json', '<<<<<<< ours\n');
  repo.commit('a bad merge');
  repo.pin('prod', { cart: 'v2' });
  const { exitCode, stderr } = rollback('prod', '--to', 'HEAD');
  expect([exitCode, stderr]).toEqual([
    1,
    expect.stringContaining(
      'HEAD:envs/prod.images.json: is no JSON: it holds the marks of a merge',
    ),
  ]);
});

test('tells where there is no git', () => {
  rmSync(join(repo.folder, '.git'), { recursive: true });
  const { exitCode, stderr } = rollback('prod', '--to', 'HEAD');
  expect([exitCode, stderr]).toEqual([1, expect.stringContaining("isn't in a git repository")]);
});
