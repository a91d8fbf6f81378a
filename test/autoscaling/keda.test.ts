import { join } from 'node:path';
import { App } from 'cdk8s';
import { type KedaOptions, keda } from '../../lib/autoscaling/keda';
import {
  cpuTrigger,
  cronTrigger,
  kafkaTrigger,
  memoryTrigger,
  prometheusTrigger,
  rabbitmqTrigger,
  redisTrigger,
  sqsTrigger,
  type Trigger,
  trigger,
} from '../../lib/autoscaling/trigger';
import { blueGreen } from '../../lib/delivery/blue-green';
import { address } from '../../lib/endpoint/address';
import { externalEndpoint } from '../../lib/endpoint/endpoint';
import { Environment } from '../../lib/environment/environment';
import type { EnvironmentSpec } from '../../lib/environment/spec';
import { Microservice } from '../../lib/microservice/microservice';
import type { MicroserviceProps } from '../../lib/microservice/spec';
import { podField, renderLiteral, secretKey } from '../../lib/pod/env';
import { validateManifest } from '../../lib/schema/validate';
import { System } from '../../lib/system/system';
import { emitYaml } from '../../lib/writer/yaml';
import { least, problemsWith } from '../microservice/chart';
import { unseen } from '../problem/lines';
import { manifestsOf } from '../render-tree';
import { qa } from '../shop';
import { expectYaml } from '../yaml-snapshot';

const KINDS = ['ScaledObject', 'TriggerAuthentication', 'VerticalPodAutoscaler'];

interface Shop {
  readonly environment: Environment;
  readonly worker: Microservice<string>;
}

/** A worker and a Redis whose list it works through. */
function shop(
  triggersOf: (redis: Microservice<'redis'>) => readonly Trigger[],
  options: Partial<KedaOptions> = {},
  props: Partial<MicroserviceProps> = {},
  fields: Partial<Omit<EnvironmentSpec, 'name'>> = {},
): Shop {
  const environment = new Environment(new App(), { ...qa, ...fields });
  const system = new System(environment, 'shop');
  const redis = new Microservice(system, 'redis', { ...least, ports: { redis: 6379 } });
  const replicas = keda({ max: 10, triggers: triggersOf(redis), ...options });
  const worker = new Microservice<string>(system, 'worker', { ...least, replicas, ...props });
  return { environment, worker };
}

function objects({ environment }: Shop, ...kinds: readonly string[]) {
  return manifestsOf(environment)
    .map(({ manifest }) => manifest)
    .filter(({ kind }) => kinds.includes(kind));
}

const list = (redis: Microservice<'redis'>) => [
  redisTrigger({ address: redis.endpoint('redis'), listName: 'orders', listLength: 20 }),
];

/** Each kind of trigger, with all that it can say. */
const everything = (redis: Microservice<'redis'>): readonly Trigger[] => [
  prometheusTrigger({
    name: 'requests',
    serverAddress: 'http://prometheus.monitoring:9090',
    query: 'sum(rate(http_requests_total{app="shop"}[2m]))',
    threshold: 100,
    activationThreshold: 5,
    ignoreNullValues: false,
    useCachedMetrics: true,
  }),
  cronTrigger({
    timezone: 'Europe/Berlin',
    start: '0 8 * * MON-FRI',
    end: '0 18 * * MON-FRI',
    desiredReplicas: 3,
  }),
  kafkaTrigger({
    bootstrapServers: [
      externalEndpoint({ host: 'kafka-1.example.com', port: 9092 }),
      externalEndpoint({ host: 'kafka-2.example.com', port: 9092 }),
    ],
    consumerGroup: 'orders',
    topic: 'orders',
    lagThreshold: 50,
    offsetResetPolicy: 'earliest',
    auth: { secrets: { sasl: secretKey('kafka', 'sasl'), password: secretKey('kafka', 'key') } },
  }),
  rabbitmqTrigger({
    queueName: 'mails',
    value: 20,
    auth: { secrets: { host: secretKey('rabbitmq', 'url') } },
  }),
  redisTrigger({
    address: redis.endpoint('redis'),
    listName: 'orders',
    listLength: 20,
    databaseIndex: 1,
    enableTLS: true,
    auth: { existing: 'redis', kind: 'ClusterTriggerAuthentication' },
  }),
  sqsTrigger({
    queueURL: 'https://sqs.eu-central-1.amazonaws.com/1/orders',
    awsRegion: 'eu-central-1',
    auth: { identity: { provider: 'aws', owner: 'workload' } },
  }),
  cpuTrigger(80),
  memoryTrigger(90),
  trigger('mysql', { query: 'SELECT COUNT(*) FROM orders', queryValue: 5 }, { name: 'rows' }),
];

