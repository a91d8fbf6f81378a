import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { COMMAND, ShopRepo } from './shop-repo';

let repo: ShopRepo;
beforeEach(() => {
  repo = new ShopRepo();
});
afterEach(() => repo.remove());

const diff = (...args: readonly string[]) => repo.run('diff', ...args);

test('compares the committed output with what the sources make, and writes nothing', () => {
  repo.settings({ replicas: 3, claim: true });
  const { exitCode, stdout } = diff('--env', 'prod');
  expect([exitCode, stdout]).toEqual([
    0,
    [
      'prod',
      '  ~ Deployment shop-prod/cart, frontend',
      '      replicas: 2 -> 3',
      '',
      '2 changed',
      '',
    ].join('\n'),
  ]);
  expect(repo.git('status', '--porcelain')).toBe('M settings.json');
});

test('says when nothing changes', () => {
  expect(diff()).toMatchObject({ exitCode: 0, stdout: 'nothing changes\n' });
});

test('exits with 2 for a danger, and with 0 when it is acknowledged', () => {
  repo.settings({ replicas: 2, claim: false });
  const { exitCode, stdout } = diff('--env', 'stage');
  expect(exitCode).toBe(2);
  expect(stdout).toContain(
    [
      '  - PersistentVolumeClaim shop-stage/cart-data',
      '      !! DATA LOSS is pruned: its volume goes, unless its storage class or volume retains it',
      '         to avoid it, annotate it with argocd.argoproj.io/sync-options: Prune=false, and apply that first',
      '         if it is meant: --allow prune:PersistentVolumeClaim/shop-stage/cart-data',
    ].join('\n'),
  );
  expect(stdout).toMatch(/^2 removed; 2 dangers to acknowledge$/m);
  const allowed = diff(
    '--env',
    'stage',
    '--allow',
    'prune:PersistentVolumeClaim/shop-stage/cart-data',
    '--allow',
    'prune:PersistentVolumeClaim/frontend-data',
  );
  expect([allowed.exitCode, allowed.stdout]).toEqual([
    0,
    expect.stringContaining('(acknowledged: --allow prune:PersistentVolumeClaim/frontend-data)'),
  ]);
});

test('compares with another revision, and with the output folder as it is', () => {
  repo.pin('prod', { cart: 'v2', frontend: 'v1' });
  repo.synth();
  repo.commit('cart v2');
  expect(diff('--no-synth').stdout).toBe('nothing changes\n');
  expect(diff('--no-synth', '--from', 'HEAD~1').stdout).toBe(
    [
      'prod',
      '  ~ Deployment shop-prod/cart',
      '      image: v1 -> v2',
      '      => restarts pods, step by step',
      '',
      '1 changed',
      '',
    ].join('\n'),
  );
});

test('prints Markdown and JSON', () => {
  repo.settings({ replicas: 2, claim: false });
  repo.synth();
  const markdown = diff('--no-synth', '--env', 'prod', '--markdown');
  expect([markdown.exitCode, markdown.stdout]).toEqual([
    2,
    expect.stringContaining(
      '- removed `PersistentVolumeClaim shop-prod/cart-data`\n  - **data loss**: `is pruned',
    ),
  ]);
  const json = diff('--no-synth', '--env', 'prod', '--json');
  expect(json.exitCode).toBe(2);
  expect(JSON.parse(json.stdout)).toMatchObject({
    dangers: [
      'prune:PersistentVolumeClaim/shop-prod/cart-data',
      'prune:PersistentVolumeClaim/shop-prod/frontend-data',
    ],
    environments: [{ name: 'prod', objects: [{ state: 'removed' }, { state: 'removed' }] }],
  });
});

test('compares two environments, and tells what a promotion does not carry', () => {
  repo.pin('prod', { cart: 'v2', frontend: 'v1', pay: 'v1' });
  repo.synth();
  const { exitCode, stdout } = diff('--env', 'stage', '--with', 'prod');
  expect([exitCode, stdout]).toEqual([
    0,
    [
      'prod',
      '  ~ Deployment shop-prod/cart',
      '      image: v1 -> v2',
      '  + Deployment shop-prod/pay',
      '  + PersistentVolumeClaim shop-prod/pay-data',
      '  who may call whom',
      '      opened  shop-prod/pay -> shop-prod/cart, shop-prod/frontend  all',
      '      opened  shop-prod/cart, shop-prod/frontend, shop-prod/pay -> shop-prod/pay  all',
      '',
      '2 added, 1 changed',
      "2 objects differ in more than images, which a promotion doesn't carry",
      '',
    ].join('\n'),
  ]);
});

