import { findingsIn } from '../findings';

const join = (...documents: readonly string[]) => documents.join('\n---\n');

/** A Deployment with more fields of its container, its pod and itself. */
function deployment({ container = '', pod = '', spec = '', kind = 'Deployment' } = {}): string {
  const apiVersion = kind === 'Rollout' ? 'argoproj.io/v1alpha1' : 'apps/v1';
  return `apiVersion: ${apiVersion}
kind: ${kind}
metadata: { name: cart, namespace: shop }
spec:
  ${spec}
  selector: { matchLabels: { app: cart } }
  template:
    metadata: { labels: { app: cart } }
    spec:
      ${pod}
      containers: [{ name: cart, image: 'cart:1'${container && `, ${container}`} }]`;
}

const object = (apiVersion: string, kind: string, spec: string, name = 'cart') => `
apiVersion: ${apiVersion}
kind: ${kind}
metadata: { name: ${name}, namespace: shop }
spec: { ${spec} }`;

const SELECTOR = 'selector: { matchLabels: { app: cart } }';
const budget = (more: string) => object('policy/v1', 'PodDisruptionBudget', `${SELECTOR}, ${more}`);
const TARGET = 'scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: cart }';
const autoscaler = (more: string) =>
  object('autoscaling/v2', 'HorizontalPodAutoscaler', `${TARGET}, ${more}`);
const scaled = (more: string) =>
  object('keda.sh/v1alpha1', 'ScaledObject', `scaleTargetRef: { name: cart }, ${more}`);
const service = object('v1', 'Service', 'selector: { app: cart }, ports: [{ port: 80 }]');
const limitRange = (limits: string) => object('v1', 'LimitRange', `limits: [{ ${limits} }]`);
const cronJob = (more: string) => object('batch/v1', 'CronJob', more);
const probe = (more: string) => `{ tcpSocket: { port: 80 }, ${more} }`;
const rollout = (canary: string, replicas = 5) =>
  deployment({
    kind: 'Rollout',
    spec: `replicas: ${replicas}\n  strategy: { canary: { ${canary} } }`,
  });
const cpu =
  'metrics: [{ type: Resource, resource: { name: cpu, target: { type: Utilization, averageUtilization: 70 } } }]';

const claim = (modes: string, name = 'data') =>
  object('v1', 'PersistentVolumeClaim', `accessModes: [${modes}]`, name);
const VOLUMES = 'volumes: [{ name: data, persistentVolumeClaim: { claimName: data } }]';
const recreated = 'strategy: { type: Recreate }';
const entry = (name: string, more: string, port = 'number: 3306, protocol: TCP') =>
  object(
    'networking.istio.io/v1',
    'ServiceEntry',
    `hosts: [${name}.example.com], ports: [{ name: a, ${port} }], ${more}`,
    name,
  );

