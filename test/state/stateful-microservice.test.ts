import { join } from 'node:path';
import * as kplus from 'cdk8s-plus-28';
import type { Manifest } from '../../lib/manifest/manifest';
import { Microservice } from '../../lib/microservice/microservice';
import { validateManifest } from '../../lib/schema/validate';
import type { StatefulMicroserviceProps } from '../../lib/state/spec';
import { StatefulMicroservice } from '../../lib/state/stateful-microservice';
import { emitYaml } from '../../lib/writer/yaml';
import { least, plainChart } from '../microservice/chart';
import { manifestsOf, problemsOf } from '../render-tree';
import { prod } from '../shop';
import { expectYaml } from '../yaml-snapshot';
import { objectIn, objectsIn, shopIn } from './shop';

const DATA = { size: '10Gi', mountPath: '/var/lib/mysql' } as const;

function mysql<P extends string, C extends string>(
  props: Partial<StatefulMicroserviceProps<P, C>> = {},
  name = 'mysql',
) {
  return new StatefulMicroservice<P, C>(plainChart('shop-qa'), name, { ...least, ...props });
}

function statefulSet(props: Partial<StatefulMicroserviceProps> = {}): Manifest {
  const [found] = manifestsOf(mysql(props))
    .map(({ manifest }) => manifest)
    .filter(({ kind }) => kind === 'StatefulSet');
  if (found === undefined) throw new Error('there is no StatefulSet');
  return found;
}

function problemsWith(props: Partial<StatefulMicroserviceProps>, name?: string) {
  const { node } = mysql(props, name);
  return problemsOf(node.root).map((line) => line.replace(`[${node.path}] `, ''));
}

describe('a store', () => {
  function whole() {
    const system = shopIn();
    const db = new StatefulMicroservice(system, 'mysql', {
      ...least,
      ports: { mysql: 3306 },
      replicas: 2,
      peers: ['mysql'],
      claims: { data: { ...DATA, subPath: 'db', storageClass: 'fast' } },
      component: 'database',
    });
    new Microservice(system, 'orders', {
      ...least,
      env: { ANY: db.endpoint('mysql'), FIRST: db.podEndpoint('mysql', 0) },
    });
    return system;
  }

  test('has a StatefulSet, two Services, and all that a microservice has', () => {
    const yaml = emitYaml(objectsIn(whole(), 'mysql'));
    expectYaml(join(__dirname, 'snapshots/stateful-microservice.yaml'), yaml);
  });

  test('is what the schemas allow', () => {
    expect(objectsIn(whole(), 'mysql').flatMap(validateManifest)).toEqual([]);
  });

  test('is called at any of its pods, or at one', () => {
    expect(emitYaml([objectIn(whole(), 'orders', 'Deployment')])).toContain(
      [
        '        - name: ANY',
        '          value: mysql:3306',
        '        - name: FIRST',
        '          value: mysql-0.mysql-headless:3306',
      ].join('\n'),
    );
  });

  test('is addressed from elsewhere by full names', () => {
    const system = shopIn();
    const db = new StatefulMicroservice(system, 'mysql', { ...least, ports: { mysql: 3306 } });
    const chart = plainChart('elsewhere');
    new Microservice(chart, 'report', { ...least, env: { DB: db.podEndpoint('mysql', 0) } });
    expect(emitYaml(manifestsOf(chart).map(({ manifest }) => manifest))).toContain(
      'mysql-0.mysql-headless.shop-qa.svc.cluster.local:3306',
    );
  });
});

describe('its Services', () => {
  const services = (props: Partial<StatefulMicroserviceProps>) =>
    manifestsOf(mysql(props)).flatMap(({ manifest: { kind, metadata, spec } }) =>
      kind === 'Service' ? [{ name: metadata.name, spec }] : [],
    );

  test('are one where that of its name is headless, which gives the pods their names', () => {
    const props = { ports: { mysql: 3306 }, service: { type: 'Headless' } } as const;
    expect(services(props).map(({ name }) => name)).toEqual(['mysql']);
    expect(mysql(props).podEndpoint('mysql', 0).pod).toBe('mysql-0.mysql');
    expect(statefulSet(props)).toMatchObject({ spec: { serviceName: 'mysql' } });
  });

  test('are a headless one without ports', () => {
    expect(services({})).toEqual([
      {
        name: 'mysql-headless',
        spec: {
          clusterIP: 'None',
          publishNotReadyAddresses: true,
          selector: { 'app.kubernetes.io/name': 'mysql' },
        },
      },
    ]);
  });

  test('lead to a pod by its own port, which a headless Service does not change', () => {
    const db = mysql({ ports: { mysql: { port: 80, target: 3306 } } });
    expect(db.endpoint('mysql').port).toBe(80);
    expect(db.podEndpoint('mysql', 0).port).toBe(3306);
  });

  test('lead to pods without a Service for clients', () => {
    const db = mysql({ ports: { mysql: 3306 }, service: 'none' });
    expect(db.podEndpoint('mysql', 0).port).toBe(3306);
    expect(problemsOf(db.node.root)).toEqual([]);
  });
});

