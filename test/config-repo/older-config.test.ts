import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigRepo } from '../../lib/config-repo/config-repo';
import type { Environment } from '../../lib/environment/environment';
import { Microservice } from '../../lib/microservice/microservice';
import { System } from '../../lib/system/system';
import { Manifests, readYamlFiles } from '../../lib/testing';
import { least } from '../microservice/chart';
import { qa } from '../shop';
import { gitIn } from './git-in';
import { listen } from './terminal';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'older-config-'));
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

const git = (...args: readonly string[]) => gitIn(root, ...args);

function repoOf(value: string, folder: string) {
  class Shop extends System {
    constructor(environment: Environment) {
      super(environment, 'shop');
      new Microservice(this, 'cart', { ...least, config: { values: { VALUE: value } } });
    }
  }
  const repo = new ConfigRepo({
    repository: 'https://git.example.com/shop/config.git',
    environments: [qa],
    outdir: join(root, folder),
  });
  repo.deploy(Shop);
  return repo;
}

/** Synthesizes sources of which the value alone is different; gives all files. */
function synth(value: string, folder = 'dist') {
  listen(() => repoOf(value, folder).synth());
  return readYamlFiles(join(root, folder));
}

function values(files: ReadonlyMap<string, string>): readonly string[] {
  return (files.get('qa/shop/cart.yaml') ?? '').match(/(?<=VALUE: )\w+/g) ?? [];
}

test('what nobody has committed leaves nothing behind', () => {
  git('init');
  synth('first');
  git('add', '--all');
  git('commit', '--message', 'first');
  const committed = synth('second');
  git('commit', '--all', '--message', 'second');
  expect(values(committed).toSorted()).toEqual(['first', 'second']);
  expect(values(synth('third')).toSorted()).toEqual(['first', 'second', 'third']);
  expect(values(synth('fourth')).toSorted()).toEqual(['first', 'fourth', 'second']);
  expect(synth('second')).toEqual(committed);
  expect(synth('second', 'other')).toEqual(committed);
});

test('without git, what is in the folder stays', () => {
  synth('first');
  synth('second');
  expect(values(synth('third')).toSorted()).toEqual(['first', 'second', 'third']);
});

test('tests compare with what a synth writes, and look at what the sources say', () => {
  synth('first');
  const written = synth('second');
  const manifests = Manifests.of(repoOf('second', 'dist'));
  expect(manifests.files()).toEqual(written);
  expect(manifests.count('ConfigMap', { data: { VALUE: 'first' } })).toBe(0);
  expect(values(manifests.below('qa/shop/cart').files()).toSorted()).toEqual(['first', 'second']);
});
