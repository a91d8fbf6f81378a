import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './run';

const SERVICE = 'apiVersion: v1\nkind: Service\nmetadata: { name: cart }\nspec: { ports: [] }\n';
const WRONG = SERVICE.replace('ports', 'prots');
const WARNED =
  'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata: { API_PASSWORD: hunter2hunter2 }\n';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'check-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(file: string, text: string): string {
  mkdirSync(join(folder, file, '..'), { recursive: true });
  writeFileSync(join(folder, file), text);
  return folder;
}

const git = (...args: readonly string[]) => execFileSync('git', args, { cwd: folder });
const check = (...args: readonly string[]) => run('check', ...args);
const schema = (text: string) =>
  text.split('\n').filter((line) => /\(unknown-|\(unread/.test(line));

test('finds nothing in what is right', () => {
  expect(check(write('a.yaml', SERVICE)).stdout).not.toContain('(unknown-field)');
  expect(check('dist')).toEqual({ exitCode: 0, stdout: 'no errors, no warnings\n', stderr: '' });
});

test('tells file and line, and exits with 1', () => {
  const { exitCode, stdout } = check(write('shop/a.yaml', `${SERVICE}---\n${WRONG}`));
  expect(exitCode).toBe(1);
  expect(schema(stdout)).toEqual([
    'error [shop/a.yaml:6] Service cart: spec.prots: unknown field, did you mean ports? (unknown-field)',
  ]);
});

test('takes a single file', () => {
  const file = join(write('a.yaml', WRONG), 'a.yaml');
  expect(schema(check(file).stdout)[0]).toContain(`error [${file}:1] Service cart`);
  const sarif = JSON.parse(check(file, '--format', 'sarif').stdout);
  expect(JSON.stringify(sarif)).toContain(`"uri":"file://${realpathSync(file)}"`);
});

test('tells places in SARIF from the root of the checkout on', () => {
  git('init', '-q');
  write('rendered/shop/a b.yaml', WRONG);
  const before = process.cwd();
  const rendered = join(folder, 'rendered');
  const urisOf = (...args: readonly string[]) =>
    check(...args, '--format', 'sarif').stdout.match(/(?<="uri": ")[^"]*/g) ?? [];
  try {
    process.chdir(rendered);
    for (const place of ['.', 'shop', 'shop/a b.yaml', rendered])
      expect(new Set(urisOf(place))).toEqual(new Set(['rendered/shop/a%20b.yaml']));
  } finally {
    process.chdir(before);
  }
});

test('fails on warnings only where they count', () => {
  write('a.yaml', WARNED);
  expect(check(folder).exitCode).toBe(0);
  expect(check(folder, '--strict').exitCode).toBe(1);
});

test('tells what can’t be read beside the rest', () => {
  write('a.yaml', 'a: [');
  write('b.yaml', WRONG);
  const { exitCode, stdout } = check(folder);
  expect(exitCode).toBe(1);
  expect(schema(stdout)).toEqual([
    expect.stringMatching(/^error \[a.yaml:\d\] .* \(unreadable-yaml\)$/),
    expect.stringContaining('(unknown-field)'),
  ]);
});

test('tells of one environment alone', () => {
  write('qa/a.yaml', WRONG);
  write('prod/a.yaml', WRONG.replace('cart', 'mail'));
  expect(schema(check(folder, '--env', 'qa').stdout)).toHaveLength(1);
  expect(check(folder, '--env', 'pord')).toMatchObject({
    exitCode: 1,
    stderr: `there is no environment 'pord' in ${folder}, allowed prod, qa: did you mean 'prod'?\n`,
  });
});

test('takes objects of two clusters for two, by the Applications that deploy their folders', () => {
  const application = (env: string, cluster: string) =>
    `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: shop-${env} }\nspec: { source: { path: dist/${env}/shop }, destination: { name: ${cluster} } }\n`;
  for (const env of ['qa', 'prod']) write(`${env}/shop/a.yaml`, SERVICE);
  const twins = () => check(folder).stdout.match(/\(duplicate-object\)/g)?.length ?? 0;
  expect(twins()).toBe(1);
  write('argocd/qa.yaml', application('qa', 'one'));
  write('argocd/prod.yaml', application('prod', 'two'));
  expect(twins()).toBe(0);
});

test.each([
  [['nowhere'], 'nowhere: there is no such folder or file\n'],
  [['dist', '--kubernetes', '2'], `--kubernetes: got "2", allowed a version such as '1.28'\n`],
  [
    ['dist', '--format', 'xml'],
    "error: option '--format <format>' argument 'xml' is invalid. Allowed choices are text, json, sarif, junit.\n(--help shows what there is)\n",
  ],
])('rejects %j', (args, stderr) => {
  expect(check(...args)).toMatchObject({ exitCode: 1, stdout: '' });
  expect(check(...args).stderr).toContain(stderr.split('\n', 1)[0]);
});

test('prints JSON, SARIF and JUnit', () => {
  write('a.yaml', WRONG);
  expect(JSON.parse(check(folder, '--json').stdout).findings).toContainEqual(
    expect.objectContaining({ rule: 'unknown-field', file: 'a.yaml', line: 1 }),
  );
  expect(JSON.parse(check(folder, '--format', 'sarif').stdout).version).toBe('2.1.0');
  expect(check(folder, '--format', 'junit').stdout).toMatch(/^<\?xml version="1.0"/);
});

test('fails where there is nothing to look at', () => {
  expect(check(write('package.json', '{}'))).toEqual({
    exitCode: 1,
    stdout: '',
    stderr: `${folder}: no objects in it: name a folder or a file of YAML or JSON\n`,
  });
});

test('says that it knows nothing of versions to come', () => {
  expect(check(write('a.yaml', SERVICE), '--kubernetes', '1.99').stderr).toContain(
    'got 1.99, and what versions after 1.35 remove',
  );
  expect(check(folder, '--kubernetes', '1.30').stderr).toBe('');
});
