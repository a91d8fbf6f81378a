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
