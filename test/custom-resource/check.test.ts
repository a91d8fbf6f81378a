import { checkDefinition } from '../../lib/custom-resource/check';
import type { Schema } from '../../lib/custom-resource/schema';
import type { DefinitionSpec } from '../../lib/custom-resource/spec';
import { formatProblem } from '../../lib/problem/problem';

const spec: Schema = { type: 'object', properties: { size: { type: 'integer' } } };
const boat: DefinitionSpec = { group: 'example.com', kind: 'Boat', schema: { spec } };
const WORD = 'at most 63 lower-case letters, digits and dashes, with a letter in front';

const problems = (fields: Partial<DefinitionSpec>) =>
  checkDefinition({ ...boat, ...fields }).map(formatProblem);

/** Of one field of the spec. */
const ofField = (schema: object) =>
  problemsOfUnknown({ type: 'object', properties: { a: schema } });

/** As it comes from JavaScript, or from a file. */
function problemsOfUnknown(schema: object): readonly string[] {
  const definition = { ...boat, schema: Object.fromEntries([['spec', schema]]) };
  return Reflect.apply(checkDefinition, undefined, [definition]).map(formatProblem);
}

test('has nothing against a right one', () => {
  expect(problems({})).toEqual([]);
});

test.each<[string, Partial<DefinitionSpec>, string]>([
  [
    'a group without a dot',
    { group: 'boats' },
    'group: got "boats", allowed a domain of yours, with a dot: example.com',
  ],
  [
    'a group of Kubernetes',
    { group: 'boats.k8s.io' },
    'group: got "boats.k8s.io", allowed a domain of yours; this one is Kubernetes\', and needs api-approved.kubernetes.io',
  ],
  [
    'a kind in lower case',
    { kind: 'boat' },
    'kind: got "boat", allowed letters and digits with a capital in front: NginxConfig',
  ],
  ['a plural with a capital', { plural: 'Boats' }, `plural: got "Boats", allowed ${WORD}`],
  [
    'a short name with a dash in front',
    { shortNames: ['-b'] },
    `shortNames[0]: got "-b", allowed ${WORD}`,
  ],
  ['a category with a space', { categories: ['a b'] }, `categories[0]: got "a b", allowed ${WORD}`],
  ['a version with a capital', { version: 'V1' }, `version: got "V1", allowed ${WORD}`],
  [
    'a short name that is the plural',
    { shortNames: ['boats'] },
    'shortNames: got "boats", allowed names beside plural and singular',
  ],
  [
    'a version given twice',
    { otherVersions: { v1: { schema: { spec } } } },
    'otherVersions: got "v1", allowed other versions: this one is `version`',
  ],
  [
    'a column of nothing',
    { columns: { Size: '.spec.sise' } },
    'columns.Size: got ".spec.sise", allowed a path to a field of the schema',
  ],
  [
    'a column without a dot',
    { columns: { Size: { jsonPath: 'spec.size' } } },
    'columns.Size.jsonPath: got "spec.size", allowed a path from the object on, with a dot in front: .spec.version',
  ],
  [
    'replicas elsewhere',
    { scale: { specReplicasPath: '.spec.size', statusReplicasPath: '.spec.size' } },
    'scale.statusReplicasPath: got ".spec.size", allowed a path to a field below .status.',
  ],
  ['no fields', { schema: {} }, 'schema: is empty: name the fields of an object, as a rule `spec`'],
  [
    'metadata of its own',
    { schema: { metadata: spec } },
    'schema: got "metadata", allowed other fields: this one every object has',
  ],
])('rejects %s', (_, fields, message) => {
  expect(problems(fields)).toEqual([message]);
});

test('accepts a group of Kubernetes that somebody has approved, and columns of any object', () => {
  const annotations = {
    'api-approved.kubernetes.io': 'https://github.com/kubernetes/kubernetes/pull/1',
  };
  const columns = {
    Age: '.metadata.creationTimestamp',
    Ready: '.status.conditions[?(@.type=="Ready")].status',
  };
  expect(problems({ group: 'boats.k8s.io', annotations, columns })).toEqual([]);
});

const AT = 'schema.spec.properties.a';

test.each<[string, object, string]>([
  [
    'a misspelt word',
    { type: 'string', minLenght: 1 },
    `${AT}.minLenght: isn't known for a string, did you mean minLength?`,
  ],
  [
    'a bound of a text',
    { type: 'boolean', minimum: 1 },
    `${AT}.minimum: isn't known for a boolean, allowed type, description, default, nullable, x-kubernetes-validations`,
  ],
  [
    'an empty list of values',
    { type: 'string', enum: [] },
    `${AT}.enum: is empty, so that nothing fits: leave it out`,
  ],
  [
    'a value given twice',
    { type: 'integer', enum: [1, 1] },
    `${AT}.enum: got 1, allowed each number once`,
  ],
  [
    'bounds in the wrong order',
    { type: 'integer', minimum: 2, maximum: 1 },
    `${AT}.minimum: got 2, allowed at most its maximum, 1`,
  ],
  [
    'a length below zero',
    { type: 'string', minLength: -1 },
    `${AT}.minLength: got -1, allowed a whole number from 0`,
  ],
  [
    'a pattern that looks ahead',
    { type: 'string', pattern: '^(?!x)' },
    `${AT}.pattern: got "^(?!x)", allowed a regular expression of Go: without looking around, and without back references`,
  ],
  [
    'a default that does not fit',
    { type: 'integer', minimum: 2, default: 1 },
    `${AT}.default: got 1, allowed 2 or more`,
  ],
  [
    'a requirement of nothing',
    { type: 'object', properties: { b: { type: 'string' } }, required: ['c'] },
    `${AT}.required: got "c", allowed its properties: b`,
  ],
  [
    'a list by keys without keys',
    { type: 'array', items: { type: 'string' }, 'x-kubernetes-list-type': 'map' },
    `${AT}.x-kubernetes-list-map-keys: is missing: a list of type 'map' tells its items apart by keys`,
  ],
  [
    'a key that an item may be without',
    {
      type: 'array',
      items: { type: 'object', properties: { b: { type: 'string' } } },
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['b'],
    },
    `${AT}.x-kubernetes-list-map-keys: got "b", allowed fields of its items that are required, or have a default`,
  ],
  [
    'an empty rule',
    { type: 'string', 'x-kubernetes-validations': [{ rule: '' }] },
    `${AT}.x-kubernetes-validations[0].rule: got "", allowed a rule in CEL`,
  ],
  [
    'an unknown type',
    { type: 'strin' },
    `${AT}.type: got "strin", allowed 'string', 'integer', 'number', 'boolean', 'array', or 'object' with properties, additionalProperties or x-kubernetes-preserve-unknown-fields`,
  ],
  [
    'properties beside a map',
    { type: 'object', properties: {}, additionalProperties: { type: 'string' } },
    `${AT}.additionalProperties: isn't known for an object with properties, allowed type, properties, required, x-kubernetes-preserve-unknown-fields, x-kubernetes-map-type, description, default, nullable, x-kubernetes-validations`,
  ],
])('rejects %s', (_, schema, message) => {
  expect(ofField(schema)).toEqual([message]);
});