test('has one pod where nothing is said, in production, too', () => {
  const system = shopIn(prod);
  new StatefulMicroservice(system, 'mysql', least);
  expect(objectIn(system, 'mysql', 'StatefulSet')).toMatchObject({ spec: { replicas: 1 } });
});

test('keeps data unless it is told otherwise', () => {
  const field = 'persistentVolumeClaimRetentionPolicy';
  expect(statefulSet({ claims: { data: DATA } })).toMatchObject({
    spec: { [field]: { whenDeleted: 'Retain', whenScaled: 'Retain' } },
  });
  expect(
    statefulSet({ claims: { data: DATA }, retention: { whenScaled: 'Delete' } }),
  ).toMatchObject({ spec: { [field]: { whenDeleted: 'Retain', whenScaled: 'Delete' } } });
  expect(statefulSet()).not.toHaveProperty(['spec', field]);
});

test('says how pods are started and replaced', () => {
  expect(
    statefulSet({
      replicas: 3,
      podManagement: 'parallel',
      update: { partition: 3 },
      minReady: '10s',
      revisionHistoryLimit: 0,
    }),
  ).toMatchObject({
    spec: {
      podManagementPolicy: 'Parallel',
      updateStrategy: { rollingUpdate: { partition: 3 } },
      minReadySeconds: 10,
      revisionHistoryLimit: 0,
    },
  });
  expect(statefulSet({ update: 'OnDelete' })).toMatchObject({
    spec: { updateStrategy: { type: 'OnDelete' } },
  });
});

test('asks for volumes with class, modes and origin', () => {
  const claims = {
    data: { ...DATA, accessModes: ['ReadWriteOncePod'], from: { snapshot: 'monday' } },
    logs: { size: '1Gi', storageClass: '', from: { claim: 'old' }, other: { volumeMode: 'Block' } },
  } as const;
  expect(statefulSet({ claims })).toMatchObject({
    spec: {
      volumeClaimTemplates: [
        {
          apiVersion: 'v1',
          kind: 'PersistentVolumeClaim',
          metadata: { name: 'data' },
          spec: {
            accessModes: ['ReadWriteOncePod'],
            dataSource: {
              apiGroup: 'snapshot.storage.k8s.io',
              kind: 'VolumeSnapshot',
              name: 'monday',
            },
          },
        },
        {
          metadata: { name: 'logs' },
          spec: {
            accessModes: ['ReadWriteOnce'],
            storageClassName: '',
            volumeMode: 'Block',
            dataSource: { kind: 'PersistentVolumeClaim', name: 'old' },
          },
        },
      ],
    },
  });
});

test('shows a claim to a sidecar, too', () => {
  const pod = { sidecars: { log: { ...least, mounts: { data: '/data' } } } };
  expect(problemsWith({ claims: { data: DATA }, pod })).toEqual([]);
});

test('is scaled as a StatefulSet, and Argo CD leaves the number alone', () => {
  const db = mysql({ replicas: { min: 1, max: 3, cpuPercent: 70 } });
  const objects = manifestsOf(db).map(({ manifest }) => manifest);
  expect(objects.find(({ kind }) => kind === 'HorizontalPodAutoscaler')).toMatchObject({
    spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'mysql' } },
  });
  expect(objects.find(({ kind }) => kind === 'StatefulSet')).not.toHaveProperty('spec.replicas');
  expect(db.controllerOwned).toEqual([
    { group: 'apps', kind: 'StatefulSet', name: 'mysql', fields: ['.spec.replicas'] },
  ]);
});

test('names the claims of its pods', () => {
  expect(mysql({ claims: { data: DATA }, replicas: 2 }).claimName('data', 1)).toBe('data-mysql-1');
});

