import { parseCrds } from '../../imports/generator/crd';
import { customSchemas } from '../../imports/generator/custom';
import { reduceCrd } from '../../imports/generator/reduce';
import { readPins } from '../../imports/generator/source';
import type { JsonObject } from '../../lib/manifest/manifest';
import { strictSchema } from '../../lib/schema/strict';

const BOATS = { name: 'boats', repository: 'boats/boats', kinds: ['Boat'] };

describe('reduceCrd', () => {
  const reduce = (spec: JsonObject, product = {}) => {
    const [crd] = parseCrds(boat({ v1: { type: 'object', properties: { spec } } }));
    if (crd === undefined) throw new Error('no CustomResourceDefinition');
    return reduceCrd({ ...BOATS, ...product }, crd).versions[0]?.schema.properties;
  };

  test('drops texts, and keeps a property of such a name', () => {
    const spec = { description: 'Long.', properties: { description: { type: 'string' } } };
    expect(reduce(spec)).toEqual({ spec: { properties: { description: { type: 'string' } } } });
  });

  test('does not require what has a default', () => {
    const sail = { type: 'string', default: 'jib' };
    const spec = { properties: { sail, mast: { type: 'string' } }, required: ['mast', 'sail'] };
    expect(reduce(spec)).toMatchObject({ spec: { required: ['mast'] } });
  });

  test('refers to Kubernetes for a pod template', () => {
    const pod = { properties: { containers: { type: 'array' } } };
    const template = { properties: { metadata: { type: 'object' }, spec: pod } };
    expect(reduce({ properties: { template } })).toEqual({
      spec: {
        properties: {
          template: { $ref: 'kubernetes.json#/definitions/io.k8s.api.core.v1.PodTemplateSpec' },
        },
      },
    });
  });

  test('cuts what the product says, and all that it does not keep', () => {
    const any = { type: 'string' };
    const spec = {
      properties: { crew: { items: any }, rig: { properties: { jib: any, main: any } } },
    };
    const product = { cut: ['spec.crew.[]'], keep: { 'spec.rig': ['jib'] } };
    const opaque = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
    expect(reduce(spec, product)).toEqual({
      spec: {
        properties: { crew: { items: opaque }, rig: { properties: { jib: any, main: opaque } } },
      },
    });
  });
});

describe('strictSchema', () => {
  const strict = (schema: JsonObject) => strictSchema(schema, { emptyIsClosed: true });

  test('closes objects, but no conditions', () => {
    const properties = { jib: { type: 'string' } };
    expect(strict({ properties, anyOf: [{ properties }] })).toEqual({
      properties,
      anyOf: [{ properties }],
      additionalProperties: false,
    });
  });

  test('leaves open what preserves unknown fields', () => {
    expect(strict({ type: 'object', 'x-kubernetes-preserve-unknown-fields': true })).toEqual({
      type: 'object',
    });
  });

  test('says int-or-string and nullable by type', () => {
    const either = { anyOf: [{ type: 'integer' }, { type: 'string' }] };
    expect(strict({ ...either, 'x-kubernetes-int-or-string': true })).toEqual({
      type: ['integer', 'string'],
    });
    expect(strict({ type: 'string', enum: ['jib'], nullable: true })).toEqual({
      type: ['string', 'null'],
      enum: ['jib', null],
    });
  });

  test('keeps list keys and rules', () => {
    const schema = {
      type: 'array',
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['name'],
      'x-kubernetes-validations': [{ rule: 'size(self) > 0' }],
    };
    expect(strict(schema)).toEqual(schema);
  });

  test('keeps a pattern of Go, and drops what is none', () => {
    const pattern = '^(?i)jib$';
    expect(strict({ type: 'string', pattern })).toEqual({ type: 'string', pattern });
    expect(strict({ type: 'string', pattern: '(?=jib)' })).toEqual({ type: 'string' });
  });
});

describe('customSchemas', () => {
  test('has equal versions share a definition, the most mature first', () => {
    const schema = { type: 'object', properties: { spec: { type: 'object' } } };
    const { kinds, definitions } = customSchemas(
      'boats',
      parseCrds(boat({ v1beta1: schema, v1alpha1: {}, v1: schema })),
    );
    expect(kinds.map(({ apiVersion, definition }) => [apiVersion, definition])).toEqual([
      ['example.org/v1', 'Boat'],
      ['example.org/v1beta1', 'Boat'],
      ['example.org/v1alpha1', 'Boat.v1alpha1'],
    ]);
    expect(Object.keys(definitions)).toEqual(['Boat', 'Boat.v1alpha1']);
  });
});

describe('readPins', () => {
  test('reads a name and an address', () => {
    const address =
      'https://raw.githubusercontent.com/argoproj/argo-cd/v1.0.0/manifests/install.yaml';
    expect(readPins(`imports: ['argo-cd:=${address}']`)).toMatchObject([
      { product: { name: 'argo-cd' }, prefix: 'argo-cd', address },
    ]);
  });

  test('rejects a list with nothing in it', () => {
    expect(() => readPins('language: typescript')).toThrow(
      'cdk8s.yaml: imports: lists nothing to import',
    );
  });

  test('rejects an address that belongs to no product', () => {
    expect(() => readPins('imports: [https://example.org/boats.yaml]')).toThrow(
      /^cdk8s.yaml: imports: got https:\/\/example.org\/boats.yaml, allowed addresses in argoproj\/argo-cd, .*; add others to imports\/generator\/products.ts$/,
    );
  });
});

function boat(versions: Readonly<Record<string, JsonObject>>): string {
  return JSON.stringify({
    kind: 'CustomResourceDefinition',
    spec: {
      group: 'example.org',
      names: { kind: 'Boat', plural: 'boats' },
      scope: 'Namespaced',
      versions: Object.entries(versions).map(([name, openAPIV3Schema]) => ({
        name,
        served: true,
        schema: { openAPIV3Schema },
      })),
    },
  });
}
