import { ApiObject, Chart, JsonPatch, Lazy, Testing } from 'cdk8s';
import { Construct } from 'constructs';
import { setCluster } from '../../lib/manifest/output-file';
import { readTree } from '../../lib/manifest/read-tree';

function chart(): Chart {
  return new Chart(Testing.app(), 'shop', {
    namespace: 'shop-qa',
    disableResourceNameHashes: true,
  });
}

function configMap(scope: Construct, id: string): ApiObject {
  return new ApiObject(scope, id, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: id } });
}

test('an object comes with its file, its origin, its owner and its cluster', () => {
  const shop = chart();
  setCluster(shop, 'test');
  configMap(new Construct(shop, 'cart'), 'config');
  expect(readTree(shop)).toEqual({
    manifests: [
      {
        manifest: {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name: 'config', namespace: 'shop-qa' },
        },
        file: 'shop.yaml',
        origin: 'shop/cart/config',
        owner: 'shop',
        cluster: 'test',
      },
    ],
    problems: [],
  });
});

test('objects stand in the order of the tree', () => {
  const shop = chart();
  for (const id of ['b', 'a', 'c']) configMap(shop, id);
  expect(readTree(shop).manifests.map(({ origin }) => origin)).toEqual([
    'shop/b',
    'shop/a',
    'shop/c',
  ]);
});

test('an object outside of namespaces has none, and keeps the rest', () => {
  const shop = chart();
  const metadata = { name: 'reader', labels: { team: 'shop' } };
  new ApiObject(shop, 'role', {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata,
  });
  expect(readTree(shop).manifests[0]?.manifest.metadata).toEqual(metadata);
});

test('patches are applied', () => {
  const shop = chart();
  configMap(shop, 'config').addJsonPatch(JsonPatch.add('/data', { A: '1' }));
  expect(readTree(shop).manifests[0]?.manifest).toMatchObject({ data: { A: '1' } });
});

describe('problems', () => {
  test('have the path of the construct in front, and are told once', () => {
    const app = Testing.app();
    const shop = new Chart(app, 'shop');
    app.node.addValidation({ validate: () => ['is empty'] });
    shop.node.addValidation({ validate: () => ['name: is missing', 'name: is missing'] });
    expect(readTree(app).problems).toEqual(['is empty', '[shop] name: is missing']);
  });

  test('rejects what is no object, and reads the rest', () => {
    const shop = chart();
    configMap(shop, 'config').addJsonPatch(JsonPatch.remove('/metadata/name'));
    configMap(shop, 'other');
    const { manifests, problems } = readTree(shop);
    expect(problems).toEqual([
      '[shop/config] is no Kubernetes object: it needs apiVersion, kind and metadata.name',
    ]);
    expect(manifests.map(({ origin }) => origin)).toEqual(['shop/other']);
  });

  test('rejects an object that throws when it is rendered, and reads the rest', () => {
    const shop = chart();
    const produce = () => {
      throw new Error('no data yet');
    };
    new ApiObject(shop, 'config', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      data: Lazy.any({ produce }),
    });
    configMap(shop, 'other');
    const { manifests, problems } = readTree(shop);
    expect(problems).toEqual([
      "[shop/config] can't be rendered: Failed serializing construct at path 'shop/config' with name 'shop-config': Error: no data yet",
    ]);
    expect(manifests.map(({ origin }) => origin)).toEqual(['shop/other']);
  });
});
