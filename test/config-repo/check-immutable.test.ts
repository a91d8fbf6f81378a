import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeManifests } from '../../lib/config-repo/write';
import type { JsonObject } from '../../lib/manifest/manifest';
import type { ManifestEntry } from '../../lib/manifest/manifest-set';
import { listen } from './terminal';

let outdir: string;

beforeEach(() => {
  outdir = mkdtempSync(join(tmpdir(), 'immutable-'));
});

afterEach(() => {
  jest.restoreAllMocks();
  rmSync(outdir, { recursive: true, force: true });
});

function deployment(
  version: string,
  annotations: JsonObject = {},
  file = 'prod/shop/cart.yaml',
): ManifestEntry {
  const metadata = { name: 'cart', namespace: 'shop-prod', annotations };
  const spec = { selector: { matchLabels: { version } } };
  const manifest = { apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec };
  return { manifest, file, origin: 'prod/shop/cart/Deployment', owner: file, cluster: '' };
}

function write(...manifests: readonly ManifestEntry[]) {
  return listen(() => writeManifests(() => ({ manifests, problems: [] }), outdir));
}

const textOf = (file: string) => readFileSync(join(outdir, file), 'utf8');

const CHANGED =
  '[prod/shop/cart/Deployment] Deployment shop-prod/cart: spec.selector: got {"matchLabels":{"version":"b"}}, and can\'t be changed from {"matchLabels":{"version":"a"}}: give the workload a new name, so that it starts beside the old one, which is pruned; or, if it has been deleted by hand, say so in the annotation supercargo/acknowledged: \'immutable:Deployment/shop-prod/cart because ...\'';

test('a changed selector is an error, and nothing is written', () => {
  write(deployment('a'));
  expect(write(deployment('b'))).toEqual({
    lines: [CHANGED, '1 problem; nothing was written'],
    exitCode: 1,
  });
  expect(textOf('prod/shop/cart.yaml')).toContain('version: a');
});

test('is found in another file of the same environment, and in no other', () => {
  write(deployment('a'));
  expect(write(deployment('b', {}, 'prod/shop/carts.yaml')).lines[0]).toBe(CHANGED);
  expect(write(deployment('b', {}, 'stage/shop/cart.yaml')).exitCode).toBe(undefined);
});

test.each<[string, JsonObject]>([
  [
    'acknowledged',
    { 'supercargo/acknowledged': 'immutable:Deployment/shop-prod/cart because it was deleted' },
  ],
  ['made anew by Argo CD', { 'argocd.argoproj.io/sync-options': 'Force=true,Replace=true' }],
])('a changed selector is written when it is %s', (_, annotations) => {
  write(deployment('a'));
  expect(write(deployment('b', annotations)).exitCode).toBe(undefined);
  expect(textOf('prod/shop/cart.yaml')).toContain('version: b');
});

test('a claim that shrinks is an error, acknowledged or not', () => {
  const claim = (storage: string): ManifestEntry => {
    const acknowledged = 'immutable:PersistentVolumeClaim/shop-prod/data because it was deleted';
    const annotations = { 'supercargo/acknowledged': acknowledged };
    const metadata = { name: 'data', namespace: 'shop-prod', annotations };
    const spec = { resources: { requests: { storage } } };
    const manifest = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata, spec };
    return { ...deployment('a'), manifest, origin: 'prod/shop/data' };
  };
  write(claim('10Gi'));
  expect(write(claim('5Gi')).lines[0]).toBe(
    '[prod/shop/data] PersistentVolumeClaim shop-prod/data: spec.resources.requests.storage: got "5Gi", and can\'t be changed from "10Gi": make a claim of a new name, copy the data, and mount that one, or leave the size; to acknowledge it doesn\'t help',
  );
  expect(textOf('prod/shop/cart.yaml')).toContain('storage: 10Gi');
});

test('is an error still when something else is acknowledged', () => {
  write(deployment('a'));
  const annotations = { 'supercargo/acknowledged': 'immutable:Deployment/shop-prod/till because' };
  expect(write(deployment('b', annotations)).lines).toEqual([
    CHANGED,
    '1 problem; nothing was written',
  ]);
});

test('what stands in the folder and is no manifest is left alone', () => {
  mkdirSync(join(outdir, 'prod'));
  writeFileSync(join(outdir, 'prod', 'notes.txt'), '{');
  write(deployment('a'));
  writeFileSync(join(outdir, 'prod', 'shop', 'cart.yaml'), 'a: {');
  expect(write(deployment('b')).exitCode).toBe(undefined);
  expect(readdirSync(join(outdir, 'prod')).toSorted()).toEqual(['notes.txt', 'shop']);
});