/** What each rule finds. */
const WRONG: readonly (readonly [id: string, what: string, yaml: string])[] = [
  [
    'unspread-pods',
    'a Rollout once that refers to a Deployment',
    join(
      deployment({ spec: 'replicas: 2' }),
      object(
        'argoproj.io/v1alpha1',
        'Rollout',
        'replicas: 2, workloadRef: { apiVersion: apps/v1, kind: Deployment, name: cart }',
      ),
    ),
  ],
  ['blocking-budget', 'maxUnavailable 0', budget('maxUnavailable: 0')],
  ['blocking-budget', 'maxUnavailable 0%', budget('maxUnavailable: 0%')],
  ['blocking-budget', 'minAvailable 100%', budget('minAvailable: 100%')],
  [
    'blocking-budget',
    'a share that is rounded up',
    join(deployment({ spec: 'replicas: 2' }), budget('minAvailable: 51%')),
  ],
  [
    'blocking-budget',
    'one pod where nothing is said',
    join(deployment(), budget('minAvailable: 1')),
  ],
  [
    'blocking-budget',
    'the least of an autoscaler',
    join(deployment(), autoscaler('minReplicas: 2, maxReplicas: 9'), budget('minAvailable: 2')),
  ],
  [
    'blocking-budget',
    'a Rollout that refers to a Deployment',
    join(
      deployment({ spec: 'replicas: 0' }),
      object(
        'argoproj.io/v1alpha1',
        'Rollout',
        'replicas: 2, workloadRef: { apiVersion: apps/v1, kind: Deployment, name: cart }',
      ),
      budget('minAvailable: 2'),
    ),
  ],
  [
    'claim-of-several-pods',
    'several pods, of which none is added',
    join(claim('ReadWriteOnce'), deployment({ pod: VOLUMES, spec: `replicas: 2\n  ${recreated}` })),
  ],
  [
    'claim-of-several-pods',
    'one for a pod, with an autoscaler',
    join(
      claim('ReadWriteOncePod'),
      deployment({ pod: VOLUMES, spec: recreated }),
      autoscaler('minReplicas: 1, maxReplicas: 2'),
    ),
  ],
  [
    'claim-of-several-pods',
    'a DaemonSet',
    join(claim('ReadWriteOnce'), deployment({ kind: 'DaemonSet', pod: VOLUMES })),
  ],
  [
    'claim-of-several-pods',
    'a Rollout that refers to a Deployment',
    join(
      claim('ReadWriteOnce'),
      deployment({ spec: 'replicas: 0', pod: VOLUMES }),
      object(
        'argoproj.io/v1alpha1',
        'Rollout',
        'replicas: 2, workloadRef: { apiVersion: apps/v1, kind: Deployment, name: cart }',
      ),
    ),
  ],
  [
    'shared-mesh-port',
    'hosts of one entry',
    object(
      'networking.istio.io/v1',
      'ServiceEntry',
      'hosts: [a.example.com, b.example.com], resolution: DNS, ports: [{ number: 27017, name: a, protocol: MONGO }]',
    ),
  ],
  [
    'shared-mesh-port',
    'one that is looked for beside one that is not',
    join(entry('a', 'resolution: DNS, exportTo: [shop]'), entry('b', 'resolution: NONE')),
  ],
  ['budget-without-choice', 'neither', budget('unhealthyPodEvictionPolicy: AlwaysAllow')],
  [
    'missing-budget',
    'two pods behind a Service',
    join(service, deployment({ spec: 'replicas: 2' })),
  ],
  [
    'autoscaler-range',
    'none without a measure outside',
    autoscaler('minReplicas: 0, maxReplicas: 2'),
  ],
  [
    'autoscaler-range',
    'KEDA, the least above the most',
    scaled('minReplicaCount: 3, maxReplicaCount: 2'),
  ],
  [
    'autoscaler-range',
    'KEDA, as many when idle',
    scaled('minReplicaCount: 2, idleReplicaCount: 2'),
  ],
  [
    'fixed-replicas',
    'KEDA',
    join(deployment({ spec: 'replicas: 2' }), scaled('minReplicaCount: 1')),
  ],
  [
    'autoscaler-without-requests',
    'KEDA',
    join(
      deployment(),
      scaled("triggers: [{ type: cpu, metricType: Utilization, metadata: { value: '70' } }]"),
    ),
  ],
  [
    'autoscaler-without-requests',
    'memory of one container',
    join(
      deployment(),
      autoscaler(
        'metrics: [{ type: ContainerResource, containerResource: { name: memory, container: cart, target: { type: Utilization, averageUtilization: 70 } } }]',
      ),
    ),
  ],
  [
    'limit-range',
    'less than the least',
    join(
      limitRange('type: Container, min: { cpu: 100m }'),
      deployment({ container: 'resources: { requests: { cpu: 99m } }' }),
    ),
  ],
  [
    'limit-range',
    'a request above the most',
    join(
      limitRange("type: Container, max: { cpu: '1' }"),
      deployment({ container: 'resources: { requests: { cpu: 1001m } }' }),
    ),
  ],
  [
    'limit-range',
    'a limit too far above the request',
    join(
      limitRange("type: Container, maxLimitRequestRatio: { cpu: '2' }"),
      deployment({ container: 'resources: { requests: { cpu: 100m }, limits: { cpu: 201m } }' }),
    ),
  ],
  [
    'limit-range',
    'the sum of a pod',
    join(
      limitRange('type: Pod, max: { memory: 64Mi }'),
      deployment({ container: 'resources: { limits: { memory: 65Mi } }' }),
    ),
  ],
  [
    'limit-range',
    'a claim',
    join(
      limitRange('type: PersistentVolumeClaim, max: { storage: 1Gi }'),
      object('v1', 'PersistentVolumeClaim', 'resources: { requests: { storage: 2Gi } }'),
    ),
  ],
  [
    'requests-over-limits',
    'memory',
    deployment({
      container: 'resources: { requests: { memory: 65Mi }, limits: { memory: 64Mi } }',
    }),
  ],
  [
    'missing-resources',
    'an init container',
    deployment({
      pod: "initContainers: [{ name: a, image: 'a:1' }]",
      container: 'resources: { requests: { cpu: 1m }, limits: { memory: 1Mi } }',
    }),
  ],
  ['probe-form', 'no action', deployment({ container: 'readinessProbe: { periodSeconds: 5 }' })],
  [
    'probe-form',
    'two actions',
    deployment({
      container: `readinessProbe: { tcpSocket: { port: 80 }, exec: { command: [a] } }`,
    }),
  ],
  [
    'liveness-like-readiness',
    'a long delay',
    deployment({
      container: `readinessProbe: ${probe('initialDelaySeconds: 30')}, livenessProbe: ${probe('initialDelaySeconds: 30')}`,
    }),
  ],
  [
    'liveness-without-startup',
    'a minute',
    deployment({ container: `livenessProbe: ${probe('initialDelaySeconds: 60')}` }),
  ],
  [
    'liveness-without-startup',
    'an end at the first question',
    deployment({
      container: `readinessProbe: ${probe('initialDelaySeconds: 30')}, livenessProbe: ${probe('')}`,
    }),
  ],
  [
    'start-beyond-deadline',
    'readiness',
    deployment({ container: `readinessProbe: ${probe('initialDelaySeconds: 601')}` }),
  ],
  [
    'start-beyond-deadline',
    'minReadySeconds',
    deployment({ spec: 'minReadySeconds: 61\n  progressDeadlineSeconds: 60' }),
  ],
  [
    'start-beyond-deadline',
    'a Rollout',
    deployment({
      kind: 'Rollout',
      spec: 'progressDeadlineSeconds: 29',
      container: `startupProbe: ${probe('')}`,
    }),
  ],
  [
    'short-grace-period',
    'a shell',
    deployment({
      pod: 'terminationGracePeriodSeconds: 60',
      container:
        "lifecycle: { preStop: { exec: { command: [sh, -c, 'nginx -s quit; sleep 1m'] } } }",
    }),
  ],
  [
    'short-grace-period',
    'sleep as an action',
    deployment({
      pod: 'terminationGracePeriodSeconds: 5',
      container: 'lifecycle: { preStop: { sleep: { seconds: 5 } } }',
    }),
  ],
  [
    'restart-policy',
    'a Job that says nothing',
    object('batch/v1', 'Job', "template: { spec: { containers: [{ name: a, image: 'a:1' }] } }"),
  ],
  [
    'stuck-update',
    'a DaemonSet',
    object('apps/v1', 'DaemonSet', 'updateStrategy: { rollingUpdate: { maxUnavailable: 0 } }'),
  ],
  ['stuck-update', 'a canary', rollout('maxSurge: 0%, maxUnavailable: 0')],
  [
    'port-names',
    'one name twice',
    object('v1', 'Service', 'ports: [{ name: http, port: 80 }, { name: http, port: 81 }]'),
  ],
  [
    'port-names',
    'one name twice in a container',
    deployment({
      container: 'ports: [{ name: a, containerPort: 1 }, { name: a, containerPort: 2 }]',
    }),
  ],
  [
    'cron-expression',
    'a sync window',
    object(
      'argoproj.io/v1alpha1',
      'AppProject',
      "syncWindows: [{ kind: deny, schedule: 'at six', duration: 1h }]",
    ),
  ],
  [
    'cron-expression',
    'a trigger of KEDA',
    scaled(
      "triggers: [{ type: cron, metadata: { timezone: UTC, start: '0 6 * * *', end: '0 25 * * *', desiredReplicas: '1' } }]",
    ),
  ],
  ['time-zone', 'an abbreviation', cronJob("schedule: '0 6 * * *', timeZone: CEST")],
  [
    'time-zone',
    'a sync window',
    object(
      'argoproj.io/v1alpha1',
      'AppProject',
      "syncWindows: [{ schedule: '0 6 * * *', timeZone: '+02:00' }]",
    ),
  ],
  [
    'time-zone',
    'a trigger of KEDA',
    scaled('triggers: [{ type: cron, metadata: { timezone: Local/Here } }]'),
  ],
];

