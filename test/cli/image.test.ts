import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { finish } from './config-repo-copy';
import { COMMAND, ShopRepo } from './shop-repo';

let repo: ShopRepo;
beforeEach(() => {
  repo = new ShopRepo();
});
afterEach(() => repo.remove());

const set = (...args: readonly string[]) => repo.run('image', 'set', ...args);

test('pins images, sorted and a line each, and synthesizes', () => {
  const { exitCode, stdout } = set('qa', 'shop/frontend=example.com/frontend:v3');
  expect([exitCode, stdout]).toEqual([
    0,
    [
      'set images in qa',
      '  shop/frontend  v2 -> v3',
      'commit envs/qa.images.json and dist/',
      '',
    ].join('\n'),
  ]);
  expect(repo.read('envs/qa.images.json')).toBe(
    [
      '{',
      '  "shop/cart": "example.com/cart:v2",',
      '  "shop/frontend": "example.com/frontend:v3",',
      '  "shop/load": "example.com/load:v1"',
      '}',
      '',
    ].join('\n'),
  );
  expect(repo.read('dist/qa/shop/frontend.yaml')).toContain('image: example.com/frontend:v3\n');
  expect(repo.git('log', '--oneline').split('\n')).toHaveLength(1);
  expect(existsSync(join(repo.folder, 'envs/.images.writing'))).toBe(false);
});

test('keeps the line ends of the file', () => {
  repo.write('envs/qa.images.json', '{\r\n  "shop/cart": "example.com/cart:v2"\r\n}\r\n');
  set('qa', 'shop/cart=example.com/cart:v3', '--no-synth');
  expect(repo.read('envs/qa.images.json')).toBe(
    '{\r\n  "shop/cart": "example.com/cart:v3"\r\n}\r\n',
  );
});

test('commits the changed files, and nothing else', () => {
  repo.write('notes.txt', 'mine');
  repo.write('envs/notes.txt', 'mine');
  const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;
  const { exitCode, stdout } = set('qa', `shop/cart=example.com/cart@${digest}`, '--commit');
  expect([exitCode, stdout]).toEqual([0, expect.stringMatching(/^committed as [0-9a-f]{7,}$/m)]);
  expect(repo.git('show', '--stat=200', '--format=%B')).toMatch(
    /^set images in qa: shop\/cart\n\nshop\/cart {2}v2 -> sha256:0123456789ab\n+ dist\/qa\/shop\/cart.yaml +\|.*\n envs\/qa.images.json +\|.*\n 2 files changed/,
  );
  expect(repo.git('status', '--porcelain')).toBe('?? envs/notes.txt\n?? notes.txt');
});

test('does nothing for an image that is pinned already', () => {
  const { exitCode, stdout } = set('qa', 'shop/cart=example.com/cart:v2', '--commit');
  expect([exitCode, stdout]).toEqual([0, 'set images in qa: nothing changes\n']);
  expect(repo.git('status', '--porcelain')).toBe('');
});

test('prints JSON', () => {
  const { stdout } = set('qa', 'shop/cart=example.com/cart:v3', '--json', '--no-synth');
  expect(JSON.parse(stdout)).toEqual({
    title: 'set images in qa',
    environment: 'qa',
    changes: [{ key: 'shop/cart', before: 'example.com/cart:v2', after: 'example.com/cart:v3' }],
    notes: [],
  });
});

test('sets an image where it would come by promotion only when forced', () => {
  const skipping = set('prod', 'shop/cart=example.com/cart:v2', '--no-synth');
  expect([skipping.exitCode, skipping.stderr]).toEqual([
    1,
    'shop/cart: skips stage, which prod is promoted from: stage has example.com/cart:v1; use `promote stage prod`, or add --force\n',
  ]);
  expect(set('prod', 'shop/cart=example.com/cart:v2', '--no-synth', '--force').exitCode).toBe(0);
  expect(repo.pins('prod')).toMatchObject({ 'shop/cart': 'example.com/cart:v2' });
});

