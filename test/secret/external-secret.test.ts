import { join } from 'node:path';
import { Microservice } from '../../lib/microservice/microservice';
import { validateManifest } from '../../lib/schema/validate';
import { ExternalSecret } from '../../lib/secret/external-secret';
import { restartOn } from '../../lib/secret/restart';
import type { ExternalSecretProps } from '../../lib/secret/spec';
import { least } from '../microservice/chart';
import { filesOf, manifestsOf, problemsOf } from '../render-tree';
import { expectYaml } from '../yaml-snapshot';
import { chartWith, vault } from './harbour';

test('has pods take its keys as variables and files, and restarted by choice', () => {
  const scope = chartWith(vault);
  const db = new ExternalSecret(scope, 'mysql', {
    keys: {
      username: 'shop/mysql#username',
      password: {
        key: 'shop/mysql',
        property: 'password',
        version: '3',
        decodingStrategy: 'Base64',
      },
      'ca.crt': 'shop/mysql-ca',
    },
    template: { dsn: '{{ .username }}:{{ .password }}@tcp(mysql)/shop' },
    type: 'Opaque',
    secretName: 'mysql-credentials',
    refreshInterval: '15m',
    deletionPolicy: 'Delete',
  });
  new Microservice(scope, 'cart', {
    ...least,
    env: { DB_PASSWORD: db.key('password'), DB_DSN: db.key('dsn', { optional: true }) },
    envFrom: [db.all({ prefix: 'DB_' })],
    volumes: { ca: db.volume({ mountPath: '/ca', items: { 'ca.crt': 'mysql.crt' } }) },
    annotations: restartOn(db),
  });
  const [text = ''] = filesOf(scope.node.root).values();
  expectYaml(join(__dirname, 'snapshots/mysql.yaml'), text);
  expect(
    manifestsOf(scope.node.root).flatMap(({ manifest }) => validateManifest(manifest)),
  ).toEqual([]);
});

describe('its store', () => {
  const stores = (...props: readonly Partial<ExternalSecretProps>[]) => {
    const scope = chartWith(vault);
    for (const [index, more] of props.entries())
      new ExternalSecret(scope, `db-${index}`, { keys: { a: 'a' }, ...more });
    return manifestsOf(scope.node.root).map(({ manifest }) => [
      manifest.kind,
      manifest.metadata.name,
      manifest.kind === 'ExternalSecret' ? manifest.spec : undefined,
    ]);
  };

  test('is that of the environment, made once', () => {
    const secretStoreRef = { kind: 'SecretStore', name: 'secret-store' };
    expect(stores({}, {})).toEqual([
      ['ExternalSecret', 'db-0', expect.objectContaining({ secretStoreRef })],
      ['ServiceAccount', 'secret-store', undefined],
      ['SecretStore', 'secret-store', undefined],
      ['ExternalSecret', 'db-1', expect.objectContaining({ secretStoreRef })],
    ]);
  });

  test('is another where one is named', () => {
    const store = { kind: 'ClusterSecretStore', name: 'vault' } as const;
    expect(stores({ store })).toEqual([
      ['ExternalSecret', 'db-0', expect.objectContaining({ secretStoreRef: store })],
    ]);
  });

  test('is one that exists, where the environment names it', () => {
    const store = { kind: 'ClusterSecretStore', name: 'vault' } as const;
    const scope = chartWith(store);
    new ExternalSecret(scope, 'db', { keys: { a: 'a' } });
    expect(manifestsOf(scope.node.root).map(({ manifest }) => manifest.kind)).toEqual([
      'ExternalSecret',
    ]);
  });
});

describe('rejects', () => {
  const problems = (props: object, use: (db: ExternalSecret<string>) => void = () => undefined) => {
    const scope = chartWith(vault);
    use(new ExternalSecret(scope, 'db', { keys: { a: 'a' }, ...props }));
    return problemsOf(scope.node.root).map((line) =>
      line.replace('[qa/shop/ExternalSecret-db] ', ''),
    );
  };

  test('a plain value, without showing it', () => {
    expect(problems({ keys: { password: { value: 'hunter2' } } })).toEqual([
      "keys.password.value: a plain value is not for git: put it into the store, and say here where it is kept: 'path#property', or { key, property }",
    ]);
  });

  test.each([
    ['text with spaces', 'my secret'],
    ['no path', '#password'],
    ['no property', 'shop#'],
  ])('%s as a place', (_, password) => {
    expect(problems({ keys: { password } })).toEqual([
      "keys.password: doesn't say where it is kept: 'path#property', or { key, property }",
    ]);
  });

  test('a number as a place', () => {
    expect(problems({ keys: { a: 7 } })).toEqual([
      "keys.a: got 7, allowed 'path#property', or { key, property }",
    ]);
  });

  test('a key that it has not', () => {
    expect(problems({}, (db) => db.key('b'))).toEqual(['key(): got "b", allowed a']);
  });

  test('a template without a reference, without showing it', () => {
    expect(problems({ template: { b: 'hunter2' } })).toEqual([
      'template.b: has no {{ .key }} in it: a plain text that is no secret belongs into `config`, and one that is, into the store',
    ]);
  });

  test('a template of a key that it has not', () => {
    const keys = { username: 'a', password: 'b' };
    const template = {
      dsn: '{{ .usrname }}:{{ .password | b64dec }}',
      other: '{{ printf "%s.x" .host | upper }}',
    };
    expect(problems({ keys, template })).toEqual([
      'template.dsn: got ".usrname", allowed one of `keys`: username, password, did you mean \'.username\'?',
      'template.other: got ".host", allowed one of `keys`: username, password',
    ]);
  });

  test.each([
    '{{ .a | fromJson | toYaml }}',
    '{{ (.a | fromJson).host }}',
    '{{- $all := fromJson .a -}}{{ $all.host }}:{{ ".b" }}{{/* .c */}}',
    '{{ range $k, $v := fromJson .a }}{{ .host }}{{ end }}',
    '{{ index . "a-b" }}{{ .a.host }}{{ 1.5 }}',
    'a.b {{ .a }} .c',
  ])('nothing in the template %s', (text) => {
    expect(problems({ template: { b: text } })).toEqual([]);
  });

  test('a template of the name of a key, no keys, and names that are none', () => {
    expect(problems({ template: { a: '{{ .a }}' } })).toEqual([
      'template: got "a", allowed another name: this one is among `keys`',
    ]);
    expect(problems({ keys: {} })).toEqual(['keys: is empty: name a key']);
    expect(problems({ secretName: 'A' })).toEqual([
      'secretName: got "A", allowed DNS labels joined by dots, at most 253 characters',
    ]);
  });

  test('no store at all', () => {
    const scope = chartWith();
    new ExternalSecret(scope, 'db', { keys: { a: 'a' } });
    expect(problemsOf(scope)).toEqual([
      '[qa/shop/ExternalSecret-db] store: is missing: name one, or say in `secrets` of the environment where secrets are kept',
    ]);
  });
});
