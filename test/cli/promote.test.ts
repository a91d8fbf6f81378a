import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { ShopRepo } from './shop-repo';

let repo: ShopRepo;
beforeEach(() => {
  repo = new ShopRepo();
});
afterEach(() => repo.remove());

const promote = (...args: readonly string[]) => repo.run('promote', ...args);

test('pins what the environment before has, and commits it', () => {
  const { exitCode, stdout } = promote('qa', 'stage', '--commit');
  expect([exitCode, stdout]).toEqual([
    0,
    expect.stringMatching(
      /^promote qa to stage\n {2}shop\/cart {6}v1 -> v2\n {2}shop\/frontend {2}v1 -> v2\nnot pinned in stage, and left out: shop\/load \(--only adds one\)\ncommitted as [0-9a-f]+\n$/,
    ),
  ]);
  expect(repo.pins('stage')).toEqual({
    'shop/cart': 'example.com/cart:v2',
    'shop/frontend': 'example.com/frontend:v2',
  });
  expect(repo.git('log', '-1', '--format=%s')).toBe('promote qa to stage: 2 images');
  expect(repo.git('status', '--porcelain')).toBe('');
});

test('takes some microservices, and adds one that is named', () => {
  expect(promote('qa', 'stage', '--only', 'shop/cart,shop/load', '--no-synth').exitCode).toBe(0);
  expect(repo.pins('stage')).toEqual({
    'shop/cart': 'example.com/cart:v2',
    'shop/frontend': 'example.com/frontend:v1',
    'shop/load': 'example.com/load:v1',
  });
});

test('says when there is nothing to promote', () => {
  expect(promote('stage', 'prod').stdout).toBe('promote stage to prod: nothing changes\n');
});

test.each([
  [
    'skips an environment',
    ['qa', 'prod'],
    'promote qa prod: skips stage: promote qa -> stage -> prod step by step, or add --force',
  ],
  [
    'goes back',
    ['prod', 'qa'],
    'promote prod qa: goes against the order: qa -> stage -> prod; to go back, use `rollback qa`, or add --force',
  ],
  [
    'goes nowhere',
    ['qa', 'qa'],
    'promote qa qa: both are the same environment: name the one before it first',
  ],
  [
    "isn't in the source",
    ['stage', 'prod', '--only', 'shop/load'],
    "--only: 'shop/load' isn't pinned in stage",
  ],
  [
    'is misspelt',
    ['stage', 'prod', '--only', 'shop/carts'],
    "--only: 'shop/carts' isn't pinned in stage: did you mean 'shop/cart'?",
  ],
  [
    'has no system',
    ['stage', 'prod', '--only', 'cart'],
    `--only: got "cart", allowed a system and its microservice: 'online-boutique/frontend'`,
  ],
])('rejects a promotion that %s', (_, args, message) => {
  const { exitCode, stdout, stderr } = promote(...args);
  expect([exitCode, stdout, stderr]).toEqual([1, '', `${message}\n`]);
  expect(repo.git('status', '--porcelain')).toBe('');
});

test('skips an environment when it is forced', () => {
  expect(promote('qa', 'prod', '--force', '--no-synth').exitCode).toBe(0);
  expect(repo.pins('prod')).toMatchObject({ 'shop/cart': 'example.com/cart:v2' });
});

test('rejects a promotion where nothing tells the order', () => {
  rmSync(join(repo.folder, 'dist'), { recursive: true });
  const { exitCode, stderr } = promote('qa', 'stage');
  expect([exitCode, stderr]).toEqual([
    1,
    'promote qa stage: nothing tells what stage is promoted from: run `npx cdk8s synth`, or add --force\n',
  ]);
});
