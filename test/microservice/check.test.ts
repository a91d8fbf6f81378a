import { externalEndpoint } from '../../lib/endpoint/endpoint';
import type { MicroserviceProps } from '../../lib/microservice/spec';
import { emptyDir } from '../../lib/pod/volumes';
import { problemsWith } from './chart';

const KEY = 'a key such as `team` or `example.com/team`, its name at most 63 characters';

test('accepts a name of 63 characters', () => {
  expect(problemsWith({}, 'a'.repeat(63))).toEqual([]);
});

test.each([
  ['7up', 'a Service name: a DNS label that begins with a letter'],
  [
    'Cart',
    'a DNS label: 1 to 63 lower-case letters, digits and dashes, with no dash at either end',
  ],
  [
    'a'.repeat(64),
    'a DNS label: 1 to 63 lower-case letters, digits and dashes, with no dash at either end (it has 64)',
  ],
])('rejects the name %s', (name, allowed) => {
  expect(problemsWith({}, name)).toEqual([`name: got "${name}", allowed ${allowed}`]);
});

test.each<[string, Partial<MicroserviceProps>, string]>([
  [
    'an image that can change',
    { image: 'cart:latest' },
    'image: got "cart:latest", allowed a version that stays the same: replace `latest` by a tag or a digest',
  ],
  [
    'an image without a version',
    { image: 'cart' },
    'image: got "cart", allowed an image with a version: add a tag (`:v1.2.3`) or a digest',
  ],
  [
    'a volume that takes the name of the one for files',
    {
      config: { files: { mountPath: '/etc/cart', contents: { a: '' } } },
      volumes: { 'config-files': emptyDir() },
    },
    'volumes: got "config-files", allowed another name: this one is taken by config.files',
  ],
  [
    'files where a volume is mounted',
    {
      config: { files: { mountPath: '/data', contents: { a: '' } } },
      volumes: { cache: emptyDir({ mountPath: '/data' }) },
    },
    'config.files.mountPath: got "/data", allowed a path at which no volume is mounted',
  ],
  [
    'a service account that cannot exist',
    { serviceAccount: { existing: 'Shop' } },
    'serviceAccount.existing: got "Shop", allowed DNS labels joined by dots, at most 253 characters',
  ],
  [
    'metrics of a port that is not there',
    { ports: { http: 80 }, metrics: { port: 'metrics' } },
    'metrics.port: got "metrics", allowed \'http\'',
  ],
  [
    'metrics without a port',
    { metrics: { port: 'metrics' } },
    'metrics.port: got "metrics", allowed none: it has no ports',
  ],
  [
    'a call to an address that cannot exist, by its place in the list',
    { calls: [ok(), externalEndpoint({ host: 'bank', port: 0 })] },
    'calls[1].port: got 0, allowed a whole number from 1 to 65535',
  ],
  ['a label that is none', { labels: { 'a b': 'c' } }, `labels: got "a b", allowed ${KEY}`],
  [
    'a component that is no label',
    { component: 'back end' },
    "component.component: got \"back end\", allowed at most 63 letters, digits, '-', '_' and '.', with a letter or digit at both ends",
  ],
  [
    'an annotation that is none',
    { annotations: { 'a b': 'c' } },
    `annotations: got "a b", allowed ${KEY}`,
  ],
])('rejects %s', (_, props, problem) => {
  expect(problemsWith(props)).toEqual([problem]);
});

function ok() {
  return externalEndpoint({ host: 'bank.example.com', port: 443 });
}
