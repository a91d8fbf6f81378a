import { externalEndpoint } from '../../lib/endpoint/endpoint';
import type { MicroserviceProps } from '../../lib/microservice/spec';
import { emptyDir } from '../../lib/pod/volumes';
import { untyped } from '../problem/lines';
import { least, problemsWith } from './chart';

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
    `volumes.cache.mountPath: got "/data", allowed a path at which 'config-files' isn't mounted`,
  ],
  [
    'files where another volume is mounted',
    {
      config: { files: { mountPath: '/data', contents: { a: '' } } },
      volumes: { cache: emptyDir() },
      mounts: { cache: ['/cache', '/data'] },
    },
    `mounts.cache[1]: got "/data", allowed a path at which 'config-files' isn't mounted`,
  ],
  [
    'files that are mounted at no path',
    {
      mounts: { 'config-files': [] },
      config: { files: { contents: { a: 'b' } } },
    },
    "config.files.mountPath: is missing, and no container sees the files: write a path, or 'config-files' in the mounts of a container",
  ],
  [
    'files that no container sees',
    { config: { files: { contents: { a: '' } } } },
    "config.files.mountPath: is missing, and no container sees the files: write a path, or 'config-files' in the mounts of a container",
  ],
  [
    'mounts of files where there are none',
    { mounts: { 'config-files': '/etc/cart' } },
    'mounts: got "config-files", allowed a volume of the pod: there is none',
  ],
  [
    'a question for values where there are none',
    { config: { values: {} }, pod: { sidecars: { a: { ...least, configValues: true } } } },
    'pod.sidecars.a.configValues: asks for config.values, and there are none: add them, or leave it out',
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
    'a label of the account that is none',
    { serviceAccount: { labels: { 'a b': 'c' } } },
    `serviceAccount.labels: got "a b", allowed ${KEY}`,
  ],
  [
    "another port of the node than the target, in the node's network",
    {
      ports: { http: { port: 80, target: 8080, hostPort: 80 } },
      pod: { other: { hostNetwork: true } },
    },
    "ports.http.hostPort: got 80, allowed 8080, its target, in the node's network; or none",
  ],
  [
    'an annotation of the account that is none',
    { serviceAccount: { annotations: { 'a b': 'c' } } },
    `serviceAccount.annotations: got "a b", allowed ${KEY}`,
  ],
  [
    'a Secret of the account that cannot exist',
    { serviceAccount: { imagePullSecrets: ['registry', 'My Registry'] } },
    'serviceAccount.imagePullSecrets: got "My Registry", allowed DNS labels joined by dots, at most 253 characters',
  ],
  [
    'what an account has that somebody else makes',
    untyped({ serviceAccount: { existing: 'shop', imagePullSecrets: ['registry'] } }),
    "serviceAccount.imagePullSecrets: doesn't go together with what stands beside it: leave it out",
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
