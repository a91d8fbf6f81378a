import { lineOf } from '../../lib/checks/finding';
import { checkFiles, checkIdentities } from '../../lib/checks/unique';
import type { ManifestEntry } from '../../lib/manifest/manifest-set';

function entry(path: string, fields: Partial<ManifestEntry> = {}): ManifestEntry {
  return {
    manifest: {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: path, namespace: 'shop' },
    },
    file: `shop/${path}.yaml`,
    origin: path,
    owner: path,
    cluster: 'test',
    ...fields,
  };
}

describe('objects', () => {
  const { manifest } = entry('cart');

  test.each([
    ['name', { ...manifest, metadata: { name: 'other', namespace: 'shop' } }],
    ['namespace', { ...manifest, metadata: { name: 'cart', namespace: 'other' } }],
    ['kind', { ...manifest, kind: 'DaemonSet' }],
    ['API group', { ...manifest, apiVersion: 'example.org/v1' }],
  ])('may differ in their %s alone', (_, other) => {
    expect(checkIdentities([entry('cart'), entry('b', { manifest: other })])).toEqual([]);
  });

  test('may be the same in two clusters', () => {
    expect(checkIdentities([entry('cart'), entry('cart', { cluster: 'other' })])).toEqual([]);
  });

  test('rejects one that is declared again, in whatever version', () => {
    const again = { ...manifest, apiVersion: 'apps/v1beta1' };
    const manifests = [entry('cart'), entry('b', { manifest: again }), entry('c', { manifest })];
    expect(checkIdentities(manifests).map(lineOf)).toEqual([
      '[b] Deployment shop/cart: exists already, at [cart]: rename one of the two',
      '[c] Deployment shop/cart: exists already, at [cart]: rename one of the two',
    ]);
  });
});

describe('files', () => {
  test('may hold several objects of one owner', () => {
    const file = 'shop/cart.yaml';
    expect(checkFiles([entry('cart', { file }), entry('b', { file, owner: 'cart' })])).toEqual([]);
  });

  test('rejects one that two owners would share, once, also where only case differs', () => {
    const owned = { owner: 'b', file: 'shop/CART.yaml' };
    expect(checkFiles([entry('cart'), entry('b', owned), entry('c', owned)])).toEqual([
      '[b] would share the file shop/CART.yaml with [cart]: rename one of the two',
    ]);
  });
});
