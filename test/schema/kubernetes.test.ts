import type { JsonObject } from '../../lib/manifest/manifest';
import { deployment, manifest, problems, rollout, withContainer } from './manifests';

describe('a Deployment', () => {
  test('fits with all that a workload needs', () => {
    expect(problems(deployment({ replicas: 3, strategy: { type: 'Recreate' } }))).toEqual([]);
  });

  test('rejects an unknown field and names the nearest', () => {
    expect(problems(deployment({ replica: 3 }))).toEqual([
      'spec.replica: unknown field, did you mean replicas?',
    ]);
  });

  test('rejects an unknown field with nothing near and lists what is known', () => {
    expect(problems({ ...deployment(), scaling: 3 })).toEqual([
      'scaling: unknown field, allowed apiVersion, kind, metadata, spec, status',
    ]);
  });

  test.each([
    ['3', 'got "3", allowed an integer'],
    [1.5, 'got 1.5, allowed an integer'],
    [[3], 'got a list of 1, allowed an integer'],
    [{}, 'got an object, allowed an integer'],
    [2 ** 31, 'got 2147483648, allowed an integer of 32 bits'],
  ])('rejects %j replicas', (replicas, message) => {
    expect(problems(deployment({ replicas }))).toEqual([`spec.replicas: ${message}`]);
  });

  test('accepts the largest number of 32 bits, and none', () => {
    const replicas = [2 ** 31 - 1, 0];
    expect(replicas.flatMap((count) => problems(deployment({ replicas: count })))).toEqual([]);
  });

  test('takes null for what is not there, but not in a list', () => {
    const container = { env: null, ports: [{ containerPort: 80, name: null }], resources: null };
    const { metadata, ...rest } = deployment({ replicas: null, ...withContainer(container) });
    const given = { ...rest, metadata: { ...metadata, annotations: null, labels: { a: null } } };
    expect(problems(given)).toEqual([]);
    expect(problems(deployment({ selector: null }))).toEqual([
      'spec.selector: required field is missing',
    ]);
    expect(problems(deployment(withContainer({ args: [null] })))).toEqual([
      'spec.template.spec.containers[0].args[0]: got null, allowed a string',
    ]);
  });

  test('takes an empty text for what is not there, but where it is required', () => {
    const container = {
      ...{ imagePullPolicy: '', terminationMessagePolicy: '' },
      ports: [{ containerPort: 80, name: '', protocol: '' }],
      livenessProbe: { httpGet: { port: 80, scheme: '' } },
    };
    expect(problems(deployment({ strategy: { type: '' }, ...withContainer(container) }))).toEqual(
      [],
    );
    expect(problems(rollout(withContainer(container)))).toEqual([]);
    expect(problems(deployment(withContainer({ name: '' })))).toEqual([
      'spec.template.spec.containers[0].name: got "", allowed a string that matches ^[a-z0-9]([-a-z0-9]*[a-z0-9])?$',
    ]);
  });

  test('may do without what the API server fills in', () => {
    const roleRef = { kind: 'Role', name: 'a' };
    expect(problems(manifest('rbac.authorization.k8s.io/v1', 'RoleBinding', { roleRef }))).toEqual(
      [],
    );
    const rules: readonly JsonObject[] = [
      { action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget' }] },
      { action: 'FailJob', onExitCodes: { operator: 'In', values: [1] } },
    ];
    const spec = { podFailurePolicy: { rules }, template: {} };
    expect(problems(manifest('batch/v1', 'Job', { spec }))).toEqual([]);
  });

  test('rejects a missing field', () => {
    const spec = { template: { spec: { containers: [{ image: 'cart:1.0.0' }] } } };
    expect(problems(manifest('apps/v1', 'Deployment', { spec }))).toEqual([
      'spec.selector: required field is missing',
      'spec.template.spec.containers[0].name: required field is missing',
    ]);
  });

  test('reports all problems at once', () => {
    const container = { image: 1, env: [{ value: 8080 }], readynessProbe: {} };
    expect(problems(deployment(withContainer(container)))).toEqual([
      'spec.template.spec.containers[0].image: got 1, allowed a string',
      'spec.template.spec.containers[0].env[0].name: required field is missing',
      'spec.template.spec.containers[0].env[0].value: got 8080, allowed a string',
      'spec.template.spec.containers[0].readynessProbe: unknown field, did you mean readinessProbe?',
    ]);
  });

  test('does not look at the status', () => {
    expect(problems({ ...deployment(), status: { anything: true } })).toEqual([]);
  });

  test('writes names with dots and slashes in brackets', () => {
    const metadata = { name: 'cart', labels: { 'app.kubernetes.io/version': 1 } };
    expect(problems({ ...deployment(), metadata })).toEqual([
      'metadata.labels["app.kubernetes.io/version"]: got 1, allowed a string',
    ]);
  });
});

describe('a quantity', () => {
  const requests = (cpu: string | number) =>
    problems(deployment(withContainer({ resources: { requests: { cpu } } })));

  test.each([1, 0.5, '1', '500m', '0.5', '.5', '64Mi', '1Gi', '2E', '1e3', '1E3', '+1', '-1'])(
    'may be %j',
    (cpu) => expect(requests(cpu)).toEqual([]),
  );

  test.each(['', '100x', '1 Gi', '1gi', 'Mi', '1.5.0', '500mm'])('rejects %j', (cpu) => {
    expect(requests(cpu)).toEqual([
      `spec.template.spec.containers[0].resources.requests.cpu: got "${cpu}", allowed a quantity such as 500m, 2 or 1Gi`,
    ]);
  });
});

describe('a Service', () => {
  const service = (port: JsonObject) =>
    problems(manifest('v1', 'Service', { spec: { ports: [{ port: 80, ...port }] } }));

  test.each([8080, 'http'])('accepts %j as target port', (targetPort) => {
    expect(service({ targetPort })).toEqual([]);
  });

  test('has what is empty filled in', () => {
    expect(service({ targetPort: 0, name: '', protocol: '' })).toEqual([]);
    expect(service({ targetPort: '' })).toEqual([]);
    const spec = {
      type: '',
      sessionAffinity: '',
      externalTrafficPolicy: '',
      ports: [{ port: 80 }],
    };
    expect(problems(manifest('v1', 'Service', { spec }))).toEqual([]);
  });

  test('rejects a port of 0, and an empty text that would be kept', () => {
    expect(service({ port: 0 })).toEqual(['spec.ports[0].port: got 0, allowed 1 or more']);
    const spec = { internalTrafficPolicy: '', ports: [{ port: 80 }] };
    expect(problems(manifest('v1', 'Service', { spec }))).toEqual([
      'spec.internalTrafficPolicy: got "", allowed Cluster, Local',
    ]);
  });

  test.each([true, 80.5])('rejects %j as target port', (targetPort) => {
    expect(service({ targetPort })).toEqual([
      `spec.ports[0].targetPort: got ${targetPort}, allowed an integer or a string`,
    ]);
  });

  test('rejects a text as port', () => {
    expect(service({ port: '80' })).toEqual(['spec.ports[0].port: got "80", allowed an integer']);
  });
});

describe('a HorizontalPodAutoscaler', () => {
  const scaler = (target: JsonObject) => {
    const scaleTargetRef = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'cart' };
    const metrics = [{ type: 'Resource', resource: { name: 'cpu', target } }];
    const spec = { scaleTargetRef, maxReplicas: 5, metrics };
    return problems(manifest('autoscaling/v2', 'HorizontalPodAutoscaler', { spec }));
  };

  test('fits with a utilization', () => {
    expect(scaler({ type: 'Utilization', averageUtilization: 70 })).toEqual([]);
  });

  test('rejects the field of version 1', () => {
    expect(scaler({ type: 'Utilization', targetAverageUtilization: 70 })).toEqual([
      'spec.metrics[0].resource.target.targetAverageUtilization: unknown field, did you mean averageUtilization?',
    ]);
  });
});