test.each(WRONG)('%s finds %s', (id, _, yaml) => {
  expect(findingsIn(yaml, [id])).toHaveLength(1);
});

/** What each rule leaves alone. */
const RIGHT: readonly (readonly [id: string, what: string, yaml: string])[] = [
  [
    'probe-timeout',
    'until the next one',
    deployment({ container: `readinessProbe: ${probe('periodSeconds: 5, timeoutSeconds: 5')}` }),
  ],
  [
    'claim-of-several-pods',
    'one pod at a time',
    join(claim('ReadWriteOnce'), deployment({ pod: VOLUMES, spec: recreated })),
  ],
  [
    'claim-of-several-pods',
    'a StatefulSet of one pod',
    join(claim('ReadWriteOnce'), deployment({ kind: 'StatefulSet', pod: VOLUMES })),
  ],
  [
    'claim-of-several-pods',
    'no pod',
    join(claim('ReadWriteOnce'), deployment({ pod: VOLUMES, spec: 'replicas: 0' })),
  ],
  [
    'claim-of-several-pods',
    'a volume of all nodes, and one that is elsewhere',
    join(
      claim('ReadWriteOnce, ReadWriteMany'),
      claim('ReadWriteOnce', 'other'),
      deployment({ pod: VOLUMES, spec: 'replicas: 3' }),
    ),
  ],
  [
    'shared-mesh-port',
    'addresses',
    join(entry('a', 'resolution: DNS'), entry('b', 'resolution: NONE, addresses: [10.8.0.0/28]')),
  ],
  [
    'shared-mesh-port',
    'what the program looks for itself',
    join(entry('a', 'resolution: NONE'), entry('b', '')),
  ],
  [
    'shared-mesh-port',
    'what is seen apart',
    join(
      entry('a', "resolution: DNS, exportTo: ['.']"),
      entry('b', 'resolution: DNS, exportTo: [other]'),
    ),
  ],
  [
    'shared-mesh-port',
    'ports with names in what they carry, and other ports',
    join(
      entry('a', 'resolution: DNS', 'number: 443, protocol: TLS'),
      entry('b', 'resolution: DNS', 'number: 443, protocol: TLS'),
      entry('c', 'resolution: DNS', 'number: 5432, protocol: TCP'),
    ),
  ],
  ['idle-autoscaler', 'two numbers', autoscaler('minReplicas: 2, maxReplicas: 3')],
  [
    'blocking-budget',
    'a share with room',
    join(deployment({ spec: 'replicas: 2' }), budget('minAvailable: 50%')),
  ],
  [
    'blocking-budget',
    'one less than there are',
    join(deployment({ spec: 'replicas: 3' }), budget('minAvailable: 2')),
  ],
  ['blocking-budget', 'maxUnavailable 1%', budget('maxUnavailable: 1%')],
  [
    'blocking-budget',
    'pods that nobody counts',
    join(
      object(
        'apps/v1',
        'DaemonSet',
        `${SELECTOR}, template: { metadata: { labels: { app: cart } }, spec: {} }`,
      ),
      budget('minAvailable: 1'),
    ),
  ],
  [
    'blocking-budget',
    'pods that are off',
    join(deployment({ spec: 'replicas: 0' }), budget('minAvailable: 1')),
  ],
  ['missing-budget', 'one pod', join(service, deployment({ spec: 'replicas: 1' }))],
  ['missing-budget', 'pods that serve nobody', deployment({ spec: 'replicas: 2' })],
  ['autoscaler-range', 'as many as the most', autoscaler('minReplicas: 3, maxReplicas: 3')],
  [
    'autoscaler-range',
    'none with a measure outside',
    autoscaler('minReplicas: 0, maxReplicas: 2, metrics: [{ type: External }]'),
  ],
  [
    'fixed-replicas',
    'what Argo CD ignores',
    join(
      deployment({ spec: 'replicas: 2' }),
      autoscaler('maxReplicas: 3'),
      object(
        'argoproj.io/v1alpha1',
        'Application',
        'ignoreDifferences: [{ group: apps, kind: Deployment, jsonPointers: [/spec/replicas] }]',
      ),
    ),
  ],
  [
    'autoscaler-without-requests',
    'an amount',
    join(
      deployment(),
      autoscaler(
        'metrics: [{ type: Resource, resource: { name: cpu, target: { type: AverageValue, averageValue: 100m } } }]',
      ),
    ),
  ],
  [
    'autoscaler-without-requests',
    'a limit, which is a request',
    join(deployment({ container: 'resources: { limits: { cpu: 1 } }' }), autoscaler(cpu)),
  ],
  [
    'autoscaler-without-requests',
    'a default of the namespace',
    join(deployment(), limitRange('type: Container, defaultRequest: { cpu: 1m }'), autoscaler(cpu)),
  ],
  [
    'limit-range',
    'the least and the most',
    join(
      limitRange(
        "type: Container, min: { cpu: 100m }, max: { cpu: '1' }, maxLimitRequestRatio: { cpu: '10' }",
      ),
      deployment({ container: 'resources: { requests: { cpu: 100m }, limits: { cpu: 1 } }' }),
    ),
  ],
  [
    'limit-range',
    'another namespace',
    join(
      limitRange('type: Container, max: { cpu: 1m }').replace('shop', 'other'),
      deployment({ container: 'resources: { limits: { cpu: 1 } }' }),
    ),
  ],
  [
    'requests-over-limits',
    'the same in other units',
    deployment({ container: "resources: { requests: { cpu: 1000m }, limits: { cpu: '1' } }" }),
  ],
  [
    'missing-resources',
    'defaults of the namespace',
    join(deployment(), limitRange('type: Container, default: { cpu: 1, memory: 1Mi }')),
  ],
  [
    'liveness-like-readiness',
    'a quick program',
    deployment({
      container: `readinessProbe: ${probe('initialDelaySeconds: 29, timeoutSeconds: 4')}, livenessProbe: ${probe('initialDelaySeconds: 29, timeoutSeconds: 4')}`,
    }),
  ],
  [
    'liveness-like-readiness',
    'another question',
    deployment({
      container: `readinessProbe: ${probe('timeoutSeconds: 5')}, livenessProbe: { tcpSocket: { port: 81 } }`,
    }),
  ],
  [
    'liveness-without-startup',
    'a delay of less',
    deployment({ container: `livenessProbe: ${probe('initialDelaySeconds: 59')}` }),
  ],
  [
    'liveness-without-startup',
    'an end after the first question',
    deployment({
      container: `readinessProbe: ${probe('initialDelaySeconds: 29')}, livenessProbe: ${probe('')}`,
    }),
  ],
  [
    'probe-port',
    'pods that name no port',
    deployment({ container: `readinessProbe: ${probe('')}` }),
  ],
  [
    'probe-port',
    'a port of the mesh',
    deployment({
      container: 'ports: [{ containerPort: 80 }], readinessProbe: { tcpSocket: { port: 15021 } }',
    }),
  ],
  ['missing-readiness', 'pods that serve nobody', deployment()],
  ['probe-timeout', 'the usual', deployment({ container: `readinessProbe: ${probe('')}` })],
  [
    'start-beyond-deadline',
    'the deadline',
    deployment({ container: `readinessProbe: ${probe('initialDelaySeconds: 600')}` }),
  ],
  [
    'short-grace-period',
    'a second more',
    deployment({
      pod: 'terminationGracePeriodSeconds: 6',
      container: 'lifecycle: { preStop: { sleep: { seconds: 5 } } }',
    }),
  ],
  [
    'short-grace-period',
    'a program that is called like it',
    deployment({
      container: 'lifecycle: { preStop: { exec: { command: [/bin/no-sleep, "90"] } } }',
    }),
  ],
  ['restart-policy', 'a Pod', object('v1', 'Pod', 'restartPolicy: Never, containers: []')],
  [
    'stuck-update',
    'what is said of one',
    deployment({ spec: 'strategy: { rollingUpdate: { maxSurge: 0 } }' }),
  ],
  [
    'stuck-update',
    'a DaemonSet that says nothing',
    object('apps/v1', 'DaemonSet', 'updateStrategy: { rollingUpdate: {} }'),
  ],
  ['unspread-pods', 'one pod', deployment({ spec: 'replicas: 1' })],
  [
    'unspread-pods',
    'pods that avoid each other',
    deployment({
      spec: 'replicas: 2',
      pod: 'affinity: { podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [] } }',
    }),
  ],
  ['mesh-protocol', 'what is not in the mesh', service],
  ['cron-expression', 'a shorthand', cronJob("schedule: '@daily'")],
  ['cron-expression', 'an interval', cronJob("schedule: '@every 1h'")],
  ['time-zone', 'UTC', cronJob("schedule: '0 6 * * *', timeZone: Etc/UTC")],
  [
    'old-account-field',
    'the same in both',
    deployment({ pod: 'serviceAccount: cart\n      serviceAccountName: cart' }),
  ],
];

