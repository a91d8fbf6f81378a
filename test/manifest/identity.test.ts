import { describe as describeManifest, identityOf } from '../../lib/manifest/identity';
import type { Manifest } from '../../lib/manifest/manifest';

const DEPLOYMENT: Manifest = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'cart', namespace: 'shop' },
};
const NAMESPACE: Manifest = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } };

test.each([
  ['apps/Deployment/shop/cart', 'Deployment shop/cart', DEPLOYMENT],
  ['apps/Deployment/shop/cart', 'Deployment shop/cart', { ...DEPLOYMENT, apiVersion: 'apps/v2' }],
  ['/Namespace//shop', 'Namespace shop', NAMESPACE],
])('%s is the identity of %s', (identity, words, manifest) => {
  expect(identityOf(manifest)).toBe(identity);
  expect(describeManifest(manifest)).toBe(words);
});
