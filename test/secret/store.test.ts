import { join } from 'node:path';
import type { SecretBackend } from '../../lib/environment/secrets';
import { validateManifest } from '../../lib/schema/validate';
import { SecretStore } from '../../lib/secret/store';
import { filesOf, manifestsOf, problemsOf } from '../render-tree';
import { expectYaml } from '../yaml-snapshot';
import { chartWith, vault } from './harbour';

const BACKENDS: Readonly<Record<string, SecretBackend>> = {
  vault: {
    ...vault,
    path: 'kv',
    version: 'v1',
    mountPath: 'kubernetes/qa',
    namespace: 'shop',
    caProvider: { type: 'ConfigMap', name: 'vault-ca', key: 'ca.crt' },
  },
  azure: {
    kind: 'azure-key-vault',
    vaultUrl: 'https://shop.vault.azure.net',
    clientId: '5a2f6d1c-0000-4000-8000-000000000001',
    tenantId: '5a2f6d1c-0000-4000-8000-000000000002',
  },
  aws: {
    kind: 'aws',
    region: 'eu-central-1',
    roleArn: 'arn:aws:iam::123456789012:role/shop-secrets',
    service: 'ParameterStore',
  },
  gcp: {
    kind: 'gcp-secret-manager',
    projectId: 'shop-qa',
    email: 'secrets@shop-qa.iam.gserviceaccount.com',
    cluster: { name: 'qa', location: 'europe-west3', projectId: 'clusters' },
  },
};

describe.each(Object.entries(BACKENDS))('a store of %s', (name, backend) => {
  test('signs in as a service account', () => {
    const scope = chartWith();
    new SecretStore(scope, 'store', backend);
    const [text = ''] = filesOf(scope).values();
    expectYaml(join(__dirname, 'snapshots', `store-${name}.yaml`), text);
  });

  test('is what the schemas allow', () => {
    const scope = chartWith();
    new SecretStore(scope, 'store', backend);
    expect(manifestsOf(scope).flatMap(({ manifest }) => validateManifest(manifest))).toEqual([]);
  });

  test('makes no service account where there is one', () => {
    const scope = chartWith();
    new SecretStore(scope, 'store', { ...backend, serviceAccount: 'shop' });
    const manifests = manifestsOf(scope).map(({ manifest }) => manifest);
    expect(manifests.map(({ kind }) => kind)).toEqual(['SecretStore']);
    expect(JSON.stringify(manifests)).toContain('"serviceAccountRef":{"name":"shop"}');
  });
});

test.each<[string, SecretBackend, string]>([
  [
    'a server without encryption',
    { ...vault, server: 'http://vault' },
    'server: got "http://vault", allowed such as https://vault.example.com',
  ],
  ['a role of spaces', { ...vault, role: ' ' }, 'role: got " ", allowed text without spaces'],
  [
    'a role of another kind',
    { kind: 'aws', region: 'eu-central-1', roleArn: 'shop' },
    'roleArn: got "shop", allowed such as arn:aws:iam::123456789012:role/shop-secrets',
  ],
])('rejects %s', (_, backend, message) => {
  const scope = chartWith();
  new SecretStore(scope, 'store', backend);
  expect(problemsOf(scope)).toEqual([`[qa/shop/SecretStore-store] ${message}`]);
});

test('rejects what is wrong in an environment there, too', () => {
  expect(problemsOf(chartWith({ ...vault, role: '' }).node.root)).toEqual([
    '[qa] secrets.role: got "", allowed text without spaces',
  ]);
});
