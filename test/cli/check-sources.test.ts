import { spawnSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { linkPackages, newFolder } from './new-config-repo';

/** An app with a mistake, something to be warned of, and something that is allowed. */
const APP = `
const { ApiObject } = require('cdk8s');
const { allow, ConfigRepo, defineEnvironment, defineEnvironments, System } = require('supercargo');
const at = (name) => defineEnvironment({ name, tier: 'preproduction', cluster: { name: 'in-cluster' }, domain: name + '.example.org' });
const repo = new ConfigRepo({ repository: 'https://git.example.com/a.git', environments: defineEnvironments(at('qa'), at('e2e')) });
const config = (system, name, rest) => new ApiObject(system, name, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, ...rest });
repo.deploy(class extends System {
  constructor(environment) {
    super(environment, 'shop');
    config(this, 'flags', { dta: {} });
    config(this, 'mail', { data: { SMTP_PASSWORD: 'hunter2hunter2' } });
    allow(config(this, 'form', { data: { LOGIN_PASSWORD: 'hunter2hunter2' } }), 'plain-secret', 'because it is a sample');
  }
});
repo.synth();
`;

/** An app of plain cdk8s, which knows nothing of rules. */
const PLAIN = `
const { ApiObject, App, Chart } = require('cdk8s');
const app = new App();
new ApiObject(new Chart(app, 'shop'), 'flags', { apiVersion: 'v1', kind: 'ConfigMap', dta: {} });
app.synth();
`;

const folder = newFolder();

beforeAll(() => {
  linkPackages(folder);
  writeFileSync(join(folder, 'cdk8s.yaml'), 'language: typescript\napp: node app.js\n');
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function check(app: string, ...args: readonly string[]) {
  writeFileSync(join(folder, 'app.js'), app);
  const command = [join(folder, 'node_modules/supercargo/bin/supercargo.js'), 'check', ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, {
    cwd: folder,
    encoding: 'utf8',
  });
  const lines = stdout.split('\n').filter((line) => /\((unknown-field|plain-secret)\)$/.test(line));
  return { status, lines, stdout, stderr };
}

test('tells what is wrong with the sources by construct, and writes nothing', () => {
  const { status, lines, stdout, stderr } = check(APP);
  expect(stderr).toBe('');
  expect(status).toBe(1);
  expect(lines.filter((line) => line.includes('qa/'))).toEqual([
    'error [qa/shop/flags] ConfigMap shop-qa/flags: dta: unknown field, did you mean data? (unknown-field)',
    expect.stringMatching(
      /^warning \[qa\/shop\/mail\] ConfigMap shop-qa\/mail: data.SMTP_PASSWORD/,
    ),
  ]);
  expect(lines).toHaveLength(4);
  expect(stdout).not.toContain('(invalid-spec)');
  expect(stdout).toContain('2 allowed\n');
  expect(existsSync(join(folder, 'dist'))).toBe(false);
}, 60_000);

test('tells of one environment alone, and rejects one that there is not', () => {
  expect(check(APP, '--env', 'e2e').lines).toHaveLength(2);
  expect(check(APP, '--env', 'qs')).toMatchObject({
    status: 1,
    stderr: "there is no environment 'qs', allowed qa, e2e: did you mean 'qa'?\n",
  });
}, 60_000);

test('looks at the YAML of an app of plain cdk8s', () => {
  const { status, lines } = check(PLAIN);
  expect(status).toBe(1);
  expect(lines).toEqual([
    expect.stringMatching(
      /^error \[shop\.k8s\.yaml:1\] ConfigMap shop-flags-\w+: dta: unknown field/,
    ),
  ]);
}, 60_000);
