import { diff } from '../../lib/diff/diff';
import type { ManifestSet } from '../../lib/manifest/manifest-set';
import { file, object, workload, yaml } from './objects';

/** The one object that differs. */
function only(before: ManifestSet, after: ManifestSet) {
  const objects = diff(before, after).environments.flatMap((environment) => environment.objects);
  expect(objects).toHaveLength(1);
  return objects[0];
}

const inProd = (...manifests: Parameters<typeof file>[1][]) =>
  file('prod/shop/cart.yaml', ...manifests);
const texts = (before: ManifestSet, after: ManifestSet) =>
  only(before, after)?.changes.map(({ meaning, text }) => `${meaning} | ${text}`);

describe('fields by their meaning', () => {
  test.each([
    ['an image', { image: 'example.com/cart:v2' }, ['image | image: v1 -> v2']],
    [
      'another image',
      { image: 'example.org/cart:v1' },
      ['image | image: example.com/cart:v1 -> example.org/cart:v1'],
    ],
    [
      'a variable',
      { container: { env: [{ name: 'COLOUR', value: 'light blue' }] } },
      ['env | env added: [{"name":"COLOUR","value":"light blue"}]'],
    ],
    [
      'resources',
      { container: { resources: { limits: { memory: '64Mi' } } } },
      ['resources | resources added: {"limits":{"memory":"64Mi"}}'],
    ],
    ['replicas', { spec: { replicas: 3 } }, ['replicas | replicas: 2 -> 3']],
    [
      'the way of a release',
      { spec: { strategy: { type: 'Recreate' } } },
      ['release | spec.strategy added: {"type":"Recreate"}'],
    ],
    [
      'the label of a version',
      { labels: { version: 'v1' } },
      ['version | spec.template.metadata.labels.version added: v1'],
    ],
    ['anything else', { spec: { minReadySeconds: 5 } }, ['field | spec.minReadySeconds added: 5']],
  ])('%s', (_, options, expected) => {
    expect(texts(inProd(workload()), inProd(workload(options)))).toEqual(expected);
  });

  test('one variable of several, of a container with another name', () => {
    const with_ = (value: string) =>
      workload({
        container: {
          name: 'server',
          env: [
            { name: 'A', value: 'x' },
            { name: 'B', value },
          ],
        },
      });
    expect(texts(inProd(with_('1')), inProd(with_('2')))).toEqual([
      'env | env B of server: 1 -> 2',
    ]);
  });

  test.each([
    [
      'CronJob',
      'batch/v1',
      { schedule: '@daily' },
      { schedule: '@hourly' },
      'schedule | spec.schedule: @daily -> @hourly',
    ],
    [
      'HorizontalPodAutoscaler',
      'autoscaling/v2',
      { maxReplicas: 4 },
      { maxReplicas: 9 },
      'replicas | spec.maxReplicas: 4 -> 9',
    ],
    [
      'NetworkPolicy',
      'networking.k8s.io/v1',
      { podSelector: {} },
      { podSelector: { matchLabels: { a: 'b' } } },
      'access | spec.podSelector.matchLabels added: {"a":"b"}',
    ],
    [
      'HTTPRoute',
      'gateway.networking.k8s.io/v1',
      { rules: [{ backendRefs: [{ name: 'a', weight: 90 }] }] },
      { rules: [{ backendRefs: [{ name: 'a', weight: 50 }] }] },
      'traffic | spec.rules[0].backendRefs[a].weight: 90 -> 50',
    ],
    [
      'VirtualService',
      'networking.istio.io/v1',
      { hosts: ['a', 'b'] },
      { hosts: ['b', 'c'] },
      'traffic | spec.hosts: -a +c',
    ],
    [
      'ResourceQuota',
      'v1',
      { hard: { pods: '10' } },
      { hard: { pods: '20' } },
      'resources | spec.hard.pods: 10 -> 20',
    ],
  ])('of a %s', (kind, apiVersion, before, after, expected) => {
    expect(
      texts(
        inProd(object(apiVersion, kind, 'x', { spec: before })),
        inProd(object(apiVersion, kind, 'x', { spec: after })),
      ),
    ).toEqual([expected]);
  });

  test('a text of several lines by the lines that differ', () => {
    const config = (colour: string) =>
      inProd(
        object('v1', 'ConfigMap', 'web', {
          data: { 'app.ini': `[app]\ncolour=${colour}\nsize=1\n` },
        }),
      );
    expect(texts(config('red'), config('blue\u001b[31m'))).toEqual([
      'config | app.ini, line 2:\n  - colour=red\n  + colour=blue [31m',
    ]);
  });

  test('a Secret without its values', () => {
    const secret = (value: string) =>
      inProd(object('v1', 'Secret', 'key', { data: { key: value } }));
    const found = only(secret('b2xk'), secret('bmV3'));
    expect(found?.changes).toEqual([
      { meaning: 'config', path: 'data.key', text: "key changed (its value isn't shown)" },
    ]);
    const whole = only(secret('b2xk'), inProd(object('v1', 'Secret', 'key')));
    expect(JSON.stringify(whole)).not.toContain('b2xk');
  });
});

