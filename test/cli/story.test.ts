import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { compile } from '../../tools/compile';
import { linkPackages } from './new-config-repo';
import { run } from './run';

/** The sources of a shop: a cart that has a volume, and a frontend that is released step by step in prod. */
const MAIN = `
import { join } from 'node:path';
import { ApiObject } from 'cdk8s';
import {
  branchPerEnvironment, branchesIn, canary, ConfigRepo, defineEnvironment, defineEnvironments, type Environment,
  folderPerEnvironment, imagePinsIn, Microservice, pause, repositoryPerEnvironment, System, weight,
} from 'supercargo';
import settings from './settings.json';

const common = { cluster: { name: 'in-cluster' }, domain: 'example.com', mesh: { kind: 'istio' } } as const;
const qa = defineEnvironment({ name: 'qa', tier: 'preproduction', ...common });
const stage = defineEnvironment({ name: 'stage', tier: 'preproduction', promotedFrom: 'qa', ...common });
const prod = defineEnvironment({ name: 'prod', tier: 'production', promotedFrom: 'stage', ...common });

class Shop extends System {
  constructor(environment: Environment) {
    super(environment, 'shop');
    const resources = { cpu: ['50m', '100m'], memory: ['32Mi', '64Mi'] } as const;
    const cart = new Microservice(this, 'cart', { ports: { grpc: 7070 }, resources });
    if (settings.volume)
      new ApiObject(this, 'data', {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        metadata: { name: 'data' },
        spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
      });
    new Microservice(this, 'frontend', {
      ports: { http: 8080 },
      env: { CART: cart.endpoint('grpc'), GREETING: settings.greeting },
      resources,
      replicas: 5,
      release: environment.isProduction
        ? canary({ steps: [weight(20), pause('2m'), weight(60), pause('3m')] })
        : undefined,
    });
  }
}

const git = {
  folders: folderPerEnvironment(),
  branches: branchPerEnvironment(),
  repositories: repositoryPerEnvironment({ qa: settings.remotes + '/qa.git', stage: settings.remotes + '/stage.git', prod: settings.remotes + '/prod.git' }),
}[settings.strategy as 'folders'];

const envs = join(__dirname, 'envs');
const repo = new ConfigRepo({
  repository: settings.remotes + '/config.git',
  environments: defineEnvironments(qa, stage, prod),
  images: imagePinsIn(envs),
  branches: branchesIn(envs),
  git,
});
repo.deploy(Shop);
repo.synth();
`;

const home = process.cwd();
let place: string;

afterEach(() => {
  process.chdir(home);
  rmSync(place, { recursive: true, force: true });
});

/** A config repo with its remotes, all of it committed; the working folder from now on. */
function begin(strategy: string): void {
  place = mkdtempSync(join(tmpdir(), 'story-'));
  for (const name of ['config', 'qa', 'stage', 'prod'])
    execFileSync('git', ['init', '--quiet', '--bare', '-b', 'main', join(place, `${name}.git`)]);
  execFileSync('git', ['clone', '--quiet', join(place, 'config.git'), join(place, 'config')], {
    stdio: 'ignore',
  });
  process.chdir(join(place, 'config'));
  linkPackages('.');
  git('config', 'user.name', 'Ann');
  git('config', 'user.email', 'ann@example.com');
  write('.gitignore', 'node_modules\n.cdk8s\n');
  write('package.json', '{}');
  write('cdk8s.yaml', 'language: typescript\napp: node main.js\noutput: .cdk8s/dist\n');
  write('main.ts', MAIN);
  write('main.js', compile('main.ts'));
  settings = {
    strategy,
    remotes: `file://localhost${place}`,
    volume: true,
    greeting: 'Hello',
  };
  write('settings.json', JSON.stringify(settings));
  for (const environment of ['qa', 'stage', 'prod'])
    write(
      `envs/${environment}.images.json`,
      `{\n  "shop/cart": "example.com/cart:v1",\n  "shop/frontend": "example.com/frontend:v1"\n}\n`,
    );
  does('synth');
  commit('the shop');
}

let settings: Record<string, unknown>;

