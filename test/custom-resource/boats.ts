import { App, Chart } from 'cdk8s';
import { defineCustomResource } from '../../lib/custom-resource/define';

/** A kind with everything that a definition may say. */
export const Boat = defineCustomResource({
  group: 'boats.example.com',
  kind: 'Boat',
  shortNames: ['bt'],
  categories: ['all'],
  version: 'v1',
  schema: {
    spec: {
      type: 'object',
      required: ['name', 'sail', 'crew'],
      'x-kubernetes-validations': [
        { rule: 'self.name == oldSelf.name', message: 'a boat keeps its name' },
      ],
      properties: {
        name: { type: 'string', pattern: '^[A-Z]', maxLength: 20 },
        sail: { type: 'string', enum: ['jib', 'main'], default: 'jib' },
        length: { type: 'integer', minimum: 1, maximum: 100 },
        port: { 'x-kubernetes-int-or-string': true },
        crew: {
          type: 'array',
          minItems: 1,
          'x-kubernetes-list-type': 'map',
          'x-kubernetes-list-map-keys': ['name'],
          items: {
            type: 'object',
            required: ['name'],
            properties: { name: { type: 'string' }, sober: { type: 'boolean', default: true } },
          },
        },
        flags: { type: 'object', additionalProperties: { type: 'string' } },
        cargo: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
      },
    },
    status: {
      type: 'object',
      required: ['afloat'],
      properties: { afloat: { type: 'integer' } },
    },
  },
  columns: {
    Name: '.spec.name',
    Afloat: { jsonPath: '.status.afloat', type: 'integer', priority: 1 },
  },
  scale: { specReplicasPath: '.spec.length', statusReplicasPath: '.status.afloat' },
  otherVersions: {
    v1beta1: {
      schema: { spec: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
      deprecated: 'use v1',
    },
  },
});

/** The least that a boat has to say. */
export const least = { name: 'Titanic', crew: [{ name: 'Ed' }] };

export function chart(namespace = 'harbour'): Chart {
  return new Chart(new App(), 'harbour', { namespace });
}
