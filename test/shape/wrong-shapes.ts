import { github } from '../../lib/environment/previews';

/** What callers without a compiler write, by what it is written in; fields as paths, and values as they are. */
type Rows = Readonly<Record<string, readonly unknown[]>>;

function circle(): unknown {
  const data: Record<string, unknown> = { a: 1 };
  return Object.assign(data, { me: data });
}

/** Of all that has pods. */
export const PODS: Rows = {
  config: [null, 5, 'x', []],
  'config.files': [{}, null],
  'config.values': [null],
  configg: [{}],
  env: [null, new Map([['A', 'b']]), [], 'x', { A: null }, { A: 10n }, { A: [] }, { A: undefined }],
  envFrom: [{}, null, [null]],
  volumes: [null, 'x', [null], { a: null }, { a: undefined }],
  mounts: [null, [null]],
  resources: [null, {}, 5, { cpu: null, memory: null }],
  command: [{}, 'npm start', null],
  args: [{}, null, 'x'],
  labels: [null, { a: null }, new Map()],
  annotations: [null, { a: 5 }],
  securityContext: [
    [],
    [1],
    { a: 1n },
    circle(),
    new Date(0),
    { a: new Date(0) },
    null,
    { a: () => 1 },
  ],
  pod: [null, 'x', 5, []],
  'pod.schedulling': [{}],
  'pod.initContainers': [null, [null], { a: null }],
  'pod.sidecars': [null],
  'pod.imagePullSecrets': ['x', null],
  'pod.shutdown': [null],
  'pod.hostAliases': [{}],
  'pod.containerName': [null],
  'pod.securityContext': [[], [1]],
  'pod.scheduling': [null, new Date(0)],
  'pod.scheduling.spread': ['node'],
  'pod.scheduling.tolerations': [{}],
  serviceAccount: [null],
  'serviceAccount.annotations': [new Date(0)],
  grants: [null, {}, [null]],
  calls: [null, {}, 'x'],
  image: [5, null, {}],
  component: [5],
  resourcs: [{ cpu: '1' }],
};

/** Of what goes on running. */
export const SERVING: Rows = {
  ...PODS,
  exposed: [{}, [], 'x', null],
  'exposed.host': [5],
  ports: [null, [null], 'x', { http: null }, { http: 'x' }, { http: 80, metrics: undefined }],
  'ports.http.appProtocol': [5, null],
  probes: [null, 5],
  'probes.readiness': [null, {}, { kind: 'x' }, 5],
  lifecycle: [null],
  'lifecycle.preStop': [{}, null],
  service: [null, 5],
  services: [null],
  'services.x.type': ['x'],
  'service.ports': [{}, 'http'],
  'service.nodePorts': [null],
  'service.loadBalancerSourceRanges': ['x'],
  'service.sessionAffinity': [new Date(0), {}],
  metrics: [null],
  recommendResources: ['false'],
  observability: [null, 5],
};

export const SCALED: Rows = {
  replicas: [null, true, 'x', { min: 1n, max: 2 }, { kind: 'x' }, { kind: 'keda' }, {}],
  disruptionBudget: [null, 5, {}],
};

export const RELEASED: Rows = {
  release: [null, 'x', {}, { kind: 'x' }, { kind: 'canary', steps: {} }],
};

export const STATEFUL: Rows = {
  claims: [null, [null], 'x', { data: null }, { data: undefined }],
  'claims.data.accessModes': ['x', null],
  peers: [{}, 'x'],
  retention: [null],
  update: [null, {}],
};

export const TASK: Rows = {
  before: ['x', null, [null], [5]],
  hook: [null, 5, {}],
  podFailurePolicy: [{}, null, [null], [{}]],
};

export const SCHEDULED: Rows = { history: [null], schedule: [null, 5, {}], timeZone: [5] };

export const STORE: Rows = {
  args: [null, {}],
  resources: [null, {}, { memory: 5 }],
  image: [5],
  probes: [null, 5],
  resourcs: [1],
};

export const DATABASE: Rows = {
  ...STORE,
  storage: [null, 5, {}],
  database: [null, 5],
  password: [null, 5, 'x', {}],
};

export const ENVIRONMENT: Rows = {
  name: [5, null],
  tier: [5, null],
  cluster: [null, {}, 'x'],
  mesh: [null, 5],
  ingress: [null, 5],
  access: [null, 'x'],
  secrets: [null, 'x'],
  quota: [null, 'x'],
  'quota.cpu': [null, 5n],
  containerLimits: [{}, null],
  previews: [
    {},
    null,
    {
      pullRequests: github({ owner: 'a', repository: 'b' }),
      images: { 'shop/frontend': undefined },
    },
  ],
  'featureBranches.allow': [5],
  'people.readers': [null],
  people: [null],
  sync: [null],
  'sync.windows': [{}, [5]],
  observability: [null],
  'observability.logs': [null],
  defaults: [null],
  'defaults.spread': ['node'],
  labels: [null],
  exposure: ['x'],
  podSecurty: ['baseline'],
};

export const REPO: Rows = {
  environments: [{}, [null], [5]],
  git: [{}, null, 5],
  acknowledged: [{}],
  folder: [5],
  images: [{}],
  branches: [{}],
  outdir: [5],
  repositori: ['x'],
};
