import { checkCapacity } from '../../../lib/checks/capacity/check';
import { lineOf } from '../../../lib/checks/finding';
import { simulate } from '../../../lib/delivery/simulation/simulate';
import { readYaml } from '../../../lib/manifest/read-yaml';

const object = (kind: string, apiVersion: string, name: string, rest: string) => `
apiVersion: ${apiVersion}
kind: ${kind}
metadata: { name: ${name}, namespace: shop }
${rest}
`;
const quota = (hard: string, more = '') =>
  object('ResourceQuota', 'v1', 'shop', `spec: { hard: { ${hard} } ${more} }`);
const limits = (text: string) =>
  object('LimitRange', 'v1', 'shop', `spec: { limits: [{ type: Container, ${text} }] }`);
const REQUESTS =
  'resources: { requests: { cpu: 100m, memory: 64Mi }, limits: { cpu: 200m, memory: 128Mi } }';
const pods = (containers = `[{ name: a, ${REQUESTS} }]`, more = '') =>
  `template: { spec: { containers: ${containers} ${more} } }`;
const deployment = (text: string, name = 'cart', template = pods()) =>
  object('Deployment', 'apps/v1', name, `spec: { ${text}, ${template} }`);
const rollout = (strategy: string, replicas = 4) =>
  object(
    'Rollout',
    'argoproj.io/v1alpha1',
    'cart',
    `spec: { replicas: ${replicas}, ${pods()}, strategy: ${strategy} }`,
  );
const autoscaler = (kind: string, max: number) =>
  object(
    'HorizontalPodAutoscaler',
    'autoscaling/v2',
    'cart',
    `spec: { maxReplicas: ${max}, scaleTargetRef: { kind: ${kind}, name: cart } }`,
  );

function findings(...documents: readonly string[]): readonly string[] {
  const { manifests, problems } = readYaml('shop.yaml', documents.join('\n---'));
  expect(problems).toEqual([]);
  return checkCapacity(manifests, (one, replicas) => simulate(one, { replicas }).peakPods).map(
    (finding) => `${finding.severity}: ${lineOf(finding).replace(/^\[.*?\] /, '')}`,
  );
}

/** The most pods that there are, by the least quota that has room for them. */
function peak(...documents: readonly string[]): number {
  const most = [...Array(41).keys()].find(
    (count) => findings(quota(`pods: ${count}`), ...documents).length === 0,
  );
  return most ?? Number.NaN;
}

test.each<[string, number, readonly string[]]>([
  ['a rolling update with its surge', 5, [deployment('replicas: 4')]],
  [
    'a surge that is rounded up',
    7,
    [deployment('replicas: 5, strategy: { rollingUpdate: { maxSurge: 25% } }')],
  ],
  [
    'a surge as a number',
    6,
    [deployment('replicas: 4, strategy: { rollingUpdate: { maxSurge: 2 } }')],
  ],
  [
    'no surge',
    4,
    [deployment('replicas: 4, strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } }')],
  ],
  ['all anew', 4, [deployment('replicas: 4, strategy: { type: Recreate }')]],
  ['an autoscaler at its most', 13, [deployment('paused: false'), autoscaler('Deployment', 10)]],
  ['an autoscaler of something else', 2, [deployment('paused: false'), autoscaler('Rollout', 10)]],
  ['blue-green, twice', 8, [rollout('{ blueGreen: { activeService: a } }')]],
  [
    'a canary with its surge',
    5,
    [rollout('{ canary: { maxUnavailable: 0, steps: [{ setWeight: 50 }, { pause: {} }] } }')],
  ],
  [
    'a canary with a router, twice at its end',
    8,
    [rollout('{ canary: { trafficRouting: { smi: {} }, steps: [{ setWeight: 50 }] } }')],
  ],
  [
    'an autoscaled Rollout',
    20,
    [rollout('{ blueGreen: { activeService: a } }'), autoscaler('Rollout', 10)],
  ],
  [
    'pods one after another',
    3,
    [object('StatefulSet', 'apps/v1', 'db', `spec: { replicas: 3, ${pods()} }`)],
  ],
  [
    'a Job',
    2,
    [object('Job', 'batch/v1', 'job', `spec: { parallelism: 2, completions: 5, ${pods()} }`)],
  ],
  [
    'a single Pod',
    1,
    [object('Pod', 'v1', 'pod', `spec: { containers: [{ name: a, ${REQUESTS} }] }`)],
  ],
  [
    'a Rollout in the place of a Deployment',
    8,
    [
      deployment('replicas: 4'),
      object(
        'Rollout',
        'argoproj.io/v1alpha1',
        'next',
        'spec: { replicas: 4, workloadRef: { kind: Deployment, name: cart, scaleDown: onsuccess }, strategy: { blueGreen: { activeService: a } } }',
      ),
    ],
  ],
  [
    'a Rollout beside a Deployment',
    13,
    [
      deployment('replicas: 4'),
      object(
        'Rollout',
        'argoproj.io/v1alpha1',
        'next',
        'spec: { replicas: 4, workloadRef: { kind: Deployment, name: cart }, strategy: { blueGreen: { activeService: a } } }',
      ),
    ],
  ],
])('counts pods of %s: %i', (_, count, documents) => {
  expect(peak(...documents)).toBe(count);
});

