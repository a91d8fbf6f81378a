import { join } from 'node:path';
import { defineCustomResource } from '../../lib/custom-resource/define';
import { CustomResourceDefinition } from '../../lib/custom-resource/definition';
import { DefinedInstance } from '../../lib/custom-resource/instance';
import { InputError } from '../../lib/problem/problem';
import { validateManifest } from '../../lib/schema/validate';
import { unseen } from '../problem/lines';
import { filesOf, manifestsOf, problemsOf } from '../render-tree';
import { expectYaml } from '../yaml-snapshot';
import { Boat, chart, least } from './boats';

test('gives a definition and instances of it', () => {
  const scope = chart();
  new CustomResourceDefinition(scope, Boat);
  new Boat(scope, 'titanic', {
    spec: { ...least, sail: 'main', port: '80', flags: { mast: 'red' }, cargo: { ice: [1, 2] } },
    metadata: { labels: { line: 'white-star' }, annotations: { 'example.com/built': 'Belfast' } },
  });
  const [text = ''] = filesOf(scope).values();
  expectYaml(join(__dirname, 'snapshots/boat.yaml'), text);
});

test('makes a definition that Kubernetes takes', () => {
  const scope = chart();
  new CustomResourceDefinition(scope, Boat);
  const [entry] = manifestsOf(scope);
  expect(entry && validateManifest(entry.manifest)).toEqual([]);
  expect(entry?.manifest.metadata).not.toHaveProperty('namespace');
});

describe('an instance', () => {
  /** As it comes from somebody whose compiler hasn't told them. */
  const problems = (spec: object) => {
    const scope = chart();
    new Boat(scope, 'titanic', { spec: { ...least, ...spec } });
    return problemsOf(scope).map((line) => line.replace('[harbour/Boat-titanic] ', ''));
  };

  test('may leave out what has a default', () => {
    expect(problems({})).toEqual([]);
  });

  test.each([
    ['a misspelt field', { lenght: 3 }, 'spec.lenght: unknown field, did you mean length?'],
    ['a text as a number', { length: '3' }, 'spec.length: got "3", allowed an integer'],
    ['less than the minimum', { length: 0 }, 'spec.length: got 0, allowed 1 or more'],
    ['more than the maximum', { length: 101 }, 'spec.length: got 101, allowed 100 or less'],
    ['what is not listed', { sail: 'spinnaker' }, 'spec.sail: got "spinnaker", allowed jib, main'],
    [
      'what does not match',
      { name: 'titanic' },
      'spec.name: got "titanic", allowed a string that matches ^[A-Z]',
    ],
    ['too short a list', { crew: [] }, 'spec.crew: got a list of 0, allowed 1 or more items'],
    ['an item without its key', { crew: [{}] }, 'spec.crew[0].name: required field is missing'],
    ['a value of a map', { flags: { mast: 1 } }, 'spec.flags.mast: got 1, allowed a string'],
    ['a missing field', { name: undefined }, 'spec.name: required field is missing'],
    ['a fraction as a port', { port: 1.5 }, 'spec.port: got 1.5, allowed an integer or a string'],
  ])('rejects %s', (_, spec, message) => {
    expect(problems(spec)).toEqual([message]);
  });

  test.each([1, 100])('accepts a bound, %d', (length) => {
    expect(problems({ length })).toEqual([]);
  });

  test('rejects a status, which is the controller’s', () => {
    const scope = chart();
    const props = { spec: least, status: { afloat: 0 } };
    new Boat(scope, 'titanic', props);
    expect(problemsOf(scope)).toEqual([
      '[harbour/Boat-titanic] status: unknown field, allowed apiVersion, kind, metadata, spec',
    ]);
  });

  test('rejects a name that is none, and a name given twice', () => {
    const scope = chart();
    new Boat(scope, 'Titanic', { spec: least });
    new Boat(scope, 'titanic', { spec: least });
    new Boat(scope, 'titanic', { spec: least });
    expect(problemsOf(scope)).toEqual([
      '[harbour/Boat-Titanic] name: got "Titanic", allowed DNS labels joined by dots, at most 253 characters',
      `[harbour/Boat-titanic] name: got "Boat-titanic", allowed each name once in 'harbour': it is given a second time`,
    ]);
  });

  test('has no namespace where its kind has none', () => {
    const Fleet = defineCustomResource({
      group: 'boats.example.com',
      kind: 'Fleet',
      scope: 'Cluster',
      schema: { spec: { type: 'object', properties: { home: { type: 'string' } } } },
    });
    const scope = chart();
    new Fleet(scope, 'north', {});
    expect(manifestsOf(scope).map(({ manifest }) => manifest.metadata)).toEqual([
      { name: 'north', labels: expect.anything() },
    ]);
  });

  test('of a kind with a wrong schema says so in one line', () => {
    const Bad = defineCustomResource({
      group: 'boats.example.com',
      kind: 'Bad',
      schema: {
        spec: { type: 'object', properties: { a: { type: 'string', pattern: '(' } } },
      },
    });
    const scope = chart();
    new Bad(scope, 'bad', { spec: { a: 'a' } });
    expect(problemsOf(scope)).toEqual([
      '[harbour/Bad-bad] kind: Bad has no right schema: schema.spec.properties.a.pattern: got "(", allowed a regular expression of Go: without looking around, and without back references',
    ]);
  });
});

test.each([[undefined], [null], [5], [[]]])('tells props from %p', (props) => {
  const scope = chart();
  new Boat(scope, 'titanic', unseen(props));
  expect(problemsOf(scope)).toEqual([
    expect.stringMatching(/^\[harbour\/DefinedInstance-titanic\] props: got .*, allowed an object/),
  ]);
});

test.each(['', 'boat', 'a b'])('refuses the kind %p', (kind) => {
  const schema = { spec: { type: 'object', properties: {} } } as const;
  expect(() => defineCustomResource({ group: 'example.com', kind, schema })).toThrow(
    new InputError([
      {
        field: 'defineCustomResource().kind',
        message: `got "${kind}", allowed letters and digits with a capital in front: NginxConfig`,
      },
    ]),
  );
  const scope = chart();
  new DefinedInstance(scope, 'a', { group: 'example.com', kind, schema }, {});
  expect(problemsOf(scope)).toEqual([expect.stringContaining(`] kind: got "${kind}", allowed `)]);
});

test('gives rights to its objects', () => {
  expect([Boat.grant('get', 'list'), Boat.grantOn('status', 'patch')]).toEqual([
    { apiGroups: ['boats.example.com'], resources: ['boats'], verbs: ['get', 'list'] },
    { apiGroups: ['boats.example.com'], resources: ['boats/status'], verbs: ['patch'] },
  ]);
});

test.each([
  ['NginxConfig', 'nginxconfigs'],
  ['Ingress', 'ingresses'],
  ['NetworkPolicy', 'networkpolicies'],
  ['Gateway', 'gateways'],
])('calls several of %s %s', (kind, plural) => {
  const schema = { spec: { type: 'object', properties: {} } } as const;
  expect(defineCustomResource({ group: 'example.com', kind, schema }).plural).toBe(plural);
});