test.each([
  ['v1', 'Pod', { restartPolicy: '', dnsPolicy: '', containers: [{ name: 'a' }] }],
  ['batch/v1', 'CronJob', { concurrencyPolicy: '', schedule: '* * * * *', jobTemplate: {} }],
  [
    'networking.k8s.io/v1',
    'Ingress',
    { defaultBackend: { service: { name: 'a', port: { name: '', number: 80 } } } },
  ],
  [
    'apps/v1',
    'StatefulSet',
    {
      ...{ podManagementPolicy: '', updateStrategy: { type: '' } },
      ...{ serviceName: 'a', selector: {}, template: {} },
    },
  ],
])('a %s %s has what is empty filled in', (apiVersion, kind, spec) => {
  expect(problems(manifest(apiVersion, kind, { spec }))).toEqual([]);
});

describe('a NetworkPolicy', () => {
  const policy = (ingress: JsonObject) =>
    problems(
      manifest('networking.k8s.io/v1', 'NetworkPolicy', { spec: { podSelector: {}, ...ingress } }),
    );

  test('fits with rules', () => {
    const from = [{ podSelector: { matchLabels: { app: 'frontend' } } }];
    expect(policy({ ingress: [{ from, ports: [{ port: 7070 }] }] })).toEqual([]);
  });

  test('rejects an empty protocol, which nothing fills in', () => {
    expect(policy({ ingress: [{ ports: [{ port: 80, protocol: '' }] }] })).toEqual([
      'spec.ingress[0].ports[0].protocol: got "", allowed TCP, UDP, SCTP',
    ]);
  });

  test('rejects a rule that is not in a list', () => {
    expect(policy({ ingress: {} })).toEqual(['spec.ingress: got an object, allowed a list']);
  });
});

describe('a Secret', () => {
  test.each(['b3BlbiBz\nZXNhbWU=\n', 'b3BlbiBz\r\nZXNhbWU='])('takes %j for base64', (token) => {
    expect(problems(manifest('v1', 'Secret', { data: { token } }))).toEqual([]);
  });

  test('rejects what is not base64, and does not show it', () => {
    const fields = { data: { token: 'open sesame' }, stringData: { pin: 1234 } };
    expect(problems(manifest('v1', 'Secret', fields))).toEqual([
      'data.token: got "***", allowed base64',
      'stringData.pin: got "***", allowed a string',
    ]);
  });
});

describe('an unknown kind', () => {
  test('rejects a version that is gone, and names the one there is', () => {
    expect(problems(manifest('policy/v1beta1', 'PodDisruptionBudget', {}))).toEqual([
      'apiVersion: got policy/v1beta1, allowed for PodDisruptionBudget policy/v1',
    ]);
  });

  test('rejects a misspelt kind, and names the nearest', () => {
    expect(problems(manifest('apps/v1', 'Deploymnt', {}))).toEqual([
      'kind: unknown kind apps/v1 Deploymnt, did you mean Deployment?',
    ]);
  });

  test('rejects a kind of an unknown group', () => {
    expect(problems(manifest('example.org/v1', 'Boat', {}))).toEqual([
      'kind: unknown kind example.org/v1 Boat',
    ]);
  });
});
