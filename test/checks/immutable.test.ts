import { immutableChanges, isMadeAnew } from '../../lib/checks/immutable';
import type { JsonObject, Manifest } from '../../lib/manifest/manifest';

const object = (apiVersion: string, kind: string, rest: JsonObject): Manifest => ({
  apiVersion,
  kind,
  metadata: { name: 'cart', namespace: 'shop' },
  ...rest,
});
const selector = (version: string) => ({ matchLabels: { app: 'cart', version } });

/** Rules: what stands there, what may not follow, and the beginning of the way out. */
const FIXED: readonly (readonly [string, string, string, JsonObject, JsonObject, RegExp])[] = [
  ...['Deployment', 'DaemonSet', 'ReplicaSet'].map(
    (kind) =>
      [
        'apps/v1',
        kind,
        'spec.selector',
        { spec: { selector: selector('a') } },
        { spec: { selector: selector('b') } },
        /^give the workload a new name/,
      ] as const,
  ),
  [
    'argoproj.io/v1alpha1',
    'Rollout',
    'spec.selector',
    { spec: { selector: selector('a') } },
    { spec: { selector: { matchLabels: { app: 'cart' } } } },
    /^give the workload a new name/,
  ],
  [
    'apps/v1',
    'StatefulSet',
    'spec.selector',
    { spec: { selector: selector('a') } },
    { spec: { selector: selector('b') } },
    /--cascade=orphan/,
  ],
  [
    'apps/v1',
    'StatefulSet',
    'spec.volumeClaimTemplates',
    { spec: { volumeClaimTemplates: [{ spec: { a: 1 } }] } },
    { spec: { volumeClaimTemplates: [{ spec: { a: 2 } }] } },
    /--cascade=orphan/,
  ],
  [
    'apps/v1',
    'StatefulSet',
    'spec.serviceName',
    { spec: { serviceName: 'a' } },
    { spec: {} },
    /--cascade=orphan/,
  ],
  [
    'apps/v1',
    'StatefulSet',
    'spec.podManagementPolicy',
    { spec: {} },
    { spec: { podManagementPolicy: 'Parallel' } },
    /--cascade=orphan/,
  ],
  ...[
    'selector',
    'template',
    'completions',
    'completionMode',
    'podFailurePolicy',
    'successPolicy',
    'backoffLimitPerIndex',
    'managedBy',
  ].map(
    (field) =>
      [
        'batch/v1',
        'Job',
        `spec.${field}`,
        { spec: { [field]: 'a' } },
        { spec: { [field]: 'b' } },
        /^give the Job a name of its own/,
      ] as const,
  ),
  [
    'v1',
    'Service',
    'spec.clusterIP',
    { spec: { clusterIP: 'None' } },
    { spec: {} },
    /^make a Service of a new name/,
  ],
  [
    'v1',
    'Service',
    'spec.clusterIP',
    { spec: {} },
    { spec: { clusterIP: 'None' } },
    /^make a Service of a new name/,
  ],
  [
    'v1',
    'Service',
    'spec.clusterIP',
    { spec: { clusterIP: '10.0.0.1' } },
    { spec: { clusterIP: '10.0.0.2' } },
    /^make a Service of a new name/,
  ],
  ...[
    'accessModes',
    'storageClassName',
    'volumeMode',
    'volumeName',
    'selector',
    'dataSource',
    'dataSourceRef',
  ].map(
    (field) =>
      [
        'v1',
        'PersistentVolumeClaim',
        `spec.${field}`,
        { spec: { [field]: 'a' } },
        { spec: { [field]: 'b' } },
        /^make a claim of a new name/,
      ] as const,
  ),
  [
    'v1',
    'PersistentVolumeClaim',
    'spec.resources.requests.storage',
    { spec: { resources: { requests: { storage: '2Gi' } } } },
    { spec: { resources: { requests: { storage: '1Gi' } } } },
    /^make a claim of a new name/,
  ],
  ...(['ConfigMap', 'Secret'] as const).flatMap((kind) =>
    (['data', 'binaryData', 'stringData'] as const).map(
      (field) =>
        [
          'v1',
          kind,
          field,
          { immutable: true, [field]: { a: 'b' } },
          { immutable: true, [field]: { a: 'c' } },
          /^make one of a new name/,
        ] as const,
    ),
  ),
  ['v1', 'ConfigMap', 'immutable', { immutable: true }, {}, /^make one of a new name/],
  [
    'v1',
    'Secret',
    'type',
    { type: 'Opaque' },
    { type: 'kubernetes.io/tls' },
    /^make one of a new name/,
  ],
  ...['RoleBinding', 'ClusterRoleBinding'].map(
    (kind) =>
      [
        'rbac.authorization.k8s.io/v1',
        kind,
        'roleRef',
        { roleRef: { name: 'a' } },
        { roleRef: { name: 'b' } },
        /^make a binding of a new name/,
      ] as const,
  ),
  ...['provisioner', 'parameters', 'reclaimPolicy', 'volumeBindingMode'].map(
    (field) =>
      [
        'storage.k8s.io/v1',
        'StorageClass',
        field,
        { [field]: 'a' },
        { [field]: 'b' },
        /^make a class of a new name/,
      ] as const,
  ),
  [
    'scheduling.k8s.io/v1',
    'PriorityClass',
    'value',
    { value: 1 },
    { value: 2 },
    /^make one of a new name/,
  ],
  [
    'scheduling.k8s.io/v1',
    'PriorityClass',
    'preemptionPolicy',
    {},
    { preemptionPolicy: 'Never' },
    /^make one of a new name/,
  ],
  [
    'networking.k8s.io/v1',
    'IngressClass',
    'spec.controller',
    { spec: { controller: 'a' } },
    { spec: { controller: 'b' } },
    /^make one of a new name/,
  ],
  [
    'node.k8s.io/v1',
    'RuntimeClass',
    'handler',
    { handler: 'a' },
    { handler: 'b' },
    /^make one of a new name/,
  ],
];