describe('scaling by KEDA', () => {
  const whole = () =>
    shop(
      everything,
      {
        min: 1,
        pollingInterval: '15s',
        cooldown: '10m',
        initialCooldown: '1m',
        fallback: { failures: 3, replicas: 4 },
        behavior: { scaleDown: { stabilizationWindowSeconds: 600 } },
        annotations: { 'scaledobject.keda.sh/transfer-hpa-ownership': 'true' },
      },
      { release: blueGreen(), ports: { http: 80 } },
    );

  test('renders every trigger, of a Rollout', () => {
    expectYaml(join(__dirname, 'snapshots/keda.yaml'), emitYaml(objects(whole(), ...KINDS)));
  });

  test('is what the schemas allow', () => {
    expect(objects(whole(), ...KINDS).flatMap(validateManifest)).toEqual([]);
  });

  test('of a Deployment names it alone, and starts with none', () => {
    const [scaled] = objects(shop(list), 'ScaledObject');
    expect(scaled?.spec).toMatchObject({ scaleTargetRef: { name: 'worker' }, minReplicaCount: 0 });
    expect(scaled?.spec).not.toHaveProperty('scaleTargetRef.kind');
  });

  test('leaves the number of pods to KEDA, and tells who compares', () => {
    const made = shop(list);
    const [deployment] = objects(made, 'Deployment').filter(
      ({ metadata }) => metadata.name === 'worker',
    );
    expect(deployment?.spec).not.toHaveProperty('replicas');
    expect(made.worker.controllerOwned).toEqual([
      { group: 'apps', kind: 'Deployment', name: 'worker', fields: ['.spec.replicas'] },
    ]);
    expect(objects(made, 'HorizontalPodAutoscaler')).toEqual([]);
  });

  test('opens what is asked to its operator', () => {
    const fields = {
      access: { dialects: ['kubernetes', 'istio'] },
      mesh: { kind: 'istio' },
    } as const;
    const made = shop(list, {}, {}, fields);
    const [policy] = objects(made, 'NetworkPolicy').filter(
      ({ metadata: { name } }) => name === 'redis',
    );
    expect(policy?.spec).toMatchObject({
      ingress: expect.arrayContaining([
        {
          from: [
            {
              namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'keda' } },
              podSelector: { matchLabels: { app: 'keda-operator' } },
            },
          ],
          ports: [{ port: 6379 }],
        },
      ]),
    });
    const [mesh] = objects(made, 'AuthorizationPolicy').filter(
      ({ metadata: { name } }) => name === 'redis',
    );
    expect(mesh?.spec).toMatchObject({
      rules: [
        {
          from: [{ source: { namespaces: ['keda'] } }],
          to: [{ operation: { ports: ['6379'] } }],
        },
      ],
    });
  });
});

describe('recommendations', () => {
  test('of requests change nothing', () => {
    const made = shop(list, {}, { recommendResources: true });
    const text = emitYaml(objects(made, 'VerticalPodAutoscaler'));
    expectYaml(join(__dirname, 'snapshots/vpa.yaml'), text);
  });

  test('are made by an environment, unless a microservice wants none', () => {
    const defaults = { recommendResources: true };
    const made = shop(list, {}, { recommendResources: false }, { defaults });
    expect(objects(made, 'VerticalPodAutoscaler').map(({ metadata }) => metadata.name)).toEqual([
      'redis',
    ]);
  });
});

test('asks an endpoint of Prometheus by HTTP', () => {
  const metadataOf = (triggersOf: (redis: Microservice<'redis'>) => Trigger) =>
    triggersOf(
      new Microservice(new System(new Environment(new App(), qa), 'a'), 'prometheus', {
        ...least,
        ports: { redis: 9090 },
      }),
    ).metadata;
  const query = { query: 'up', threshold: 1 };
  const [plain, whole] = [
    metadataOf((one) => prometheusTrigger({ serverAddress: one.endpoint('redis'), ...query })),
    metadataOf((one) =>
      prometheusTrigger({
        serverAddress: address`https://${one.endpoint('redis')}/prom`,
        ...query,
      }),
    ),
  ].map(({ serverAddress = '' }) => renderLiteral(serverAddress, undefined));
  expect([plain, whole]).toEqual([
    'http://prometheus.a-qa.svc.cluster.local:9090',
    'https://prometheus.a-qa.svc.cluster.local:9090/prom',
  ]);
});