const CONFIG_MAP = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'web' },
  data: { colour: 'blue' },
};

test('compares two folders of plain YAML or JSON', () => {
  const configMap = (value: string) =>
    `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web\ndata:\n  colour: ${value}\n`;
  repo.write('old/web.yaml', configMap('red'));
  repo.write('new/all/web.yml', configMap('blue'));
  expect(diff('old', 'new').stdout).toBe(
    'all\n  ~ ConfigMap web\n      colour: red -> blue\n\n1 changed\n',
  );
  repo.write('json/all/web.json', JSON.stringify(CONFIG_MAP));
  repo.write('json/.hidden/web.yaml', configMap('green'));
  repo.write('json/package.json', '{"kind":"a"}');
  expect(diff('old', 'json').stdout).toBe(
    'all\n  ~ ConfigMap web\n      colour: red -> blue\n\n1 changed\n',
  );
  mkdirSync('empty');
  expect(diff('empty', 'empty').stdout).toBe('nothing changes\n');
});

test('asks for folders where files are named', () => {
  const { exitCode, stderr } = diff('settings.json', 'settings.json');
  expect([exitCode, stderr]).toEqual([
    1,
    'settings.json: is a file, and folders are compared: name the one it is in\n',
  ]);
});

test('tells of YAML that can not be read, at its line', () => {
  repo.write('dist/prod/shop/cart.yaml', `${repo.read('dist/prod/shop/cart.yaml')}---\na: [\n`);
  const { exitCode, stderr } = diff('--no-synth');
  expect([exitCode, stderr]).toEqual([
    1,
    expect.stringMatching(/^dist\/prod\/shop\/cart\.yaml:2\d .*\n/),
  ]);
});

test('tells of sources that can not be synthesized', () => {
  repo.pin('qa', { cart: 'refused' });
  repo.write('envs/qa.images.json', '{"shop/cart": "refused:v1"}');
  const { exitCode, stdout, stderr } = diff();
  expect([exitCode, stdout]).toEqual([1, '']);
  expect(stderr).toBe(
    "[qa/shop/cart] image: refused\nthe sources can't be synthesized (`npx cdk8s synth`)\n",
  );
});

test.each([
  [
    'a revision',
    ['--from', 'nope'],
    /^--from: got 'nope', which is no commit here: name another revision/,
  ],
  ['an environment', ['--no-synth', '--env', 'prd'], /did you mean 'prod'\?/],
  ['the other', ['--env', 'stage', '--with', 'prd'], /did you mean 'prod'\?/],
  ['one environment', ['--with', 'prod'], /^--with: name the other one by --env/],
  ['a danger', ['--allow', 'prune'], /^--allow: got "prune", allowed a danger as diff names it/],
  ['the second folder', ['dist'], /'dist' is compared with what\?/],
  ['a folder', ['dist', 'no'], /^no: there is no such folder/],
  ['folders and more', ['dist', 'dist', '--from', 'HEAD'], /leave out --from, --env and --with/],
  ['the form', ['--markdown', '--json'], /choose one/],
  ['an option', ['--form', 'HEAD'], /unknown option '--form'/],
])('tells a user who got %s wrong', (_, args, message) => {
  const { exitCode, stdout, stderr } = diff(...args);
  expect([exitCode, stdout]).toEqual([1, '']);
  expect(stderr).toMatch(message);
  expect(stderr).not.toMatch(/^ +at /m);
});

test('does not mind a reader that has read enough, and colours nothing in a pipe', () => {
  repo.settings({ replicas: 3, claim: false });
  repo.synth();
  const { stdout, stderr } = spawnSync(
    'sh',
    ['-c', `"${process.execPath}" "${COMMAND}" diff --no-synth | head -n 1`],
    { cwd: repo.folder, encoding: 'utf8' },
  );
  expect([stdout, stderr]).toEqual(['prod\n', '']);
});

test('tells what an environment has by this change and a promotion would not bring', () => {
  const file = join(repo.folder, 'app.js');
  const app = readFileSync(file, 'utf8');
  writeFileSync(
    file,
    app.replace('${settings.replicas}', "${env === 'prod' ? 4 : settings.replicas}"),
  );
  const told = '=> cannot be promoted: differs from stage from now on, in replicas';
  expect(diff().stdout).toContain(
    `  ~ Deployment shop-prod/cart, frontend\n      replicas: 2 -> 4\n      ${told}\n`,
  );
  repo.synth();
  repo.commit('prod has four');
  repo.pin('prod', { cart: 'v2', frontend: 'v1' });
  expect(diff().stdout).not.toContain('promoted');
});
