import { kindOf, Objects, perSet } from '../../lib/checks/objects';
import type { ManifestSet } from '../../lib/manifest/manifest-set';
import { readYaml } from '../../lib/manifest/read-yaml';

const read = (text: string, cluster = ''): ManifestSet =>
  readYaml('a.yaml', text).manifests.map((entry) => ({ ...entry, cluster }));

const object = (apiVersion: string, kind: string, name: string, namespace?: string) =>
  `---\n{ apiVersion: ${apiVersion}, kind: ${kind}, metadata: { name: ${name}${namespace ? `, namespace: ${namespace}` : ''} } }\n`;

const pods = (name: string, labels: string, namespace = 'shop') =>
  `---\n{ apiVersion: apps/v1, kind: Deployment, metadata: { name: ${name}, namespace: ${namespace} }, spec: { template: { metadata: { labels: ${labels} }, spec: {} } } }\n`;

const TEXT = [
  object('v1', 'Service', 'cart', 'shop'),
  object('v1', 'Service', 'cart'),
  object('v1', 'Namespace', 'shop'),
  object('serving.knative.dev/v1', 'Service', 'cart', 'shop'),
  pods('cart', '{ app: cart, tier: back }'),
  pods('mail', '{ app: mail, tier: back }'),
  pods('cart', '{ app: cart }', 'other'),
].join('');

const one = read(TEXT, 'one');
const objects = new Objects([...one, ...read(object('v1', 'Service', 'cart', 'shop'), 'two')]);
const [service, unplaced, namespace] = one;
if (service === undefined || unplaced === undefined) throw new Error('no Service');

test('kinds of other API groups are other kinds', () => {
  expect(objects.ofKind('Service')).toHaveLength(3);
  expect(objects.ofKind('serving.knative.dev/Service')).toHaveLength(1);
  expect(objects.ofKind('Ingress')).toEqual([]);
  expect(kindOf({ apiVersion: 'apps/v1beta1', kind: 'Deployment' })).toBe('apps/Deployment');
});

test('an object is found in its cluster and namespace', () => {
  expect(objects.find(service, 'Service', 'cart')).toBe(service);
  expect(objects.find(service, 'Service', 'cart', 'default')).toBe(unplaced);
  expect(objects.find(service, 'Service', 'mail')).toBeUndefined();
  expect(objects.find(service, 'Namespace', 'shop')).toBe(namespace);
  expect(objects.find({ ...service, cluster: 'three' }, 'Service', 'cart')).toBeUndefined();
});

test('objects of a namespace are those of its cluster', () => {
  expect(objects.inNamespace(service, 'Service')).toEqual([service]);
  expect(objects.inNamespace(service, 'Service', 'default')).toEqual([unplaced]);
});

test.each([
  ['{ matchLabels: { app: cart } }', ['cart']],
  ['{ matchLabels: { tier: back } }', ['cart', 'mail']],
  ['{ matchLabels: { tier: back, app: mail } }', ['mail']],
  ['{ matchExpressions: [{ key: app, operator: NotIn, values: [cart] }] }', ['mail']],
  ['{ matchLabels: { app: other } }', []],
  ['{}', ['cart', 'mail']],
])('the selector %s selects pods of the namespace', (selector, names) => {
  const [{ manifest } = service] = read(
    `{ apiVersion: v1, kind: A, metadata: { name: a }, spec: ${selector} }`,
  );
  const selected = objects.select(service, manifest.spec);
  expect(selected.map(({ entry }) => entry.manifest.metadata.name)).toEqual(names);
});

test('what is made once for a set isn’t made again', () => {
  const compute = jest.fn(() => undefined);
  const once = perSet(compute);
  once(objects);
  once(objects);
  expect(compute).toHaveBeenCalledTimes(1);
  once(new Objects([]));
  expect(compute).toHaveBeenCalledTimes(2);
});
