import type { Case, Suite } from './suite';

const IMPORTS = `
import * as sc from '../../lib';
declare const system: sc.System;
const resources: sc.Resources = { cpu: ['100m', '200m'], memory: ['64Mi', '128Mi'] };
const db = new sc.StatefulMicroservice(system, 'db', {
  resources, ports: { sql: 3306 }, claims: { data: { size: '1Gi' } },
});
const bare = new sc.StatefulMicroservice(system, 'bare', { resources });
const daemon = new sc.DaemonMicroservice(system, 'daemon', { resources, ports: { otlp: 4317 } });
const endpoint = sc.externalEndpoint({ host: 'store', port: 443 });
`;

const store = (fields: string) =>
  `new sc.StatefulMicroservice(system, 'a', { resources, ports: { sql: 1 }, ${fields} })`;
const task = (fields: string) => `new sc.Task(system, 'a', { resources, ${fields} })`;
const scheduled = (fields: string) => `new sc.ScheduledTask(system, 'a', { resources, ${fields} })`;
const backup = (to: string) =>
  `new sc.Backup(system, 'a', { resources, schedule: '@daily', to: ${to} })`;

const CASES: readonly Case[] = [
  ['a port that a store has not', "db.endpoint(«'sql' ≠ 'http'»)"],
  ['a port of a pod that it has not', "db.podEndpoint(«'sql' ≠ 'http'», 0)"],
  ['a claim that it has not', "db.claimName(«'data' ≠ 'logs'», 0)"],
  ['a claim of what has none', "«db ≠ bare».claimName('data', 0)"],
  ['a port among peers that it has not', store("peers: [«'sql' ≠ 'http'»]")],
  ['a size without a unit', store("claims: { data: { size: «'1Gi' ≠ '1'» } }")],
  [
    'an unknown access mode',
    store("claims: { data: { size: '1Gi', accessModes: [«'ReadWriteOnce' ≠ 'RWO'»] } }"),
  ],
  [
    'two origins',
    store("claims: { data: { size: '1Gi', from: { claim: 'a'«  ≠ , snapshot: 'b'» } } }"),
  ],
  ['an update without a partition', store('update: { «partition: 1 ≠ » }')],
  ['a release of a store', store('«replicas: 1 ≠ release: sc.rollingUpdate()»')],
  ['an unknown retention', store("retention: { whenDeleted: «'Retain' ≠ 'Keep'» }")],
  ['a port that a daemon has not', "daemon.endpoint(«'otlp' ≠ 'http'»)"],
  [
    'a number of daemons',
    "new sc.DaemonMicroservice(system, 'a', { resources, «minReady: '1s' ≠ replicas: 2» })",
  ],
  ['an unknown moment', task("hook: «'PostSync' ≠ 'AfterSync'»")],
  ['a moment before all is there, as a word', task("hook: «'Sync' ≠ 'PreSync'»")],
  [
    'a moment before all is there, without a reason',
    task("hook: «{ phase: 'PreSync', because: 'a' } ≠ { phase: 'PreSync' }»"),
  ],
  [
    'a sidecar that would keep a task from ending',
    task(
      "pod: { sidecars: { a: { image: 'a:v1', resources, starts: «'after-init' ≠ 'with-main'» } } }",
    ),
  ],
  [
    'a sidecar that would keep an analysis from ending',
    "const job: sc.JobMetric = { image: 'a:v1', container: { resources }, pod: { sidecars: { a: { image: 'a:v1', resources, starts: «'after-init' ≠ 'with-main'» } } } }",
  ],
  ['ports of a task', task('«retries: 1 ≠ ports: { http: 80 }»')],
  ['probes of a task', task('«retries: 1 ≠ probes: {}»')],
  [
    'a rule of failures by both',
    task(
      "podFailurePolicy: [{ action: 'Ignore', exitCodes: { in: [1] }«  ≠ , podConditions: ['A']» }]",
    ),
  ],
  ['a task that waits for text', task("before: [«db ≠ 'db'»]")],
  [
    'a schedule that is missing',
    "new sc.ScheduledTask(system, 'a', «{ resources, schedule: '@daily' } ≠ { resources }»)",
  ],
  ['an unknown concurrency', scheduled("schedule: '@daily', concurrency: «'Forbid' ≠ 'forbid'»")],
  ['order of what is scheduled', scheduled("schedule: '@daily', «retries: 1 ≠ before: [db]»")],
  [
    'a backup to two places',
    backup(
      "«{ store: endpoint, secret: 'a' } ≠ { store: endpoint, secret: 'a', claim: { size: '1Gi' } }»",
    ),
  ],
  [
    'a snapshot of two',
    "const of: sc.SnapshotSource = «{ claim: 'a' } ≠ { claim: 'a', content: 'b' }»",
  ],
];

export const workloads: Suite = { imports: IMPORTS, cases: CASES, points: 'anywhere' };