test.each(RIGHT)('%s has nothing against %s', (id, _, yaml) => {
  expect(findingsIn(yaml, [id])).toEqual([]);
});

test('a budget that blocks at times only is warned of', () => {
  const yaml = join(
    deployment(),
    autoscaler('minReplicas: 2, maxReplicas: 9'),
    budget('minAvailable: 2'),
  );
  expect(findingsIn(yaml, ['blocking-budget'])).toEqual([
    'warning blocking-budget: [a.yaml:20] PodDisruptionBudget shop/cart: spec.minAvailable: got 2, and Deployment shop/cart has 2 pods at the fewest: no pod may be evicted, and no node drained; allowed 1 or less, or maxUnavailable: 1',
  ]);
});

test('what Kubernetes did not know, it is not asked for', () => {
  const ids = ['unready-pods-block-drains'];
  const yaml = budget('maxUnavailable: 1');
  expect(findingsIn(yaml, ids, { kubernetes: '1.26' })).toEqual([]);
  expect(findingsIn(yaml, ids, { kubernetes: '1.27' })).toHaveLength(1);
});

describe('the mesh', () => {
  const inMesh = (label: string, port: string) =>
    join(
      `apiVersion: v1\nkind: Namespace\nmetadata: { name: shop, labels: { ${label} } }`,
      object('v1', 'Service', `ports: [{ ${port} }]`),
    );

  test.each([
    'istio-injection: enabled',
    'istio.io/rev: canary',
    'istio.io/dataplane-mode: ambient',
  ])('is where %s is', (label) => {
    expect(findingsIn(inMesh(label, 'port: 80'), ['mesh-protocol'])).toHaveLength(1);
  });

  test.each([
    'name: grpc-web',
    'name: HTTP2-a',
    'appProtocol: kubernetes.io/h2c',
    'name: a, protocol: UDP',
    'name: a, appProtocol: redis',
  ])('knows %s', (port) => {
    expect(
      findingsIn(inMesh('istio-injection: enabled', `${port}, port: 80`), ['mesh-protocol']),
    ).toEqual([]);
  });

  test.each(['name: httpx', 'name: http, appProtocol: soap'])('does not know %s', (port) => {
    expect(
      findingsIn(inMesh('istio-injection: enabled', `${port}, port: 80`), ['mesh-protocol']),
    ).toHaveLength(1);
  });
});

