import { checkPermitted } from '../../../lib/checks/argocd/permitted';
import { lineOf } from '../../../lib/checks/finding';
import type { Manifest } from '../../../lib/manifest/manifest';
import type { ManifestSet } from '../../../lib/manifest/manifest-set';

const PROJECT = {
  sourceRepos: ['https://git.example.com/config.git'],
  destinations: [{ name: 'production', namespace: 'shop-prod' }],
  clusterResourceWhitelist: [{ group: '', kind: 'Namespace' }],
};

const APPLICATION = {
  project: 'prod',
  source: { repoURL: 'https://git.example.com/config.git', path: 'dist/prod/shop' },
  destination: { name: 'production', namespace: 'shop-prod' },
};

const PODS = object('v1', 'Service', 'cart', 'shop-prod');
const NAMESPACE = object('v1', 'Namespace', 'shop-prod');
const ROLE = object('rbac.authorization.k8s.io/v1', 'ClusterRole', 'reader');

test('finds nothing where a project permits what its Application deploys', () => {
  expect(findings({}, {}, [PODS, NAMESPACE])).toEqual([]);
});

test('finds a kind without a namespace that is not permitted', () => {
  expect(findings({}, {}, [PODS, ROLE])).toEqual([
    "[prod/shop/1] ClusterRole reader: kind: isn't permitted by AppProject prod: add { group: 'rbac.authorization.k8s.io', kind: 'ClusterRole' } to sync.clusterKinds of environment 'prod', or leave ClusterRole reader to whoever runs the cluster",
  ]);
  const all = [{ group: '*', kind: '*' }];
  expect(findings({ clusterResourceWhitelist: all }, {}, [PODS, ROLE])).toEqual([]);
  const denied = [{ group: 'rbac.authorization.k8s.io', kind: 'Cluster*' }];
  expect(
    findings({ clusterResourceWhitelist: all, clusterResourceBlacklist: denied }, {}, [ROLE]),
  ).toHaveLength(1);
  const other = [{ group: '*', kind: 'ClusterRole', name: 'writer' }];
  expect(findings({ clusterResourceWhitelist: other }, {}, [ROLE])).toHaveLength(1);
});

test('takes no longer for many stars and for long names', () => {
  const glob = `${'*a'.repeat(9)}*b`;
  const kinds = [
    { group: '*', kind: 'ClusterRole', name: glob },
    { group: '*', kind: 'y'.repeat(2 ** 20), name: '*' },
  ];
  const role = object('rbac.authorization.k8s.io/v1', 'ClusterRole', 'a'.repeat(100));
  expect(findings({ clusterResourceWhitelist: kinds }, {}, [role])).toHaveLength(1);
});

test('finds a namespace that is no destination in the cluster', () => {
  const away = object('cert-manager.io/v1', 'Certificate', 'shop', 'istio-ingress');
  const line =
    "[prod/shop/0] Certificate istio-ingress/shop: metadata.namespace: got 'istio-ingress', which is no destination of AppProject prod: add it to sync.namespaces of environment 'prod'";
  expect(findings({}, {}, [away])).toEqual([line]);
  const into = (name: string, namespace: string) => ({
    destinations: [{ name, namespace }],
  });
  expect(findings(into('production', 'istio-*'), {}, [away])).toEqual([]);
  expect(findings(into('production', '*'), {}, [away])).toEqual([]);
  expect(findings(into('other', '*'), {}, [away])).toEqual([line]);
  const but = [
    { name: 'production', namespace: '*' },
    { name: 'production', namespace: '!istio-ingress' },
  ];
  expect(findings({ destinations: but }, {}, [away])).toEqual([line]);
});

test('finds a kind in a namespace that is denied, or not among the allowed', () => {
  const quota = object('v1', 'ResourceQuota', 'shop', 'shop-prod');
  const kinds = [{ group: '', kind: 'ResourceQuota' }];
  expect(findings({ namespaceResourceBlacklist: kinds }, {}, [quota, PODS])).toEqual([
    "[prod/shop/0] ResourceQuota shop-prod/shop: kind: isn't permitted in namespaces by AppProject prod",
  ]);
  expect(findings({ namespaceResourceWhitelist: kinds }, {}, [quota, PODS])).toEqual([
    "[prod/shop/1] Service shop-prod/cart: kind: isn't permitted in namespaces by AppProject prod",
  ]);
});

