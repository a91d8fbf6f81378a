import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { Manifest } from '../../lib/manifest/manifest';
import { validateManifest } from '../../lib/schema/validate';

const DIST = join(__dirname, '../../dist');

test('dist/ holds objects', () => {
  if (readDist().length === 0) throw new Error('dist/ holds no objects: run `npm run synth`');
});

test('every object in dist/ fits its schema', () => {
  expect(readDist().flatMap(describeProblems)).toEqual([]);
});

interface Found {
  readonly file: string;
  readonly object: unknown;
}

function readDist(): readonly Found[] {
  if (!existsSync(DIST)) return [];
  const files = readdirSync(DIST, { recursive: true, encoding: 'utf8' }).sort();
  return files.filter((file) => /\.ya?ml$/.test(file)).flatMap(readObjects);
}

function readObjects(file: string): readonly Found[] {
  const documents = parseAllDocuments(readFileSync(join(DIST, file), 'utf8'));
  return documents.map((document) => ({ file, object: document.toJS() }));
}

function describeProblems({ file, object }: Found): readonly string[] {
  if (!isManifest(object)) return [`${file}: holds something that is no Kubernetes object`];
  const name = `${file}: ${object.kind} ${object.metadata.name}`;
  return validateManifest(object).map(({ path, message }) => `${name}: ${path}: ${message}`);
}

function isManifest(value: unknown): value is Manifest {
  if (!isObject(value) || !isObject(value.metadata)) return false;
  const texts = [value.apiVersion, value.kind, value.metadata.name];
  return texts.every((text) => typeof text === 'string');
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
