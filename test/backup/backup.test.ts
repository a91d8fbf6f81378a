import { join } from 'node:path';
import { Backup, type BackupProps } from '../../lib/backup/backup';
import { ScheduledSnapshot } from '../../lib/backup/scheduled-snapshot';
import { externalEndpoint } from '../../lib/endpoint/endpoint';
import { validateManifest } from '../../lib/schema/validate';
import { StatefulMicroservice } from '../../lib/state/stateful-microservice';
import { emitYaml } from '../../lib/writer/yaml';
import { least } from '../microservice/chart';
import { unseen } from '../problem/lines';
import { problemsOf } from '../render-tree';
import { qa } from '../shop';
import { objectIn, objectsIn, shopIn } from '../state/shop';
import { expectYaml } from '../yaml-snapshot';

const DAILY = { ...least, schedule: '@daily' };

function withBackup(to: BackupProps['to']) {
  const system = shopIn();
  const db = new StatefulMicroservice(system, 'db', { ...least, ports: { sql: 3306 } });
  new Backup(system, 'db-backup', { ...DAILY, env: { DB: db.endpoint('sql') }, to });
  return system;
}

test('copies into a volume of its own', () => {
  const system = withBackup({ claim: { size: '20Gi' }, mountPath: '/copies' });
  const objects = ['db-backup', 'db-backup-copies'].flatMap((file) => objectsIn(system, file));
  expectYaml(join(__dirname, 'snapshots/backup.yaml'), emitYaml(objects));
  expect(objects.flatMap(validateManifest)).toEqual([]);
  expect(emitYaml([objectIn(system, 'db', 'NetworkPolicy')])).toContain(
    'app.kubernetes.io/name: db-backup',
  );
});

test('copies into an object store, by a Secret', () => {
  const store = externalEndpoint({ host: '10.1.2.3', port: 443 });
  const system = withBackup({ store, secret: 'store' });
  const cron = emitYaml([objectIn(system, 'db-backup', 'CronJob')]);
  expect(cron).toContain('            - secretRef:\n                name: store');
  expect(emitYaml([objectIn(system, 'db-backup', 'NetworkPolicy')])).toContain('cidr: 10.1.2.3/32');
});

test('tells of copies that fill their volume, by what was counted last', () => {
  const system = shopIn({ ...qa, observability: { alerts: { saturationPercent: 80 } } });
  const to = { claim: { size: '1Gi' }, mountPath: '/copies' } as const;
  new Backup(system, 'nightly', { ...DAILY, to });
  const rule = objectIn(system, 'nightly', 'PrometheusRule');
  expect(validateManifest(rule)).toEqual([]);
  expect(rule).toMatchObject({
    metadata: { name: 'nightly-copies' },
    spec: {
      groups: [
        {
          rules: [
            {
              alert: 'VolumeSaturation',
              expr: [
                'max by (namespace, persistentvolumeclaim) (last_over_time(kubelet_volume_stats_used_bytes{namespace="shop-qa",persistentvolumeclaim=~"nightly-copies"}[1d]))',
                '/',
                'max by (namespace, persistentvolumeclaim) (last_over_time(kubelet_volume_stats_capacity_bytes{namespace="shop-qa",persistentvolumeclaim=~"nightly-copies"}[1d]))',
                '> 0.8',
              ].join('\n'),
              labels: { namespace: 'shop-qa', workload: 'nightly', severity: 'ticket' },
            },
          ],
        },
      ],
    },
  });
});

test('takes snapshots, with the right to do that and nothing else', () => {
  const system = shopIn();
  const claims = { data: { size: '1Gi' } } as const;
  const db = new StatefulMicroservice(system, 'db', { ...least, claims });
  new ScheduledSnapshot(system, 'db-snapshot', {
    image: 'registry.example.com/kubectl:v1.28.0',
    schedule: '@daily',
    claim: db.claimName('data', 0),
    class: 'kept',
  });
  const objects = objectsIn(system, 'db-snapshot');
  expectYaml(join(__dirname, 'snapshots/scheduled-snapshot.yaml'), emitYaml(objects));
  expect(objects.flatMap(validateManifest)).toEqual([]);
});

test('rejects a backup to nowhere, to a relative path, and with no claim or Secret', () => {
  const system = shopIn();
  // @ts-expect-error a target is needed
  new Backup(system, 'nowhere', { ...DAILY });
  const claim = { size: '1Gi' } as const;
  new Backup(system, 'relative', { ...DAILY, to: { claim, mountPath: 'copies' } });
  const store = externalEndpoint({ host: 'store.example.com', port: 443 });
  new Backup(system, 'secret', { ...DAILY, to: { store, secret: '' } });
  const copies = 'files';
  const to = { claim, mountPath: '/copies' };
  new Backup(system, 'none', { ...DAILY, to, copies, keep: 0 });
  new Backup(system, 'one', { ...DAILY, to, copies, keep: 1 });
  // @ts-expect-error files into an object store
  new Backup(system, 'files', { ...DAILY, to: { store, secret: 'a' }, copies });
  // @ts-expect-error copies of which nobody knows what they are
  new Backup(system, 'unknown', { ...DAILY, to, keep: 3 });
  new ScheduledSnapshot(system, 'snapshot', { image: 'a:v1', schedule: '@daily', claim: '' });
  const allowed = 'allowed DNS labels joined by dots, at most 253 characters';
  expect(problemsOf(system.environment)).toEqual([
    "[qa/shop/nowhere] to: is missing: write { claim: { size: '10Gi' }, mountPath: '/copies' }, or { store: endpoint, secret: 'name' }",
    '[qa/shop/relative] to.mountPath: got "copies", allowed an absolute path without \':\'',
    `[qa/shop/secret] to.secret: got "", ${allowed}`,
    '[qa/shop/none] keep: got 0, allowed a whole number from 1',
    "[qa/shop/files] to: is an object store, and the program writes files: write { claim: { size: '10Gi' }, mountPath: '/copies' }",
    "[qa/shop/unknown] keep: is for programs that know it: those with `copies: 'files'`",
    `[qa/shop/snapshot] of.claim: got "", ${allowed}`,
  ]);
});

test('tells a wrong schedule once', () => {
  const system = shopIn();
  const props = { ...least, to: { claim: { size: '1Gi' }, mountPath: '/copies' } };
  new Backup(system, 'nightly', unseen({ ...props, schedule: 5 }));
  new Backup(system, 'weekly', unseen(props));
  expect(problemsOf(system).map((line) => line.replace(/^.*\] /, ''))).toEqual([
    'schedule: got 5, allowed text',
    'schedule: is missing: add it',
  ]);
});