test('finds an Application without manifests, without a project, or from elsewhere', () => {
  expect(findings({}, {}, [])).toEqual([
    '[argocd/1] Application argocd/shop-prod: spec.source.path: there is no manifest in prod/shop: add one, or remove the Application',
  ]);
  expect(findings({}, { project: 'prd' }, [PODS])).toEqual([
    '[argocd/1] Application argocd/shop-prod: spec.project: got "prd", allowed prod',
  ]);
  const source = { ...APPLICATION.source, repoURL: 'https://git.example.com/other.git' };
  expect(findings({}, { source }, [PODS])).toEqual([
    '[argocd/1] Application argocd/shop-prod: spec.source.repoURL: got "https://git.example.com/other.git", allowed in AppProject prod: https://git.example.com/config.git',
  ]);
});

test('knows the folder by the project where its branch or repository has no other', () => {
  const source = { ...APPLICATION.source, path: 'shop' };
  expect(findings({}, { source }, [PODS, ROLE])).toHaveLength(1);
});

test.each(['dist/prod/*', '*'])('goes through all folders of an ApplicationSet of %s', (path) => {
  const set = {
    ...object('argoproj.io/v1alpha1', 'ApplicationSet', 'prod', 'argocd'),
    spec: {
      generators: [{ git: { directories: [{ path }] } }],
      template: { spec: APPLICATION },
    },
  };
  expect(
    checkPermitted(setOf([projectOf({}), set], [PODS, ROLE])).map(({ object }) => object),
  ).toEqual(['ClusterRole reader']);
});

test.each([
  ['shop-prod-*', []],
  ['shop-prod', ['Deployment shop-prod/web']],
])('asks for the namespaces of pull requests, of which %s is given', (namespace, refused) => {
  const source = { ...APPLICATION.source, kustomize: { namespace: 'shop-prod-{{ .number }}' } };
  const set = {
    ...object('argoproj.io/v1alpha1', 'ApplicationSet', 'shop-prod', 'argocd'),
    spec: {
      generators: [{ pullRequest: { github: { owner: 'shop', repo: 'config' } } }],
      template: { spec: { ...APPLICATION, source } },
    },
  };
  const project = projectOf({ destinations: [{ name: '*', namespace }] });
  const web = object('apps/v1', 'Deployment', 'web', 'shop-prod');
  expect(checkPermitted(setOf([project, set], [web])).map((finding) => finding.object)).toEqual(
    refused,
  );
});

function findings(
  project: Record<string, Manifest['spec']>,
  application: Record<string, Manifest['spec']>,
  objects: readonly Manifest[],
): readonly string[] {
  const spec = { ...APPLICATION, ...application };
  const app = { ...object('argoproj.io/v1alpha1', 'Application', 'shop-prod', 'argocd'), spec };
  return checkPermitted(setOf([projectOf(project), app], objects)).map(lineOf);
}

function projectOf(spec: Record<string, Manifest['spec']>): Manifest {
  return {
    ...object('argoproj.io/v1alpha1', 'AppProject', 'prod', 'argocd'),
    spec: { ...PROJECT, ...spec },
  };
}

function setOf(argocd: readonly Manifest[], objects: readonly Manifest[]): ManifestSet {
  const entry = (folder: string) => (manifest: Manifest, index: number) => ({
    manifest,
    file: `${folder}/${index}.yaml`,
    origin: `${folder}/${index}`,
    owner: `${folder}/${index}`,
    cluster: '',
  });
  return [...argocd.map(entry('argocd')), ...objects.map(entry('prod/shop'))];
}

function object(apiVersion: string, kind: string, name: string, namespace?: string): Manifest {
  return { apiVersion, kind, metadata: { name, ...(namespace && { namespace }) } };
}
