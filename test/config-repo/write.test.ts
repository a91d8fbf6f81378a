import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeManifests } from '../../lib/config-repo/write';
import type { ManifestEntry } from '../../lib/manifest/manifest-set';
import { listen } from './terminal';

let root: string;
let outdir: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'write-'));
  outdir = join(root, 'dist');
});

afterEach(() => {
  jest.restoreAllMocks();
  rmSync(root, { recursive: true, force: true });
});

function entry(name: string, file: string, fields: Readonly<Record<string, number>> = {}) {
  const manifest = { apiVersion: 'v1', kind: 'Secret', metadata: { name }, ...fields };
  return { manifest, file, origin: `shop/${name}`, owner: 'shop', cluster: '' };
}

/** Writes, and gives what was told: lines and exit code. */
function write(manifests: readonly ManifestEntry[], problems: readonly string[] = []) {
  return listen(() => writeManifests(() => ({ manifests, problems }), outdir));
}

/** Runs work as if the cdk8s CLI, which sets both variables, had started the app. */
function underCli<T>(work: () => T): T {
  const { CDK8S_OUTDIR, CDK8S_RECORD_CONSTRUCT_METADATA } = process.env;
  Object.assign(process.env, {
    CDK8S_OUTDIR: outdir,
    CDK8S_RECORD_CONSTRUCT_METADATA: 'false',
  });
  try {
    return work();
  } finally {
    restore('CDK8S_OUTDIR', CDK8S_OUTDIR);
    restore('CDK8S_RECORD_CONSTRUCT_METADATA', CDK8S_RECORD_CONSTRUCT_METADATA);
  }
}

function restore(name: string, value: string | undefined): void {
  if (value === undefined) delete process.env[name];
  else process.env[name] = value;
}

test('writes the files, and tells how many changed', () => {
  const told = write([entry('a', 'qa/a.yaml'), entry('b', 'qa/a.yaml'), entry('c', 'c.yaml')]);
  expect(told).toEqual({
    lines: [expect.stringMatching(/^3 objects in 2 files, 2 changed, \d+\.\d s$/)],
    exitCode: undefined,
  });
  expect(readFileSync(join(outdir, 'c.yaml'), 'utf8')).toBe(
    'apiVersion: v1\nkind: Secret\nmetadata:\n  name: c\n',
  );
});

test('writes nothing when there is a problem, and fails', () => {
  expect(write([entry('a', 'a.yaml')], ['[shop/a] x: wrong'])).toEqual({
    lines: ['[shop/a] x: wrong', '1 problem; nothing was written'],
    exitCode: 1,
  });
  expect(existsSync(outdir)).toBe(false);
});

test('counts problems', () => {
  expect(write([], ['[a] wrong', '[b] wrong']).lines).toEqual([
    '[a] wrong',
    '[b] wrong',
    '2 problems; nothing was written',
  ]);
});

test('rejects data that no YAML carries, and leaves the files as they were', () => {
  write([entry('a', 'a.yaml')]);
  const told = write([
    entry('b', 'a.yaml', { weight: Number.NaN }),
    entry('c', 'c.yaml', { weight: Number.POSITIVE_INFINITY }),
  ]);
  expect(told).toEqual({
    lines: [
      '[shop/b] weight: got NaN, allowed a finite number',
      '[shop/c] weight: got Infinity, allowed a finite number',
      '2 problems; nothing was written',
    ],
    exitCode: 1,
  });
  expect(readFileSync(join(outdir, 'a.yaml'), 'utf8')).toContain('name: a\n');
});

test('rejects paths and folders that cannot be written, without a stack trace', () => {
  expect(write([entry('a', 'Shop/a.yaml'), entry('b', 'shop/b.yaml')])).toEqual({
    lines: [
      `[${outdir}] "shop/b.yaml" differs from "Shop/a.yaml" only in case, which macOS and Windows ignore: spell both alike, or rename one`,
      '1 problem; nothing was written',
    ],
    exitCode: 1,
  });
  writeFileSync(outdir, '');
  expect(write([entry('a', 'a.yaml')])).toEqual({
    lines: [
      `[${outdir}] is a file: choose a folder, such as "dist"`,
      '1 problem; nothing was written',
    ],
    exitCode: 1,
  });
});

test('passes on an exception that is a bug', () => {
  const bug = new TypeError('a bug');
  const work = () =>
    writeManifests(() => {
      throw bug;
    }, outdir);
  expect(() => listen(work)).toThrow(bug);
});

test('writes to what a stand-in stands for, and links it', () => {
  const standIn = join(root, '.cdk8s/dist');
  const set = { manifests: [entry('a', 'a.yaml')], problems: [] };
  listen(() => writeManifests(() => set, standIn));
  expect(existsSync(join(root, 'dist/a.yaml'))).toBe(true);
  expect(existsSync(join(standIn, 'a.yaml'))).toBe(true);
});

describe('under the cdk8s CLI', () => {
  test('leaves it to the CLI to fail where the CLI will miss the folder', () => {
    expect(underCli(() => write([], ['[a] wrong'])).exitCode).toBe(0);
  });

  test('fails by itself where the folder is there', () => {
    mkdirSync(outdir);
    expect(underCli(() => write([], ['[a] wrong'])).exitCode).toBe(1);
  });

  test('fails by itself where another folder is written', () => {
    const told = underCli(() => {
      outdir = join(root, 'other');
      return write([], ['[a] wrong']);
    });
    expect(told.exitCode).toBe(1);
  });
});