describe('rejects', () => {
  const one = cronTrigger({
    timezone: 'UTC',
    start: '0 8 * * *',
    end: '0 9 * * *',
    desiredReplicas: 1,
  });
  const cases: readonly (readonly [string, KedaOptions, readonly string[]])[] = [
    [
      'no trigger',
      { max: 1, triggers: [] },
      ['replicas.triggers: is empty: add one, such as prometheusTrigger({ ... })'],
    ],
    [
      'less than none, and more than the most',
      { min: -1, max: 0, triggers: [one] },
      [
        'replicas.min: got -1, allowed a whole number from 0',
        'replicas.max: got 0, allowed a whole number from 1',
      ],
    ],
    [
      'an annotation that is none',
      { max: 1, triggers: [one], annotations: { 'a b': 'c' } },
      [
        'replicas.annotations: got "a b", allowed a key such as `team` or `example.com/team`, its name at most 63 characters',
      ],
    ],
    [
      'fewer at most than at least',
      { min: 3, max: 2, triggers: [one] },
      ['replicas.max: got 2, allowed a whole number from 3'],
    ],
    [
      'no pods that only pods could start',
      { max: 2, triggers: [cpuTrigger(80), memoryTrigger(80)] },
      [
        'replicas.min: got 0, allowed a whole number from 1: CPU and memory of no pods start none, unless another trigger does',
      ],
    ],
    [
      'a fallback above the most',
      { max: 2, triggers: [one], fallback: { failures: 0, replicas: 3 } },
      [
        'replicas.fallback.failures: got 0, allowed a whole number from 1',
        'replicas.fallback.replicas: got 3, allowed at most 2, max',
      ],
    ],
    [
      'passwords in plain text, without showing them',
      {
        max: 1,
        triggers: [
          trigger('rabbitmq', { host: 'amqp://guest:hunter2@rabbit:5672/', queueName: 'mails' }),
          trigger('mysql', {
            connectionString: 'u:hunter2@tcp(db:3306)/x',
            password: 'hunter2',
            passwordFromEnv: 'DB_PASSWORD',
          }),
        ],
      },
      ['[0].metadata.host', '[1].metadata.connectionString', '[1].metadata.password'].map(
        (field) => {
          const key = field.slice(field.lastIndexOf('.') + 1);
          return `replicas.triggers${field}: looks like a secret in plain text, which is not for git: name the key of a Secret, auth: { secrets: { ${key}: secretKey('...', '...') } }, or of the pods' own with ${key}FromEnv, where the scaler has that`;
        },
      ),
    ],
    [
      'a Prometheus without a scheme, no query, and a Redis without a port',
      {
        max: 1,
        triggers: [
          prometheusTrigger({ serverAddress: 'prometheus:9090', query: ' ', threshold: 1 }),
          redisTrigger({ address: 'redis.example.com', listName: 'a' }),
        ],
      },
      [
        'replicas.triggers[0].serverAddress: got "prometheus:9090", allowed a URL: \'http://prometheus.monitoring:9090\'',
        'replicas.triggers[0].query: got " ", allowed a query: \'sum(rate(...))\'',
        'replicas.triggers[1].address: got "redis.example.com", allowed host and port: \'redis.example.com:6379\'',
      ],
    ],
    [
      'a time of day that is none, and a time that never ends',
      {
        max: 1,
        triggers: [
          cronTrigger({
            timezone: 'Berlin',
            start: '0 25 * * *',
            end: '0 25 * * *',
            desiredReplicas: 0,
          }),
        ],
      },
      [
        "replicas.triggers[0].timezone: got \"Berlin\", allowed a name of the IANA database: 'UTC', 'Europe/Berlin'",
        "replicas.triggers[0].start: got \"0 25 * * *\", allowed as the hour '*', or numbers from 0 to 23, such as '1-5', '1,3' or '*/2'; got '25'",
        "replicas.triggers[0].end: got \"0 25 * * *\", allowed as the hour '*', or numbers from 0 to 23, such as '1-5', '1,3' or '*/2'; got '25'",
        'replicas.triggers[0].end: got "0 25 * * *", allowed another time than its start',
        'replicas.triggers[0].desiredReplicas: got 0, allowed a whole number from 1',
      ],
    ],
    [
      'a threshold of nothing',
      {
        max: 1,
        triggers: [
          prometheusTrigger({ serverAddress: 'http://p:9090', query: 'up', threshold: 0 }),
        ],
      },
      ['replicas.triggers[0].threshold: got 0, allowed a number above 0'],
    ],
    [
      'a broker of which nobody knows where it is',
      { max: 1, triggers: [rabbitmqTrigger({ queueName: 'a', value: 1, auth: {} })] },
      [
        "replicas.triggers[0].auth.secrets.host: is missing: name the Secret with the URL: secretKey('rabbitmq', 'url')",
        'replicas.triggers[0].auth: is empty: add secrets, identity or existing',
      ],
    ],
    [
      'a secret that is none',
      {
        max: 1,
        triggers: [
          redisTrigger({
            address: 'redis:6379',
            listName: 'a',
            auth: { secrets: { password: podField('metadata.name') } },
          }),
        ],
      },
      [
        'replicas.triggers[0].auth.secrets.password: got {"kind":"field","fieldPath":"metadata.name"}, allowed a key of a Secret, never a value: secretKey(\'redis\', \'password\')',
      ],
    ],
    [
      'a role of another cloud',
      {
        max: 1,
        triggers: [
          trigger('gcp-pubsub', {}, { auth: { identity: { provider: 'gcp', roleArn: 'arn' } } }),
        ],
      },
      ["replicas.triggers[0].auth.identity.roleArn: is for provider 'aws': leave it out"],
    ],
    [
      'two triggers of one name',
      { max: 1, triggers: [trigger('a', {}, { name: 'x' }), trigger('b', {}, { name: 'x' })] },
      ['replicas.triggers: got "x", allowed each name once'],
    ],
    [
      'two authentications of one name',
      {
        max: 1,
        triggers: [1, 2].map(() => trigger('gcp', {}, { auth: { identity: { provider: 'gcp' } } })),
      },
      [
        'replicas.triggers: got "gcp", allowed one of a type with `auth`: give each of them a `name`',
      ],
    ],
    [
      'a scaler that no name is for',
      { max: 1, triggers: [trigger('AWS SQS', {})] },
      [
        "replicas.triggers[0].type: got \"AWS SQS\", allowed the name of one of KEDA's scalers: 'prometheus'",
      ],
    ],
  ];

  test.each(cases)('%s', (_, options, problems) => {
    expect(problemsWith({ replicas: keda(options) })).toEqual(problems);
  });

  test.each<readonly [string, KedaOptions]>([
    ['one pod at most', { max: 1, triggers: [one] }],
    ['as many at least as at most', { min: 2, max: 2, triggers: [one] }],
    ['CPU beside another trigger', { max: 2, triggers: [cpuTrigger(80), one] }],
    ['one pod and CPU', { min: 1, max: 2, triggers: [cpuTrigger(1)] }],
    ['a fallback to the most', { max: 2, triggers: [one], fallback: { failures: 1, replicas: 2 } }],
  ])('not %s', (_, options) => {
    expect(problemsWith({ replicas: keda(options) })).toEqual([]);
  });
});

