import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Backup } from '../../lib/backup/backup';
import { ConfigRepo } from '../../lib/config-repo/config-repo';
import { DaemonMicroservice } from '../../lib/daemon/daemon-microservice';
import type { AccessDialect } from '../../lib/environment/access';
import { defineEnvironment, defineEnvironments } from '../../lib/environment/define';
import type { Environment } from '../../lib/environment/environment';
import type { Size } from '../../lib/kubernetes/quantity';
import { Microservice } from '../../lib/microservice/microservice';
import { validateManifest } from '../../lib/schema/validate';
import { StatefulMicroservice } from '../../lib/state/stateful-microservice';
import { System } from '../../lib/system/system';
import { ScheduledTask } from '../../lib/task/scheduled-task';
import { Task } from '../../lib/task/task';
import { least } from '../microservice/chart';

/** All kinds of workloads in one system, calling each other. */
class Fleet extends System {
  static size: Size = '10Gi';

  constructor(environment: Environment) {
    super(environment, 'fleet');
    const db = new StatefulMicroservice(this, 'db', {
      ...least,
      ports: { sql: { port: 3306, target: 13306 }, peer: 4444 },
      peers: ['peer'],
      replicas: 3,
      claims: { data: { size: Fleet.size, mountPath: '/data' } },
    });
    const collector = new DaemonMicroservice(this, 'collector', {
      ...least,
      ports: { otlp: 4317 },
    });
    const { resources } = least;
    const orders = new Microservice(this, 'orders', {
      resources,
      ports: { http: 80 },
      env: {
        DB: db.endpoint('sql'),
        FIRST: db.podEndpoint('sql', 0),
        OTEL: collector.endpoint('otlp'),
      },
    });
    const env = { DB: db.endpoint('sql') };
    new Task(this, 'migrate', { resources, env, before: [orders] });
    new Task(this, 'smoke', { ...least, hook: 'PostSync', calls: [orders.endpoint('http')] });
    new ScheduledTask(this, 'report', { ...least, env, schedule: '@daily' });
    const to = { claim: { size: '1Gi' }, mountPath: '/copies' } as const;
    new Backup(this, 'copy', { ...least, env, schedule: '@daily', to });
  }
}

const IMAGES = {
  'fleet/orders': 'example.com/orders:v1',
  'fleet/migrate': 'example.com/orders:v2',
};

function repo(dialects: readonly AccessDialect[], outdir: string) {
  const qa = defineEnvironment({
    name: 'qa',
    tier: 'preproduction',
    cluster: { name: 'in-cluster' },
    domain: 'qa.example.com',
    access: { dialects },
    ...(dialects.includes('istio') && { mesh: { kind: 'istio' } }),
  });
  const fleet = new ConfigRepo({
    repository: 'https://git.example.com/config.git',
    environments: defineEnvironments(qa),
    images: () => ({ pins: IMAGES, file: 'envs/qa.images.json', problems: [] }),
    outdir,
  });
  fleet.deploy(Fleet);
  return fleet;
}

const folder = mkdtempSync(join(tmpdir(), 'fleet-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each<readonly [string, readonly AccessDialect[]]>([
  ["Kubernetes'", ['kubernetes']],
  ["Kubernetes' and Istio's", ['kubernetes', 'istio']],
])('all workloads reach what they call and nothing else, by %s policies', (_, dialects) => {
  const fleet = repo(dialects, folder);
  const { manifests, problems } = fleet.synthesize();
  expect(problems).toEqual([]);
  expect(fleet.checkAccess()).toEqual([]);
  const objects = manifests.map(({ manifest }) => manifest);
  expect(objects.flatMap(validateManifest)).toEqual([]);
});

test('tasks take the images that their environment pins', () => {
  const { manifests } = repo(['kubernetes'], folder).synthesize();
  const job = manifests.find(({ manifest: { metadata } }) => /^migrate-\w{8}$/.test(metadata.name));
  expect(job?.manifest.spec).toMatchObject({
    template: { spec: { containers: [{ image: 'example.com/orders:v2' }] } },
  });
});

test('a store whose claims change is not written, and the way out is told', () => {
  const lines: string[] = [];
  const stderr = jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
    lines.push(String(text));
    return true;
  });
  const exitCode = process.exitCode;
  try {
    repo(['kubernetes'], folder).synth();
    for (const size of ['20Gi', '5Gi'] as const) {
      Fleet.size = size;
      repo(['kubernetes'], folder).synth();
    }
  } finally {
    stderr.mockRestore();
    process.exitCode = exitCode;
  }
  const told = lines.join('');
  expect(told).toContain("to expand 'data', raise spec.resources.requests.storage");
  expect(told).toContain("a claim can't shrink, and 'data' would");
});
