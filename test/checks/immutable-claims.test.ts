import { immutableChanges, isMadeAnew } from '../../lib/checks/immutable';
import type { Manifest } from '../../lib/manifest/manifest';

function store(claims: Readonly<Record<string, string>>): Manifest {
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'db' },
    spec: {
      volumeClaimTemplates: Object.entries(claims).map(([name, storage]) => ({
        metadata: { name },
        spec: { resources: { requests: { storage } } },
      })),
    },
  };
}

function wayOut(before: Record<string, string>, after: Record<string, string>) {
  return immutableChanges(store(before), store(after)).map((change) => change.wayOut);
}

test('tells how a claim is expanded', () => {
  expect(wayOut({ data: '1Gi', log: '1Gi' }, { data: '2Gi', log: '1Gi' })).toEqual([
    "to expand 'data', raise spec.resources.requests.storage of each pod's claim in the cluster, if its class has allowVolumeExpansion, then delete the StatefulSet with --cascade=orphan, so that its pods and claims stay, and sync",
  ]);
});

test('refuses that a claim shrinks, whatever else grows', () => {
  expect(wayOut({ data: '2Gi', log: '1Gi' }, { data: '1Gi', log: '2Gi' })).toEqual([
    "a claim can't shrink, and 'data' would: leave the size, or make a StatefulSet of a new name and copy the data",
  ]);
});

test.each(['5Gi', '20Gi'])(
  'no acknowledgement makes a claim of 10Gi one of %s, if it is less',
  (storage) => {
    const claim = (size: string) => ({
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'data' },
      spec: { resources: { requests: { storage: size } } },
    });
    const changes = immutableChanges(claim('10Gi'), claim(storage));
    expect(changes.map(({ isFinal }) => isFinal)).toEqual(storage === '5Gi' ? [true] : []);
    const [grown] = immutableChanges(store({ data: '10Gi' }), store({ data: storage }));
    expect(grown?.isFinal).toBe(storage === '5Gi' ? true : undefined);
  },
);

test('tells what becomes of a claim that comes or goes', () => {
  expect(wayOut({ data: '2Gi' }, {})).toEqual([
    expect.stringMatching(/pods that are there keep their claims as they are/),
  ]);
  expect(wayOut({ data: '2Gi' }, { data: '2Gi' })).toEqual([]);
});

test.each<readonly [string, Readonly<Record<string, string>>, boolean]>([
  ['a hook', { 'argocd.argoproj.io/hook': 'Sync' }, true],
  [
    'a hook that goes before the next',
    {
      'argocd.argoproj.io/hook': 'Sync',
      'argocd.argoproj.io/hook-delete-policy': 'HookFailed, BeforeHookCreation',
    },
    true,
  ],
  [
    'a hook that stays when it has succeeded',
    {
      'argocd.argoproj.io/hook': 'Sync',
      'argocd.argoproj.io/hook-delete-policy': 'HookFailed',
    },
    false,
  ],
  ['what is no hook', { 'argocd.argoproj.io/hook': '' }, false],
])('knows whether %s is made anew', (_, annotations, anew) => {
  const job = { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'a', annotations } };
  expect(isMadeAnew(job)).toBe(anew);
});
