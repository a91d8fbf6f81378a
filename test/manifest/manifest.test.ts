import { isManifest } from '../../lib/manifest/manifest';

test('an object has apiVersion, kind and a name', () => {
  expect(isManifest({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'cart' } })).toBe(true);
});

test.each([
  null,
  'Service',
  {},
  { kind: 'Service', metadata: { name: 'cart' } },
  { apiVersion: 1, kind: 'Service', metadata: { name: 'cart' } },
  { apiVersion: 'v1', metadata: { name: 'cart' } },
  { apiVersion: 'v1', kind: null, metadata: { name: 'cart' } },
  { apiVersion: 'v1', kind: 'Service' },
  { apiVersion: 'v1', kind: 'Service', metadata: null },
  { apiVersion: 'v1', kind: 'Service', metadata: 'cart' },
  { apiVersion: 'v1', kind: 'Service', metadata: {} },
  { apiVersion: 'v1', kind: 'Service', metadata: { name: 1 } },
])('%j is none', (data) => {
  expect(isManifest(data)).toBe(false);
});