test('brings the old pins back when the sources refuse the new ones', () => {
  const { exitCode, stdout, stderr } = set('qa', 'shop/cart=example.com/refused:v1', '--commit');
  expect([exitCode, stdout]).toEqual([1, '']);
  expect(stderr).toBe(
    "[qa/shop/cart] image: refused\nthe sources can't be synthesized (`npx cdk8s synth`); envs/qa.images.json is as it was (--no-synth changes it all the same)\n",
  );
  expect(repo.pins('qa')).toMatchObject({ 'shop/cart': 'example.com/cart:v2' });
});

test.each([
  [
    'an environment',
    ['qaa', 'shop/cart=example.com/cart:v3'],
    /no environment 'qaa' in envs, allowed prod, qa, stage: did you mean 'qa'\?/,
  ],
  ['a microservice', ['qa', 'shop/crat=example.com/cart:v3'], /did you mean 'shop\/cart'\?/],
  ['the form', ['qa', 'shop/cart'], /got "shop\/cart", allowed SYSTEM\/SERVICE=IMAGE/],
  ['the key', ['qa', 'cart=a:v1'], /image: got "cart", allowed a system and its microservice/],
  ['the version', ['qa', 'shop/cart=example.com/cart:latest'], /a version that stays the same/],
  ['the image', ['qa', 'shop/cart='], /shop\/cart: got "", allowed an image/],
  [
    'two at once',
    ['qa', 'shop/cart=a:v1', 'shop/cart=a:v2'],
    /shop\/cart: is set twice, to a:v1 and to a:v2/,
  ],
  ['the folder', ['qa', 'shop/cart=a:v1', '--pins', 'no'], /^no: there is no such folder/],
  ['what is missing', ['qa'], /missing required argument 'pins'/],
])('tells a user who got %s wrong', (_, args, message) => {
  const { exitCode, stdout, stderr } = set(...args);
  expect([exitCode, stdout]).toEqual([1, '']);
  expect(stderr).toMatch(message);
  expect(stderr).not.toMatch(/^ +at /m);
  expect(repo.git('status', '--porcelain')).toBe('');
});

test('tells of a file of pins that is none', () => {
  repo.write('envs/qa.images.json', '{ "shop/cart": 1,');
  const { exitCode, stderr } = set('qa', 'shop/cart=example.com/cart:v3');
  expect([exitCode, stderr]).toEqual([
    1,
    expect.stringContaining('envs/qa.images.json: is no JSON'),
  ]);
});

test('refuses to commit with changes around that it would take along, or outside of git', () => {
  repo.write('app.js', `${repo.read('app.js')}\n`);
  const dirty = set('qa', 'shop/cart=example.com/cart:v3', '--commit');
  expect([dirty.exitCode, dirty.stderr]).toEqual([1, expect.stringContaining('(app.js)')]);
  expect(repo.pins('qa')).toMatchObject({ 'shop/cart': 'example.com/cart:v2' });
});

test('keeps the pins of processes that set them at once, in one commit after the other', async () => {
  const services = ['cart', 'frontend', 'load'];
  const outcomes = await Promise.all(
    services.map((name) =>
      finish(
        spawn(
          process.execPath,
          [COMMAND, 'image', 'set', 'qa', `shop/${name}=example.com/${name}:v9`, '--commit'],
          { cwd: repo.folder },
        ),
      ),
    ),
  );
  expect(outcomes.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0]);
  expect(repo.pins('qa')).toEqual({
    'shop/cart': 'example.com/cart:v9',
    'shop/frontend': 'example.com/frontend:v9',
    'shop/load': 'example.com/load:v9',
  });
  expect(repo.git('log', '--oneline').split('\n')).toHaveLength(4);
  expect(repo.git('status', '--porcelain')).toBe('');
  repo.synth();
  expect(repo.git('status', '--porcelain')).toBe('');
});

test('takes over from a process that was killed', () => {
  const lock = join(repo.folder, 'envs/.images.writing');
  mkdirSync(lock);
  // No process has a number as large as that.
  writeFileSync(join(lock, `owner-4194305-abc-${hostname().replace(/[^\w.-]/g, '_')}`), '');
  expect(set('qa', 'shop/cart=example.com/cart:v3', '--no-synth').exitCode).toBe(0);
  expect(existsSync(lock)).toBe(false);
});
