import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ErrorObject } from 'ajv';
import * as fc from 'fast-check';
import { parseAllDocuments } from 'yaml';
import { isManifest, type Manifest } from '../../lib/manifest/manifest';
import { compare } from '../../lib/schema/compare';
import { FORMATS } from '../../lib/schema/formats';
import { readSchemas, Schemas } from '../../lib/schema/schemas';

const DIST = join(__dirname, '../../dist');
const SCHEMAS = join(__dirname, '../../imports/schemas');
const INDEX = readSchemas('index.json');
const schemas = new Schemas();

/** Go says in front that small letters and capitals are alike, JavaScript behind. */
function goRegExp(pattern: string, flags: string): RegExp {
  const source = pattern.replace('(?i)', '');
  return new RegExp(source, source === pattern ? flags : `${flags}i`);
}

/** The same schemas, as a well-known library understands them. */
const oracle = new Ajv({
  allErrors: true,
  strict: false,
  logger: false,
  validateSchema: false,
  meta: false,
  inlineRefs: false,
  code: { optimize: false, regExp: Object.assign(goRegExp, { code: 'goRegExp' }) },
  formats: Object.fromEntries(
    Object.entries(FORMATS).map(([name, { fits }]) => [
      name,
      // A format is of one type there.
      /^int|double/.test(name) ? { type: 'number', validate: fits } : fits,
    ]),
  ),
});
for (const file of readdirSync(SCHEMAS))
  if (file !== 'index.json') oracle.addSchema(readSchemas(file));

/** One object of each kind and form that dist/ holds. */
const SAMPLES = new Map(
  readdirSync(DIST, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.yaml'))
    .flatMap((file) => parseAllDocuments(readFileSync(join(DIST, file), 'utf8')))
    .map((document): unknown => document.toJS())
    .filter(isManifest)
    .filter(({ apiVersion, kind }) => `${apiVersion}/${kind}` in INDEX)
    .map((manifest) => [`${manifest.kind} ${placesIn(manifest).length}`, manifest]),
);

/** What may stand where something else does. Null counts as absent for one of the two only. */
const VALUES: readonly unknown[] = [
  true, 0, -1, 1.5, 70_000, 2 ** 40, 1e20, '', 'x', '10%', '500m', '1Gi', 'Not A Name', 'a'.repeat(300), '😀',
  [], [1], ['a'], [{}], {}, { name: 'x' }, { unknown: 1 }, { constructor: 1 },
]; // biome-ignore format: one look

type Step = string | number;

/** The way to each value in an object. */
function placesIn(value: unknown, above: readonly Step[] = []): readonly (readonly Step[])[] {
  const below = Array.isArray(value)
    ? [...value.keys()]
    : typeof value === 'object' && value !== null
      ? Object.keys(value)
      : [];
  const places = below.map((step) => [...above, step]);
  return places.flatMap((place) => [
    place,
    ...placesIn(Reflect.get(Object(value), String(place.at(-1))), place),
  ]);
}

/** A copy in which the value at a place is replaced, removed, or joined by another. */
function changed(manifest: Manifest, place: readonly Step[], change: Change): Manifest {
  const copy = structuredClone(manifest);
  const parent: object = place
    .slice(0, -1)
    .reduce<object>((value, step) => Object(Reflect.get(value, step)), copy);
  const last = place.at(-1) ?? '';
  if (change.way === 'remove' && !Array.isArray(parent)) Reflect.deleteProperty(parent, last);
  else if (change.way === 'add' && !Array.isArray(parent))
    Reflect.set(parent, 'extra', change.value);
  else Reflect.set(parent, last, change.value);
  return copy;
}

interface Change {
  readonly way: 'replace' | 'remove' | 'add';
  readonly value: unknown;
}

/** Where something is wrong, and by which keyword. */
function ours(manifest: Manifest): readonly string[] {
  const schema = schemas.find(`${manifest.apiVersion}/${manifest.kind}`);
  if (schema === undefined) throw new Error(`no schema for ${manifest.kind}`);
  return compare(schema, readSchemas, manifest)
    .filter(({ keyword }) => !keyword.startsWith('x-'))
    .map(({ keyword, steps, field = '' }) => [keyword, ...steps, field].join(' '))
    .sort();
}

function theirs(manifest: Manifest): readonly string[] {
  const validate = oracle.getSchema(String(INDEX[`${manifest.apiVersion}/${manifest.kind}`]));
  if (validate === undefined) throw new Error(`no schema for ${manifest.kind}`);
  validate(manifest);
  return (validate.errors ?? []).filter(isOutermost).map(place).sort();
}

/** What is wrong with a branch of a choice isn't told here. */
function isOutermost({ schemaPath }: ErrorObject): boolean {
  return !/\/(anyOf|oneOf)\/\d+\/|(?<!\/properties)\/not\//.test(schemaPath);
}

function place({ keyword, instancePath, params }: ErrorObject): string {
  const steps = instancePath
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  const field = String(params.additionalProperty ?? params.missingProperty ?? '');
  return [keyword, ...steps, field].join(' ');
}

test('finds what another validator finds, whatever is wrong in an object', () => {
  const samples = [...SAMPLES.values()];
  expect(samples.length).toBeGreaterThan(50);
  const found = new Set<string>();
  fc.assert(
    fc.property(
      fc.constantFrom(...samples),
      fc.nat(),
      fc.record({
        way: fc.constantFrom('replace', 'remove', 'add'),
        value: fc.constantFrom<unknown>(...VALUES),
      }),
      (sample, at, change) => {
        const places = placesIn(sample);
        // Kind and version choose the schema.
        const where = places[at % places.length] ?? [];
        fc.pre(!['apiVersion', 'kind'].includes(String(where[0])));
        const manifest = changed(sample, where, change);
        const expected = theirs(manifest);
        for (const breach of expected) found.add(breach.split(' ')[0] ?? '');
        expect(ours(manifest)).toEqual(expected);
      },
    ),
    { numRuns: 1500, seed: 28 },
  );
  // Otherwise it would compare nothing with nothing.
  expect([...found].sort()).toEqual(
    expect.arrayContaining([
      'additionalProperties',
      'enum',
      'minimum',
      'pattern',
      'required',
      'type',
    ]),
  );
});