describe('ConfigMaps with a hash in their names', () => {
  const config = (hash: string, colour: string) =>
    object('v1', 'ConfigMap', `web-${hash}`, { data: { colour, size: '1' } });
  const web = (hash: string) =>
    workload({ container: { envFrom: [{ configMapRef: { name: `web-${hash}` } }] } });

  test('are told by the keys that changed', () => {
    const { environments } = diff(
      inProd(config('0123456789', 'red'), web('0123456789')),
      inProd(config('abcdef0123', 'blue'), web('abcdef0123')),
    );
    expect(environments[0]?.objects).toMatchObject([
      {
        object: 'ConfigMap shop-prod/web-abcdef0123',
        state: 'changed',
        changes: [{ meaning: 'name' }, { meaning: 'config', text: 'colour: red -> blue' }],
        consequences: [],
      },
      { kind: 'Deployment', consequences: [{ effect: 'restarts pods' }] },
    ]);
  });

  test('also where the old one stays for a rollback, beside older ones', () => {
    const old = [config('0000000000', 'green'), config('0123456789', 'red')];
    const { environments } = diff(
      inProd(...old, web('0123456789')),
      inProd(...old, config('abcdef0123', 'blue'), web('abcdef0123')),
    );
    expect(environments[0]?.objects[0]).toMatchObject({
      state: 'changed',
      changes: [{ meaning: 'name' }, { text: 'colour: red -> blue' }],
    });
  });

  test('are two where only their names look alike', () => {
    const { environments } = diff(
      inProd(object('v1', 'ConfigMap', 'web-config')),
      inProd(object('v1', 'ConfigMap', 'web-files')),
    );
    expect(environments[0]?.objects.map(({ state }) => state)).toEqual(['removed', 'added']);
  });
});

describe('objects', () => {
  test('are the same in another file, in another order of keys, and in a List', () => {
    const list = yaml(
      'apiVersion: v1\nkind: List\nitems:\n- {kind: ConfigMap, apiVersion: v1, metadata: {name: a}}',
    );
    const plain = file('prod/other.yaml', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'a' },
    });
    expect(diff(list, plain)).toEqual({ environments: [], notes: [] });
  });

  test('of two environments are not mixed up, though they have the same name', () => {
    const role = (verb: string) => ({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name: 'reader' },
      rules: [{ verbs: [verb] }],
    });
    const { environments } = diff(
      [...file('qa/a.yaml', role('get')), ...file('prod/a.yaml', role('get'))],
      [...file('qa/a.yaml', role('get')), ...file('prod/a.yaml', role('list'))],
    );
    expect(environments.map(({ name }) => name)).toEqual(['prod']);
    expect(environments[0]?.objects[0]?.changes).toMatchObject([{ meaning: 'access' }]);
  });

  test('of another version of their API are the same object', () => {
    const hpa = (version: string) =>
      object(`autoscaling/${version}`, 'HorizontalPodAutoscaler', 'x');
    expect(texts(inProd(hpa('v1')), inProd(hpa('v2')))).toEqual([
      'field | apiVersion: autoscaling/v1 -> autoscaling/v2',
    ]);
  });
});