test('is selected by a cdk8s-plus Service, and is a peer of its NetworkPolicies', () => {
  const chart = plainChart('shop-qa');
  const db = new StatefulMicroservice(chart, 'mysql', least);
  const service = new kplus.Service(chart, 'debug', { ports: [{ port: 9000 }] });
  service.select(db);
  const policy = new kplus.NetworkPolicy(chart, 'policy', { selector: db });
  policy.addIngressRule(db, [kplus.NetworkPolicyPort.tcp(80)]);
  const labels = { 'app.kubernetes.io/name': 'mysql' };
  expect(manifestsOf(service)).toMatchObject([{ manifest: { spec: { selector: labels } } }]);
  expect(manifestsOf(policy)).toMatchObject([
    { manifest: { spec: { podSelector: { matchLabels: labels } } } },
  ]);
});

describe('rejects', () => {
  test.each<readonly [string, Partial<StatefulMicroserviceProps>, readonly string[]]>([
    [
      'a size that is no text',
      JSON.parse('{ "claims": { "data": { "size": 10 } } }'),
      ["claims.data.size: got 10, allowed a size with its unit, such as '64Mi' or '1Gi'"],
    ],
    [
      'a size without a unit, and nothing',
      JSON.parse('{ "claims": { "data": { "size": "10" }, "log": { "size": "0Gi" } } }'),
      [
        "claims.data.size: got \"10\", allowed a size with its unit, such as '64Mi' or '1Gi'",
        "claims.log.size: got \"0Gi\", allowed a size with its unit, such as '64Mi' or '1Gi'",
      ],
    ],
    [
      'modes that do not go together',
      { claims: { data: { size: '1Gi', accessModes: ['ReadWriteOncePod', 'ReadOnlyMany'] } } },
      [
        'claims.data.accessModes: got ["ReadWriteOncePod","ReadOnlyMany"], allowed ReadWriteOncePod alone, or without it',
      ],
    ],
    [
      'a claim and a volume of one name',
      {
        claims: { data: { size: '1Gi' } },
        volumes: { data: { source: { emptyDir: {} }, problems: [] } },
      },
      ['volumes: got "data", allowed another name: a claim has this one'],
    ],
    [
      'a relative mount path',
      { claims: { data: { size: '1Gi', mountPath: 'data' } } },
      ['volumes.data.mountPath: got "data", allowed an absolute path without \':\''],
    ],
    [
      'a partition above the number of pods',
      { replicas: 2, update: { partition: 3 } },
      ['update.partition: got 3, allowed at most 2, the number of pods'],
    ],
    [
      'less than nothing',
      { update: { partition: -1 }, revisionHistoryLimit: -1 },
      [
        'update.partition: got -1, allowed a whole number from 0',
        'revisionHistoryLimit: got -1, allowed a whole number from 0',
      ],
    ],
    [
      'a Service in the place of the headless one',
      { ports: { mysql: 3306 }, services: { 'mysql-headless': {} } },
      ['services: got "mysql-headless", allowed another name: it gives the pods their names'],
    ],
    [
      'words that Kubernetes has not',
      JSON.parse(
        '{ "podManagement": "Parallel", "update": "Recreate", "retention": { "whenDeleted": "Recycle" } }',
      ),
      [
        "podManagement: got \"Parallel\", allowed 'ordered' or 'parallel'",
        'update: got "Recreate", allowed \'OnDelete\', or { partition: 2 }',
        "retention.whenDeleted: got \"Recycle\", allowed 'Retain' or 'Delete'",
      ],
    ],
  ])('%s', (_, props, problems) => {
    expect(problemsWith(props)).toEqual(problems);
  });

  test('a name that is too long for the headless Service, at its edge', () => {
    expect(problemsWith({}, 'a'.repeat(54))).toEqual([]);
    expect(problemsWith({}, 'a'.repeat(55))).toEqual([
      expect.stringMatching(
        /^name: got "a+", allowed at most 54 characters, for the Service a+-headless$/,
      ),
    ]);
  });

  test('pods and claims that it has not', () => {
    const db = mysql({ ports: { mysql: 3306 }, claims: { data: DATA } });
    db.podEndpoint('mysql', 1);
    db.claimName('data', -1);
    expect(problemsOf(db.node.root)).toEqual([
      "[shop/mysql] podEndpoint(): got 1, allowed a pod's number, from 0 to 0",
      "[shop/mysql] claimName(): got -1, allowed a pod's number, from 0 to 0",
    ]);
  });
});
