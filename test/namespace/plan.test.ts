import { type NamespacePlanInput, planNamespace } from '../../lib/namespace/plan';

const LABELS = {
  'app.kubernetes.io/name': 'shop',
  'app.kubernetes.io/instance': 'shop-qa',
  'app.kubernetes.io/part-of': 'shop',
  'app.kubernetes.io/managed-by': 'supercargo',
};

function plan(fields: Partial<NamespacePlanInput> = {}) {
  return planNamespace({
    namespace: 'shop-qa',
    system: 'shop',
    labels: {},
    annotations: {},
    mesh: undefined,
    podSecurity: 'restricted',
    quota: undefined,
    containerLimits: undefined,
    people: undefined,
    ...fields,
  });
}

describe('a planned namespace', () => {
  test('enforces the Pod Security Standard that is asked for', () => {
    const { metadata } = plan({ podSecurity: 'baseline' }).namespace;
    expect(metadata.labels).toMatchObject({ 'pod-security.kubernetes.io/enforce': 'baseline' });
  });

  test('demands restricted pods', () => {
    expect(plan().namespace).toEqual({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: {
        name: 'shop-qa',
        labels: { ...LABELS, 'pod-security.kubernetes.io/enforce': 'restricted' },
      },
    });
  });

  test('has labels and annotations of its own, which replace none of the others', () => {
    const labels = { team: 'a', 'app.kubernetes.io/name': 'x' };
    const { metadata } = plan({ labels, annotations: { note: 'b' } }).namespace;
    expect(metadata).toMatchObject({
      labels: { ...LABELS, team: 'a' },
      annotations: { note: 'b' },
    });
  });

  test.each([
    [{ kind: 'istio' } as const, { 'istio-injection': 'enabled' }],
    [{ kind: 'istio', revision: 'v1-30' } as const, { 'istio.io/rev': 'v1-30' }],
  ])('joins the mesh %j', (mesh, labels) => {
    expect(plan({ mesh }).namespace.metadata.labels).toEqual({
      ...LABELS,
      'pod-security.kubernetes.io/enforce': 'restricted',
      ...labels,
    });
  });

  test('has neither quota nor limits where none are set', () => {
    expect([plan().quota, plan().limitRange]).toEqual([undefined, undefined]);
  });
});

test('a quota has what is set', () => {
  const quota = {
    cpu: ['10', 20],
    memory: { request: '16Gi', limit: 'none' },
    pods: 60,
    loadBalancers: 0,
    other: { 'count/secrets': 5, 'requests.storage': '1Ti' },
  } as const;
  expect(plan({ quota }).quota).toEqual({
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name: 'shop', namespace: 'shop-qa', labels: LABELS },
    spec: {
      hard: {
        'requests.cpu': '10',
        'limits.cpu': '20',
        'requests.memory': '16Gi',
        pods: '60',
        'services.loadbalancers': '0',
        'count/secrets': '5',
        'requests.storage': '1Ti',
      },
    },
  });
});

describe('a limit range', () => {
  test('has requests, limits and the most', () => {
    const containerLimits = {
      default: { cpu: ['50m', '200m'], memory: '128Mi' },
      max: { cpu: 2, memory: '1Gi' },
    } as const;
    expect(plan({ containerLimits }).limitRange).toEqual({
      apiVersion: 'v1',
      kind: 'LimitRange',
      metadata: { name: 'shop', namespace: 'shop-qa', labels: LABELS },
      spec: {
        limits: [
          {
            type: 'Container',
            default: { cpu: '200m', memory: '128Mi' },
            defaultRequest: { cpu: '50m', memory: '128Mi' },
            max: { cpu: '2', memory: '1Gi' },
          },
        ],
      },
    });
  });

  test('has no limit where there is none', () => {
    const containerLimits = {
      default: { cpu: { request: 1, limit: 'none' }, memory: '1Gi' },
    } as const;
    expect(plan({ containerLimits }).limitRange?.spec).toEqual({
      limits: [
        {
          type: 'Container',
          default: { memory: '1Gi' },
          defaultRequest: { cpu: '1', memory: '1Gi' },
        },
      ],
    });
  });
});
