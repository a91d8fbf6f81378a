import type { Case, Suite } from './suite';

const boat = (spec: string) => `new Boat(system, 'a', { spec: { name: 'a', crew: ['b']${spec} } })`;
const define = (schema: string) =>
  `sc.defineCustomResource({ group: 'a.b', kind: 'A', schema: { spec: ${schema} } })`;
const secret = (props: string) => `new sc.ExternalSecret(system, 'db', { ${props} })`;

const CASES: readonly Case[] = [
  ['a field that the kind has not', boat('«, length: 1 ≠ , lenght: 1»'), 'lenght'],
  ['a value of another type', boat(", length: «1 ≠ '1'»"), 'length'],
  ['a value that is not listed', boat(", sail: «'jib' ≠ 'spinnaker'»"), 'sail'],
  ['an item of another type', boat(", ports: [«'a' ≠ true»]"), 'true'],
  ['a missing field', "new Boat(system, 'a', { spec: { name: 'a'«, crew: [] ≠ » } })", 'spec'],
  [
    'a status of its own',
    "new Boat(system, 'a', { spec: { name: 'a', crew: [] }« ≠ , status: {}» })",
    'status',
  ],
  [
    'a requirement of a field that is not there',
    define("{ type: 'object', required: [«'a' ≠ 'b'»], properties: { a: { type: 'string' } } }"),
    'required',
  ],
  [
    'a word that no schema has',
    define("{ type: 'object', properties: { a: { type: 'string', «minLength ≠ minLenght»: 1 } } }"),
  ],
  [
    'a type that there is not',
    define("{ type: 'object', properties: { a: { type: «'string' ≠ 'strin'» } } }"),
    'type',
  ],
  ['an unknown verb', "Boat.grant(«'get' ≠ 'read'»)", "'read'"],
  [
    'a wrong field of a generated class',
    "new sc.CustomResource(system, 'a', { type: Certificate, fields: { spec: { secretName: 'a', issuerRef: { name: 'b' }, «dnsNames ≠ dnsName»: [] } } })",
  ],
  ['a key that is not declared', "db.key(«'password' ≠ 'pasword'»)", "'pasword'"],
  ['a file of a key that is not declared', "db.volume({ items: { «password ≠ pasword»: 'a' } })"],
  [
    'a key that an existing Secret has not',
    "sc.existingSecret('db', ['a']).key(«'a' ≠ 'b'»)",
    "'b'",
  ],
  ['a value of a secret', secret("keys: { a: { key: 'a'« ≠ , value: 'hunter2'» } }"), 'value'],
  ['a value instead of a place', secret("keys: { a: { «key ≠ value»: 'hunter2' } }"), 'value'],
  [
    'a store without its name',
    secret("keys: { a: 'a' }, store: { kind: 'ClusterSecretStore'«, name: 'a' ≠ » }"),
    'store',
  ],
  [
    'a Vault without a role',
    "new sc.SecretStore(system, 'a', { kind: 'vault', server: 'https://a'«, role: 'b' ≠ » })",
    "{ kind: 'vault', server: 'https://a' }",
  ],
  ['a restart for nothing', 'sc.restartOn(«db ≠ »)', 'restartOn'],
];

const IMPORTS = `
import { Certificate } from '../../imports/cert-manager.io';
import * as sc from '../../lib';
import { system } from './shop';
const Boat = sc.defineCustomResource({
  group: 'boats.example.com',
  kind: 'Boat',
  schema: {
    spec: {
      type: 'object',
      required: ['name', 'crew'],
      properties: {
        name: { type: 'string' },
        sail: { type: 'string', enum: ['jib', 'main'] },
        length: { type: 'integer' },
        crew: { type: 'array', items: { type: 'string' } },
        ports: { type: 'array', items: { 'x-kubernetes-int-or-string': true } },
      },
    },
    status: { type: 'object', properties: {} },
  },
});
const db = new sc.ExternalSecret(system, 'db', { keys: { password: 'shop/mysql#password' } });
`;

export const customResource: Suite = { imports: IMPORTS, cases: CASES };
