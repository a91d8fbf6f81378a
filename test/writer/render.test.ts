import type { JsonObject, Manifest } from '../../lib/manifest/manifest';
import type { ManifestEntry } from '../../lib/manifest/manifest-set';
import { renderFiles } from '../../lib/writer/render';
import { WriteError } from '../../lib/writer/tree-error';

function manifest(apiVersion: string, kind: string, name: string, rest: JsonObject = {}): Manifest {
  return { apiVersion, kind, metadata: { name }, ...rest };
}

function entry(object: Manifest, file = 'shop.yaml'): ManifestEntry {
  const name = `${object.kind}-${object.metadata.name}`;
  return { manifest: object, file, origin: `shop/${name}`, owner: 'shop', cluster: '' };
}

/** Kind and name of each object in a text, in its order. */
function headings(text: string | undefined): readonly string[] {
  return [...(text ?? '').matchAll(/^kind: (.*)\n(?:.*\n)*? {2}name: (.*)$/gm)].map(
    ([, kind, name]) => `${kind} ${name}`,
  );
}

const OBJECTS = [
  manifest('v1', 'Namespace', 'shop'),
  manifest('v1', 'ResourceQuota', 'shop'),
  manifest('v1', 'LimitRange', 'shop'),
  manifest('v1', 'ServiceAccount', 'cart'),
  manifest('rbac.authorization.k8s.io/v1', 'Role', 'cart'),
  manifest('rbac.authorization.k8s.io/v1', 'RoleBinding', 'cart'),
  manifest('v1', 'ConfigMap', 'cart'),
  manifest('v1', 'Secret', 'cart'),
  manifest('v1', 'PersistentVolumeClaim', 'cart'),
  manifest('v1', 'Service', 'cart'),
  manifest('v1', 'Service', 'cart-public'),
  manifest('apps/v1', 'Deployment', 'cart'),
  manifest('argoproj.io/v1alpha1', 'Rollout', 'cart'),
  manifest('apps/v1', 'StatefulSet', 'cart'),
  manifest('apps/v1', 'DaemonSet', 'cart'),
  manifest('batch/v1', 'Job', 'cart'),
  manifest('batch/v1', 'CronJob', 'cart'),
  manifest('autoscaling/v2', 'HorizontalPodAutoscaler', 'cart'),
  manifest('policy/v1', 'PodDisruptionBudget', 'cart'),
  manifest('networking.k8s.io/v1', 'NetworkPolicy', 'cart'),
  manifest('cilium.io/v2', 'CiliumNetworkPolicy', 'cart'),
  manifest('security.istio.io/v1', 'PeerAuthentication', 'cart'),
  manifest('security.istio.io/v1', 'AuthorizationPolicy', 'cart'),
  manifest('example.com/v1', 'Alpha', 'cart'),
  manifest('other.example.com/v1', 'Alpha', 'cart'),
  manifest('example.com/v1', 'Beta', 'cart'),
];

test('puts first what others need, and kinds that it does not know last', () => {
  const text = renderFiles(OBJECTS.toReversed().map((object) => entry(object))).get('shop.yaml');
  expect(headings(text)).toEqual(OBJECTS.map(({ kind, metadata }) => `${kind} ${metadata.name}`));
});

test('puts dashboards behind all that is reviewed', () => {
  const dashboard = (metadata: JsonObject) => ({
    ...manifest('v1', 'ConfigMap', 'a'),
    metadata: { name: 'a', ...metadata },
  });
  const others = OBJECTS.map((object) => entry(object));
  const marked: readonly JsonObject[] = [
    { labels: { grafana_dashboard: '1' } },
    { annotations: { grafana_folder: 'shop' } },
  ];
  for (const metadata of marked) {
    const files = renderFiles([entry(dashboard(metadata)), ...others]);
    expect(headings(files.get('shop.yaml')).at(-1)).toBe('ConfigMap a');
  }
});

test('orders objects of a kind by namespace and name', () => {
  const objects = ['b', 'a'].flatMap((namespace) =>
    ['m', 'k'].map((name) => ({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name, namespace },
    })),
  );
  const text = renderFiles(objects.map((object) => entry(object))).get('shop.yaml');
  expect(text?.match(/name(space)?: .*/g)?.join(' ')).toBe(
    'name: k namespace: a name: m namespace: a name: k namespace: b name: m namespace: b',
  );
});

test('renders the same bytes in whatever order objects come', () => {
  const rotations = OBJECTS.map((_, index) => [
    ...OBJECTS.slice(index),
    ...OBJECTS.slice(0, index),
  ]);
  const texts = rotations.map((objects) =>
    renderFiles(objects.map((object) => entry(object))).get('shop.yaml'),
  );
  expect(new Set(texts).size).toBe(1);
});

test('gives each file its own objects', () => {
  const files = renderFiles([
    entry(manifest('v1', 'Service', 'a'), 'qa/a.yaml'),
    entry(manifest('v1', 'Service', 'b'), 'qa/b.yaml'),
    entry(manifest('v1', 'Secret', 'a'), 'qa/a.yaml'),
  ]);
  expect([...files]).toEqual([
    [
      'qa/a.yaml',
      'apiVersion: v1\nkind: Secret\nmetadata:\n  name: a\n' +
        '---\napiVersion: v1\nkind: Service\nmetadata:\n  name: a\n',
    ],
    ['qa/b.yaml', 'apiVersion: v1\nkind: Service\nmetadata:\n  name: b\n'],
  ]);
});

test('renders no files for no objects', () => {
  expect(renderFiles([]).size).toBe(0);
});

test('leaves what it is given as it was', () => {
  const entries = Object.freeze(OBJECTS.toReversed().map((object) => Object.freeze(entry(object))));
  const before = JSON.stringify(entries);
  renderFiles(entries);
  expect(JSON.stringify(entries)).toBe(before);
});

test('rejects data that no YAML carries, in every file that has such data', () => {
  const wrong = { spec: { weight: Number.NaN } };
  const entries = [
    entry(manifest('v1', 'Secret', 'a'), 'qa/a.yaml'),
    entry(manifest('v1', 'Service', 'a', wrong), 'qa/a.yaml'),
    entry(manifest('v1', 'Service', 'b'), 'qa/b.yaml'),
    entry(manifest('v1', 'Service', 'c', wrong), 'qa/c.yaml'),
  ];
  expect(() => renderFiles(entries)).toThrow(
    new WriteError(
      '[shop/Service-a] spec.weight: got NaN, allowed a finite number\n' +
        '[shop/Service-c] spec.weight: got NaN, allowed a finite number',
    ),
  );
});
