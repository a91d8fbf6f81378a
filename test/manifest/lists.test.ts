import { unfoldLists } from '../../lib/manifest/lists';
import type { ManifestEntry } from '../../lib/manifest/manifest-set';

const entry = (manifest: ManifestEntry['manifest']): ManifestEntry => ({
  manifest,
  file: 'qa/shop/a.yaml',
  origin: 'qa/shop/a',
  owner: 'qa/shop',
  cluster: 'c',
});
const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' } };
const list = { apiVersion: 'v1', kind: 'List', metadata: { name: 'all' } };

test('takes objects out of lists, with their place, also out of lists in lists', () => {
  const nested = entry({ ...list, items: [pod, { ...list, items: [pod] }] });
  expect(unfoldLists([entry(pod), nested])).toEqual([entry(pod), entry(pod), entry(pod)]);
});

test('leaves what holds no list as it is', () => {
  const manifests = [entry(pod), entry({ ...list, kind: 'AllowList' })];
  expect(unfoldLists(manifests)).toBe(manifests);
});
