import { checkStorage, claimsOf } from '../../../lib/checks/capacity/claims';
import type { Manifest } from '../../../lib/manifest/manifest';
import type { ManifestEntry } from '../../../lib/manifest/manifest-set';

function entry(manifest: Manifest): ManifestEntry {
  return { file: 'a.yaml', owner: '', origin: 'a', cluster: 'c', manifest };
}

const claim = (storage: string, storageClassName?: string) => ({
  resources: { requests: { storage } },
  ...(storageClassName !== undefined && { storageClassName }),
});

const OBJECTS = [
  entry({
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'db' },
    spec: {
      replicas: 3,
      volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: claim('2Gi', 'fast') }],
    },
  }),
  entry({
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'files' },
    spec: claim('512Mi'),
  }),
];

function told(hard: Record<string, string>, most?: number) {
  const claims = OBJECTS.flatMap((one) => claimsOf(one, most));
  const quota = entry({
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name: 'q' },
    spec: { hard },
  });
  return checkStorage(quota, claims).map(({ message }) => message);
}

test.each([
  ['requests.storage', '6656Mi', '6655Mi', '6.5Gi'],
  ['persistentvolumeclaims', '4', '3', '4'],
  ['count/persistentvolumeclaims', '4', '3', '4'],
  ['fast.storageclass.storage.k8s.io/requests.storage', '6Gi', '5Gi', '6Gi'],
  ['fast.storageclass.storage.k8s.io/persistentvolumeclaims', '3', '2', '3'],
])('finds a quota of %s that %s fits, and %s does not', (key, enough, little, needed) => {
  expect(told({ [key]: enough })).toEqual([]);
  expect(told({ [key]: little })).toEqual([
    expect.stringContaining(`and ${needed} are needed: data-db `),
  ]);
});

test('counts the pods that an autoscaler may want', () => {
  expect(told({ persistentvolumeclaims: '6' }, 5)).toEqual([]);
  expect(told({ persistentvolumeclaims: '6' }, 6)).toEqual([
    expect.stringMatching(
      /got 6, and 7 are needed: data-db 6, files 1; raise it, or ask for less$/,
    ),
  ]);
});
