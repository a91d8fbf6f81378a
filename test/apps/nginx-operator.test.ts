import { isClusterScoped } from '../../lib/kubernetes/scope';
import { fieldsOf, itemsOf, textsOf } from '../../lib/manifest/fields';
import type { Manifest } from '../../lib/manifest/manifest';
import { loadMain } from './main-app';

const objects = loadMain()
  .manifests.filter(({ file }) => file.startsWith('qa/nginx-operator/'))
  .map(({ manifest }) => manifest);

function ofKind(kind: string): readonly Manifest[] {
  return objects.filter((manifest) => manifest.kind === kind);
}

test('defines the kinds of the document, in lower case where the document has it wrong', () => {
  expect(
    ofKind('CustomResourceDefinition').map(({ metadata, spec }) => [
      metadata.name,
      fieldsOf(fieldsOf(spec).names).shortNames,
      fieldsOf(spec).scope,
      itemsOf(fieldsOf(spec).versions).map((version) => fieldsOf(version).name),
    ]),
  ).toEqual([
    ['nginxconfigs.example.com', ['ngxconf'], 'Namespaced', ['v1']],
    ['gitopsconfigs.gitops.example.com', ['goc'], 'Namespaced', ['v1']],
  ]);
});

test('has an instance of each', () => {
  expect([...ofKind('NginxConfig'), ...ofKind('GitOpsConfig')]).toMatchObject([
    { metadata: { name: 'my-nginx' }, spec: { staticContent: 'Welcome to Nginx!' } },
    { spec: { repository: 'https://git.example.com/shop/nginx.git', path: 'qa' } },
  ]);
});

test('runs one pod of each operator', () => {
  expect(ofKind('Deployment').map(({ metadata, spec }) => [metadata.name, spec])).toMatchObject([
    ['nginx-operator', { replicas: 1, strategy: { type: 'Recreate' } }],
    ['gitops-operator', { replicas: 1, strategy: { type: 'Recreate' } }],
  ]);
});

test('gives no rights outside of the namespace, none to Secrets or roles, and none to everything', () => {
  const kinds = objects.filter(({ apiVersion, kind }) => isClusterScoped(apiVersion, kind));
  expect(new Set(kinds.map(({ kind }) => kind))).toEqual(
    new Set(['Namespace', 'CustomResourceDefinition']),
  );
  const rules = ofKind('Role')
    .filter(({ metadata }) => metadata.name.endsWith('-operator'))
    .flatMap(({ rules }) => itemsOf(rules).map(fieldsOf));
  expect(rules.length).toBeGreaterThan(0);
  for (const { resources, verbs } of rules) {
    expect(textsOf(resources)).not.toContain('secrets');
    expect([...textsOf(resources), ...textsOf(verbs)]).not.toContain('*');
  }
});

test('lets the operators reach the API server, and the other one git', () => {
  const egress = (name: string) =>
    ofKind('NetworkPolicy')
      .filter(({ metadata }) => metadata.name === name)
      .flatMap(({ spec }) => itemsOf(fieldsOf(spec).egress));
  const [nginx, gitops] = ['nginx-operator', 'gitops-operator'].map((name) =>
    JSON.stringify(egress(name)),
  );
  expect([nginx, gitops]).toEqual([
    expect.stringContaining('"172.16.0.2/32"'),
    expect.stringContaining('"172.16.0.2/32"'),
  ]);
  expect(nginx).not.toContain('"0.0.0.0/0"');
  expect(gitops).toContain('"0.0.0.0/0"');
});