test.each(FIXED)('in %s %s, %s stays', (apiVersion, kind, field, before, after, wayOut) => {
  const [old, now] = [object(apiVersion, kind, before), object(apiVersion, kind, after)];
  expect(immutableChanges(old, now)).toEqual([
    expect.objectContaining({ field, wayOut: expect.stringMatching(wayOut) }),
  ]);
  expect(immutableChanges(old, old)).toEqual([]);
});

test.each<[string, string, string, JsonObject, JsonObject]>([
  [
    'the order of keys',
    'apps/v1',
    'Deployment',
    { spec: { selector: { matchLabels: { a: 'b', c: 'd' } } } },
    { spec: { selector: { matchLabels: { c: 'd', a: 'b' } } } },
  ],
  [
    'pods and their number',
    'apps/v1',
    'StatefulSet',
    { spec: { replicas: 1, template: 'a' } },
    { spec: { replicas: 2, template: 'b' } },
  ],
  [
    'how many pods of a Job run at a time',
    'batch/v1',
    'Job',
    { spec: { parallelism: 1 } },
    { spec: { parallelism: 2, suspend: true } },
  ],
  [
    'pods of a CronJob',
    'batch/v1',
    'CronJob',
    { spec: { jobTemplate: 'a' } },
    { spec: { jobTemplate: 'b' } },
  ],
  [
    'an address that isn’t said any more',
    'v1',
    'Service',
    { spec: { clusterIP: '10.0.0.1' } },
    { spec: {} },
  ],
  [
    'what a Service selects',
    'v1',
    'Service',
    { spec: { selector: { a: 'b' } } },
    { spec: { selector: { a: 'c' } } },
  ],
  [
    'from and to a name elsewhere',
    'v1',
    'Service',
    { spec: { type: 'ExternalName' } },
    { spec: { clusterIP: 'None' } },
  ],
  [
    'a claim that grows',
    'v1',
    'PersistentVolumeClaim',
    { spec: { resources: { requests: { storage: '1Gi' } } } },
    { spec: { resources: { requests: { storage: '2Gi' } } } },
  ],
  [
    'data that aren’t sealed',
    'v1',
    'ConfigMap',
    { data: { a: 'b' } },
    { immutable: true, data: { a: 'c' } },
  ],
  [
    'who is bound',
    'rbac.authorization.k8s.io/v1',
    'RoleBinding',
    { subjects: 'a' },
    { subjects: 'b' },
  ],
  [
    'the same kind of another group',
    'example.com/v1',
    'Deployment',
    { spec: { selector: 'a' } },
    { spec: { selector: 'b' } },
  ],
])('lets %s change: %s %s', (_, apiVersion, kind, before, after) => {
  expect(
    immutableChanges(object(apiVersion, kind, before), object(apiVersion, kind, after)),
  ).toEqual([]);
});

test('compares objects of one kind, whatever its version', () => {
  const old = object('apps/v1beta1', 'Deployment', { spec: { selector: 'a' } });
  const now = object('apps/v1', 'Deployment', { spec: { selector: 'b' } });
  expect(immutableChanges(old, now)).toHaveLength(1);
  expect(
    immutableChanges(object('apps/v1', 'DaemonSet', { spec: { selector: 'a' } }), now),
  ).toEqual([]);
});

test.each([
  ['Force=true,Replace=true', true],
  ['Prune=false, Replace=true, Force=true', true],
  ['Replace=true', false],
  ['Force=true', false],
])('is made anew by Argo CD with %s: %s', (options, isAnew) => {
  const annotations = { 'argocd.argoproj.io/sync-options': options };
  expect(isMadeAnew({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a', annotations } })).toBe(
    isAnew,
  );
});