test('tells the numbers, and what adds the most', () => {
  const all = [
    quota('requests.cpu: "1", requests.memory: 1Gi, limits.cpu: "2", limits.memory: 1Gi, pods: 10'),
    deployment('replicas: 4'),
    deployment('replicas: 4', 'till'),
    deployment('replicas: 1, strategy: { type: Recreate }', 'mail'),
    deployment('replicas: 1, strategy: { type: Recreate }', 'ads'),
  ];
  expect(findings(...all)).toEqual([
    'warning: ResourceQuota shop/shop: spec.hard["requests.cpu"]: got 1, and at the peak of all releases 1.2 are needed: cart 0.5 with 5 pods, till 0.5 with 5 pods, mail 0.1 with 1 pod, and 1 more; raise it, or lower replicas or surge',
    'warning: ResourceQuota shop/shop: spec.hard["limits.cpu"]: got 2, and at the peak of all releases 2.4 are needed: cart 1 with 5 pods, till 1 with 5 pods, mail 0.2 with 1 pod, and 1 more; raise it, or lower replicas or surge',
    'warning: ResourceQuota shop/shop: spec.hard["limits.memory"]: got 1Gi, and at the peak of all releases 1.5Gi are needed: cart 640Mi with 5 pods, till 640Mi with 5 pods, mail 128Mi with 1 pod, and 1 more; raise it, or lower replicas or surge',
    'warning: ResourceQuota shop/shop: spec.hard["pods"]: got 10, and at the peak of all releases 12 are needed: cart 5, till 5, mail 1, and 1 more; raise it, or lower replicas or surge',
  ]);
});

test('is fine at the edge, and without a quota', () => {
  const one = deployment('replicas: 4');
  expect(
    findings(
      quota('cpu: 500m, memory: 320Mi, limits.cpu: "1", limits.memory: 640Mi, count/pods: "5"'),
      one,
    ),
  ).toEqual([]);
  expect(findings(quota('cpu: 499m'), one)).toHaveLength(1);
  expect(findings(quota('memory: 319Mi'), one)).toHaveLength(1);
  expect(findings(one)).toEqual([]);
  expect(findings(quota('pods: 1', ', scopes: [BestEffort]'), one)).toEqual([]);
  expect(findings(quota('pods: 1').replace('namespace: shop', 'namespace: other'), one)).toEqual(
    [],
  );
});

describe('of a container', () => {
  const cpu = (containers: string, defaults: string, more = '') =>
    [...Array(60).keys()].find(
      (tenths) =>
        findings(
          quota(`requests.cpu: ${tenths * 100}m`),
          limits(defaults),
          deployment('replicas: 1, strategy: { type: Recreate }', 'cart', pods(containers, more)),
        ).length === 0,
    );

  test.each<[string, number, string, string, string]>([
    [
      'a limit is a request',
      3,
      '[{ name: a, resources: { limits: { cpu: 300m } } }]',
      'defaultRequest: { cpu: 100m }',
      '',
    ],
    [
      'a request is missing',
      2,
      '[{ name: a }]',
      'defaultRequest: { cpu: 200m }, default: { cpu: 500m }',
      '',
    ],
    ['a default limit is a request', 5, '[{ name: a }]', 'default: { cpu: 500m }', ''],
    ['the most is a default limit', 7, '[{ name: a }]', 'max: { cpu: 700m }', ''],
    ['two run together', 4, '[{ name: a }, { name: b }]', 'default: { cpu: 200m }', ''],
    [
      'an init container runs before',
      9,
      '[{ name: a }]',
      'default: { cpu: 200m }',
      ', initContainers: [{ name: i, resources: { requests: { cpu: 900m } } }]',
    ],
    [
      'a sidecar runs beside all',
      12,
      '[{ name: a }]',
      'default: { cpu: 200m }',
      ', initContainers: [{ name: s, restartPolicy: Always, resources: { requests: { cpu: 300m } } }, { name: i, resources: { requests: { cpu: 900m } } }]',
    ],
  ])('%s: %i tenths of a core', (_, tenths, containers, defaults, more) => {
    expect(cpu(containers, defaults, more)).toBe(tenths);
  });

  test('that says nothing the pods are refused', () => {
    expect(
      findings(quota('limits.cpu: "1"'), deployment('replicas: 1', 'cart', pods('[{ name: a }]'))),
    ).toEqual([
      "error: Deployment shop/cart: has a container without limits.cpu, which the quota of its namespace counts as 'limits.cpu': its pods are refused; add it, or a LimitRange with a default",
    ]);
  });
});

describe('the mesh’s proxy', () => {
  const namespace = `
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { istio-injection: enabled } }
`;
  const one = (metadata = '{}') =>
    deployment('replicas: 1, strategy: { type: Recreate }').replace(
      'template: {',
      `template: { metadata: ${metadata},`,
    );

  test('counts, unless the pod has none', () => {
    expect(findings(quota('requests.cpu: 200m'), namespace, one())).toEqual([]);
    expect(findings(quota('requests.cpu: 199m'), namespace, one())).toHaveLength(1);
    expect(
      findings(
        quota('requests.cpu: 100m'),
        namespace,
        one('{ labels: { sidecar.istio.io/inject: "false" } }'),
      ),
    ).toEqual([]);
    expect(
      findings(
        quota('requests.cpu: 150m'),
        namespace,
        one('{ annotations: { sidecar.istio.io/proxyCPU: 50m } }'),
      ),
    ).toEqual([]);
  });
});
