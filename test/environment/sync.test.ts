import { checkSync, NIGHTS, type SyncSpec, WEEKENDS } from '../../lib/environment/sync';

test('takes everything that may be said', () => {
  const sync: SyncSpec = {
    automated: true,
    windows: [NIGHTS, { ...WEEKENDS, systems: ['shop'], manualSync: false }],
    timeZone: 'Europe/Berlin',
    retries: 20,
    onDelete: 'delete',
    notifications: [{ on: ['deployed', 'sync-failed'], service: 'slack', to: 'shop' }],
    namespaces: ['istio-ingress'],
    clusterKinds: [{ group: '', kind: 'PersistentVolume' }],
  };
  expect(checkSync('sync', sync)).toEqual([]);
});

test('tells all that is wrong, each at its place', () => {
  const sync: object = {
    windows: [{ kind: 'never', schedule: '0 25 * * *', duration: '30s', systems: [] }],
    timeZone: 'Berlin',
    retries: 2.5,
    onDelete: 'drop',
    notifications: [{ on: ['deployed', 'on-failed'], service: 'Slack!', to: ' ' }],
    namespaces: ['Istio'],
    clusterKinds: [{ group: '', kind: 'persistentvolumes' }],
  };
  expect(checkSync('sync', sync).map(({ field }) => field)).toEqual([
    'sync.windows[0].kind',
    'sync.windows[0].schedule',
    'sync.windows[0].duration',
    'sync.windows[0].systems',
    'sync.timeZone',
    'sync.retries',
    'sync.onDelete',
    'sync.notifications[0].on',
    'sync.notifications[0].service',
    'sync.notifications[0].to',
    'sync.namespaces[0]',
    'sync.clusterKinds[0].kind',
  ]);
});