function change(what: Record<string, unknown>): void {
  settings = { ...settings, ...what };
  write('settings.json', JSON.stringify(settings));
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function git(...args: readonly string[]): string {
  return execFileSync('git', [...args], { encoding: 'utf8' }).trim();
}

function commit(message: string): void {
  git('add', '--all');
  git('commit', '--quiet', '-m', message);
}

/** A command that goes well; what it says. */
function does(...args: readonly string[]): string {
  const { exitCode, stdout, stderr } = run(...args);
  if (exitCode !== 0) throw new Error(`supercargo ${args.join(' ')}: ${stdout}${stderr}`);
  return stdout;
}

const imageIn = (environment: string) =>
  /image: example.com\/frontend:(\S+)/.exec(
    readFileSync(`dist/${environment}/shop/frontend.yaml`, 'utf8'),
  )?.[1];

const NEXT = 'shop/frontend=example.com/frontend:v2';

test('a change climbs to production, goes back, and nothing is ever lost', () => {
  begin('folders');
  const commits = [git('rev-parse', 'HEAD')];
  const step = (...args: readonly string[]) => {
    const said = does(...args, '--commit');
    commits.push(git('rev-parse', 'HEAD'));
    expect(git('status', '--porcelain')).toBe('');
    return said;
  };

  step('image', 'set', 'qa', NEXT);
  expect(['qa', 'stage', 'prod'].map(imageIn)).toEqual(['v2', 'v1', 'v1']);
  expect(run('promote', 'qa', 'prod').stderr).toMatch(/skips stage/);
  step('promote', 'qa', 'stage');

  // What a reviewer sees of the promotion to production.
  does('promote', 'stage', 'prod', '--no-synth');
  const review = run('diff');
  expect([review.exitCode, review.stdout]).toEqual([
    0,
    expect.stringMatching(
      /Rollout shop-prod\/frontend[\s\S]*v1 -> v2[\s\S]*starts a canary of 4 steps, all traffic after 6m/,
    ),
  ]);
  expect(review.stdout).not.toMatch(/shop-stage|shop-qa/);
  git('checkout', '--', 'envs');
  step('promote', 'stage', 'prod');
  expect(['qa', 'stage', 'prod'].map(imageIn)).toEqual(['v2', 'v2', 'v2']);

  // Configuration that has changed since isn't rolled back, and is named.
  change({ greeting: 'Hi' });
  does('synth');
  commit('another greeting');
  expect(step('rollback', 'prod', '--to', commits[0] ?? '')).toMatch(/frontend/);
  expect(['stage', 'prod'].map(imageIn)).toEqual(['v2', 'v1']);
  expect(readFileSync('dist/prod/shop/frontend.yaml', 'utf8')).toContain('value: Hi');

  does('branch', 'open', 'qa', 'red', NEXT.replace('v2', 'red'), '--cookie', 'user=red');
  does('synth');
  expect(readFileSync('dist/qa/shop/frontend-red.yaml', 'utf8')).toMatch(/frontend:red/);
  commit('feature branch red');
  does('branch', 'close', 'qa', 'red');
  does('synth');
  expect(git('status', '--porcelain', 'dist')).toMatch(/D dist\/qa\/shop\/frontend-red.yaml/);
  commit('feature branch red is closed');

  // A volume that has gone by mistake is refused, until somebody has said why.
  change({ volume: false });
  const removal = run('diff');
  expect(removal.exitCode).toBe(2);
  expect(removal.stdout).toMatch(/PersistentVolumeClaim shop-prod\/data[\s\S]*DATA LOSS/);
  const allowed = ['qa', 'stage', 'prod'].flatMap((environment) => [
    '--allow',
    `prune:PersistentVolumeClaim/shop-${environment}/data`,
  ]);
  expect(run('diff', ...allowed).exitCode).toBe(0);

  const history = git('rev-list', '--reverse', 'HEAD').split('\n');
  expect(commits.map((one) => history.indexOf(one))).toEqual([0, 1, 2, 3, 5]);
});

const NOTHING_YET = /^prod: .* up to date\nqa: 1 file changed .*\nstage: .* up to date\n$/;

test('with branches, publish brings each step to its place', () => {
  begin('branches');
  const live = (environment: string) => liveIn('config.git', `env/${environment}`);
  does('publish');
  does('image', 'set', 'qa', NEXT, '--commit');
  expect(does('publish')).toMatch(NOTHING_YET);
  does('promote', 'qa', 'stage', '--commit');
  does('promote', 'stage', 'prod', '--commit');
  does('publish');
  expect(['qa', 'stage', 'prod'].map(live)).toEqual([
    ['v2', 2],
    ['v2', 2],
    ['v2', 2],
  ]);
  does('rollback', 'prod', '--to', 'HEAD~2', '--commit');
  does('publish', 'prod');
  expect(live('prod')).toEqual(['v1', 3]);
});

test('with repositories, publish brings each step to its place', () => {
  begin('repositories');
  does('publish');
  does('image', 'set', 'qa', NEXT, '--commit');
  expect(does('publish')).toMatch(NOTHING_YET);
  expect(liveIn('qa.git', 'main')).toEqual(['v2', 2]);
  expect(liveIn('prod.git', 'main')).toEqual(['v1', 1]);
});

/** The image that is deployed from a place, and how many commits that has. */
function liveIn(repository: string, branch: string) {
  const show = (...args: readonly string[]) =>
    execFileSync('git', ['-C', join(place, repository), ...args], { encoding: 'utf8' });
  const text = show('show', `${branch}:shop/frontend.yaml`);
  return [/frontend:(v\d)/.exec(text)?.[1], Number(show('rev-list', '--count', branch))];
}