test.each<[Trigger, readonly string[]]>([
  [
    prometheusTrigger(unseen({ serverAddress: {}, query: 'up', threshold: 1 })),
    ["serverAddress: got {}, allowed a URL: 'http://prometheus.monitoring:9090', or an endpoint"],
  ],
  [
    kafkaTrigger(unseen({ bootstrapServers: ['a:1', {}], consumerGroup: 'shop' })),
    [
      "bootstrapServers[1]: got {}, allowed host and port: 'redis.example.com:6379', or an endpoint",
    ],
  ],
  [
    redisTrigger(unseen({ address: new Date(0), listName: 'jobs' })),
    ["address: got a Date, allowed host and port: 'redis.example.com:6379', or an endpoint"],
  ],
  [
    kafkaTrigger(
      unseen({ bootstrapServers: ['a:1'], consumerGroup: 'shop', offsetResetPolicy: 'lastest' }),
    ),
    ["offsetResetPolicy: got \"lastest\", allowed 'earliest' or 'latest'"],
  ],
  [
    rabbitmqTrigger(
      unseen({
        queueName: 'jobs',
        value: 1,
        mode: 'queue',
        protocol: 'amqps',
        auth: { existing: 'rabbitmq' },
      }),
    ),
    [
      "mode: got \"queue\", allowed 'MessageRate' or 'QueueLength'",
      "protocol: got \"amqps\", allowed 'amqp' or 'http'",
    ],
  ],
])('rejects words and objects that no scaler knows: %#', (wrong, lines) => {
  expect(problemsWith({ replicas: keda({ max: 2, triggers: [wrong] }) })).toEqual(
    lines.map((line) => `replicas.triggers[0].${line}`),
  );
});
