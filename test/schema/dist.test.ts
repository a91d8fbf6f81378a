import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { JsonObject, Manifest } from '../../lib/manifest/manifest';
import { objectAt, objectsAt, textAt } from '../../lib/schema/json';
import { validateStructural } from '../../lib/schema/structural';
import { TYPED_BY_HAND } from '../../lib/schema/typed-by-hand';
import { validateManifest } from '../../lib/schema/validate';

const DIST = join(__dirname, '../../dist');

test('dist/ holds objects', () => {
  if (readDist().length === 0) throw new Error('dist/ holds no objects: run `npm run synth`');
});

test('every object in dist/ fits its schema', () => {
  const found = readDist();
  const defined = definedSchemas(found);
  expect(found.flatMap((one) => describeProblems(one, defined))).toEqual([]);
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

/** Schemas by API version and kind, of the definitions that are in dist/ themselves. */
function definedSchemas(found: readonly Found[]): ReadonlyMap<string, JsonObject> {
  return new Map(
    found.flatMap(({ object }) => {
      if (!isManifest(object) || object.kind !== 'CustomResourceDefinition') return [];
      const spec = objectAt(object, 'spec');
      const kind = textAt(objectAt(spec, 'names'), 'kind');
      return objectsAt(spec, 'versions').map((version) => [
        `${textAt(spec, 'group')}/${textAt(version, 'name')} ${kind}`,
        objectAt(objectAt(version, 'schema'), 'openAPIV3Schema'),
      ]);
    }),
  );
}

function describeProblems(
  { file, object }: Found,
  defined: ReadonlyMap<string, JsonObject>,
): readonly string[] {
  if (!isManifest(object)) return [`${file}: holds something that is no Kubernetes object`];
  const name = `${file}: ${object.kind} ${object.metadata.name}`;
  const own =
    defined.get(`${object.apiVersion} ${object.kind}`) ??
    TYPED_BY_HAND.get(`${object.apiVersion}/${object.kind}`);
  const problems = own === undefined ? validateManifest(object) : validateStructural(own, object);
  return problems.map(({ path, message }) => `${name}: ${path}: ${message}`);
}

function isManifest(value: unknown): value is Manifest {
  if (!isObject(value) || !isObject(value.metadata)) return false;
  const texts = [value.apiVersion, value.kind, value.metadata.name];
  return texts.every((text) => typeof text === 'string');
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
