import { App } from 'cdk8s';
import { annotateForSync } from '../../lib/argocd/annotate';
import { syncWaves } from '../../lib/argocd/sync-order';
import { blueGreen } from '../../lib/delivery/blue-green';
import { Environment } from '../../lib/environment/environment';
import { Microservice } from '../../lib/microservice/microservice';
import { StatefulMicroservice } from '../../lib/state/stateful-microservice';
import { VolumeClaim } from '../../lib/state/volume-claim';
import { VolumeSnapshot } from '../../lib/state/volume-snapshot';
import { System } from '../../lib/system/system';
import { ScheduledTask } from '../../lib/task/scheduled-task';
import { Task } from '../../lib/task/task';
import { least } from '../microservice/chart';
import { manifestsOf } from '../render-tree';
import { qa } from '../shop';

/** The annotations of Argo CD by kind and name, without the hash of a Job's. */
function annotations(system: System) {
  const read = manifestsOf(system.environment);
  const annotated = annotateForSync(read, syncWaves([system], read));
  return Object.fromEntries(
    annotated.flatMap(({ manifest: { kind, metadata } }) => {
      const name = metadata.name.replace(/-[0-9a-f]{8}$/, '');
      return metadata.annotations === undefined
        ? []
        : [[`${kind} ${name}`, metadata.annotations] as const];
    }),
  );
}

const wave = (number: number) => ({ 'argocd.argoproj.io/sync-wave': String(number) });
const CONFIRM = { 'argocd.argoproj.io/sync-options': 'Delete=confirm,Prune=confirm' };

function shop() {
  return new System(new Environment(new App(), qa), 'shop');
}

test('puts a task after what it calls, and before what waits for it', () => {
  const system = shop();
  const ports = { sql: 3306 };
  const db = new StatefulMicroservice(system, 'db', { ...least, ports, claims: {} });
  const orders = new Microservice(system, 'orders', least);
  const other = new Microservice(system, 'other', least);
  const env = { DB: db.endpoint('sql') };
  new Task(system, 'migrate', { ...least, env, before: [orders] });
  new Task(system, 'seed', { ...least, env, hook: 'Sync', before: [orders] });
  new Task(system, 'smoke', { ...least, hook: 'PostSync', calls: [db.endpoint('sql')] });
  const found = annotations(system);
  expect(found['StatefulSet db']).toEqual(CONFIRM);
  expect(found['Job migrate']).toEqual(wave(1));
  expect(found['Job seed']).toEqual({
    'argocd.argoproj.io/hook': 'Sync',
    'argocd.argoproj.io/hook-delete-policy': 'BeforeHookCreation',
    ...wave(1),
  });
  expect(found['Deployment orders']).toEqual(wave(2));
  expect(found[`Deployment ${other.name}`]).toBeUndefined();
  expect(found['Job smoke']).not.toHaveProperty(['argocd.argoproj.io/sync-wave']);
});

test('beside Rollouts, orders what waits for a task alone, and has Rollouts come last', () => {
  const system = shop();
  const db = new StatefulMicroservice(system, 'db', { ...least, ports: { sql: 3306 } });
  const front = { ...least, ports: { http: 80 }, release: blueGreen() };
  new Microservice(system, 'front', { ...front, env: { DB: db.endpoint('sql') } });
  const plain = new Microservice(system, 'plain', { ...least, env: { DB: db.endpoint('sql') } });
  expect(annotations(system)).not.toHaveProperty(['Rollout front']);
  expect(annotations(system)).not.toHaveProperty(['Deployment plain']);
  new Task(system, 'migrate', { ...least, env: { DB: db.endpoint('sql') }, before: [plain] });
  const found = annotations(system);
  expect(found['StatefulSet db']).toEqual(CONFIRM);
  expect(found['Job migrate']).toEqual(wave(1));
  expect(found['Deployment plain']).toEqual(wave(2));
  expect(found['Rollout front']).toEqual(wave(2));
});

test('has claims come with the first that mounts them, or last, and keeps snapshots, too', () => {
  const system = shop();
  const ports = { http: 80 };
  const first = new Microservice(system, 'first', { ...least, ports });
  const files = new VolumeClaim(system, 'files', { size: '1Gi' });
  const volumes = { files: files.volume('/files') };
  const second = new Microservice(system, 'second', {
    ...least,
    ports,
    volumes,
    env: { FIRST: first.endpoint('http') },
  });
  new Microservice(system, 'third', {
    ...least,
    volumes,
    env: { SECOND: second.endpoint('http') },
  });
  const copies = new VolumeClaim(system, 'copies', { size: '1Gi' });
  const nightly = { ...least, schedule: '@daily', volumes: { copies: copies.volume('/c') } };
  new ScheduledTask(system, 'nightly', nightly);
  new VolumeSnapshot(system, 'monday', { of: { claim: 'files' } });
  const found = annotations(system);
  expect(found['PersistentVolumeClaim files']).toEqual({ ...CONFIRM, ...wave(1) });
  expect(found['PersistentVolumeClaim copies']).toEqual({ ...CONFIRM, ...wave(2) });
  expect(found['VolumeSnapshot monday']).toEqual(CONFIRM);
});