describe('in production', () => {
  const ids = ['canary-without-analysis', 'canary-without-routing', 'one-replica'];
  const found = (yaml: string, isProduction = true) =>
    findingsIn(yaml, ids, { environments: [{ name: 'prod', path: 'a.yaml:1', isProduction }] });
  const WHERE = '[a.yaml:1] Rollout shop/cart: spec.strategy.canary:';
  const UNJUDGED = `warning canary-without-analysis: ${WHERE} has no analysis, so a new version goes to all, however it does: add one, or a pause without duration`;

  test('a canary has an analysis, and shares that it shows', () => {
    expect(found(rollout('steps: [{ setWeight: 30 }]'))).toEqual([
      UNJUDGED,
      `warning canary-without-routing: ${WHERE} has no trafficRouting, so 30 % is as many of 5 pods as come next: route by weight, or take shares that the pods show`,
    ]);
    expect(found(rollout('steps: [{ setWeight: 20 }, { setWeight: 100 }]'))).toEqual([UNJUDGED]);
    expect(found(rollout('trafficRouting: {}, steps: [{ setWeight: 1 }]'))).toEqual([UNJUDGED]);
  });

  test.each([
    'analysis: {}',
    'steps: [{ analysis: {} }]',
    'steps: [{ experiment: { analyses: [{ name: a }] } }]',
    'steps: [{ pause: {} }]',
  ])('a canary is judged by %s', (canary) => {
    expect(found(rollout(canary))).toEqual([]);
  });

  test('a pause that ends by itself judges nothing', () => {
    expect(found(rollout('steps: [{ pause: { duration: 1h } }]'))).toEqual([UNJUDGED]);
  });

  const ALONE =
    'warning one-replica: [a.yaml:1] Deployment shop/cart: spec.replicas: has one pod, so its Service has none while that moves to another node: allowed two or more';

  test('one pod does not serve alone', () => {
    expect(found(join(deployment(), service))).toEqual([ALONE]);
    expect(found(join(deployment(), service, autoscaler('maxReplicas: 3')))).toEqual([ALONE]);
    expect(found(join(deployment({ spec: 'replicas: 2' }), service))).toEqual([]);
    expect(found(deployment())).toEqual([]);
  });

  test.each([
    deployment({ spec: 'strategy: { type: Recreate }' }),
    deployment({ pod: 'volumes: [{ name: a, persistentVolumeClaim: { claimName: a } }]' }),
  ])('what may be there once only is left alone', (yaml) => {
    expect(found(join(yaml, service))).toEqual([]);
  });

  test('elsewhere, all of this is fine', () => {
    expect(found(join(rollout('steps: [{ setWeight: 30 }]', 1), service), false)).toEqual([]);
  });
});
