import * as fc from 'fast-check';
import { secretKey } from '../../lib';

const NAMES = ['cart', 'web', 'orders', 'a', 'a-1'];
const PORTS = ['http', 'grpc', 'tcp-a', 'metrics'];
const VARIABLES = ['A', 'B_C', 'a.b', '_'];
const LABELS = ['team', 'example.com/a', 'example.com/b'];
const FILES = ['a.txt', 'b'];

/** Keys that are the user's to choose. */
export const USER_KEYS: ReadonlySet<string> = new Set([
  ...[NAMES, PORTS, VARIABLES, LABELS, FILES].flat(),
]);

const name = fc.constantFrom(...NAMES);
const label = fc.constantFrom('a', 'A.b_c-1', '', '1');
const port = fc.constantFrom(80, 8080, 65535, 1);
const duration = fc.constantFrom('1s', '30s', '5m', '1h', '0s');
const count = fc.constantFrom(0, 1, 2, 3, 100);
const share = fc.oneof(count, fc.constantFrom('0%', '25%', '100%'));
const text = fc.constantFrom('a', 'a b', 'yes', '1', 'a: b', 'x\ny\n', ' ', '😀');

/** A map with keys that fit, and values. */
function map(value: fc.Arbitrary<unknown>, key: fc.Arbitrary<string> = name) {
  return fc.dictionary(key, value, { maxKeys: 3, noNullPrototype: true });
}

/** An object of which each field may be absent. */
function some(fields: Record<string, fc.Arbitrary<unknown>>, ...required: string[]) {
  return fc.record(fields, { requiredKeys: required, noNullPrototype: true });
}

const resources = fc.constantFrom(
  { cpu: ['100m', '200m'], memory: ['64Mi', '128Mi'] },
  { cpu: 1, memory: '1Gi' },
  { cpu: { request: '1', limit: 'none' }, memory: '64Mi' },
);
const timings = {
  initialDelay: duration,
  period: duration,
  timeout: duration,
  port: fc.constantFrom(...PORTS),
};
const probe = fc.oneof(
  some(
    { kind: fc.constant('http'), path: fc.constantFrom('/', '/ready'), ...timings },
    'kind',
    'path',
  ),
  some({ kind: fc.constant('tcp'), ...timings }, 'kind'),
  some(
    { kind: fc.constant('exec'), command: fc.array(text, { minLength: 1, maxLength: 2 }) },
    'kind',
    'command',
  ),
);
const ports = map(
  fc.oneof(port, some({ port, target: port, protocol: fc.constantFrom('TCP', 'UDP') }, 'port')),
  fc.constantFrom(...PORTS),
);
const annotations = map(text, fc.constantFrom(...LABELS));
const labels = map(label, fc.constantFrom(...LABELS));
const env = map(
  fc.oneof(text, fc.boolean(), fc.integer(), fc.constant(secretKey('a', 'b'))),
  fc.constantFrom(...VARIABLES),
);

const step = fc.oneof(
  some(
    { kind: fc.constant('setWeight'), weight: fc.constantFrom(0, 5, 20, 50, 100) },
    'kind',
    'weight',
  ),
  some({ kind: fc.constant('pause'), duration }, 'kind'),
);
const common = { minReady: duration, progressDeadline: duration, revisionHistoryLimit: count };

/** What replaces an old version. */
export const release = fc.oneof(
  some({ kind: fc.constant('recreate'), ...common }, 'kind'),
  some(
    { kind: fc.constant('rolling-update'), maxSurge: share, maxUnavailable: share, ...common },
    'kind',
  ),
  some(
    {
      kind: fc.constant('canary'),
      steps: fc.array(step, { maxLength: 5 }),
      maxSurge: share,
      maxUnavailable: share,
      canaryMetadata: some({ labels, annotations }),
      antiAffinity: fc.constantFrom('required', { preferred: 50 }),
      ...common,
    },
    'kind',
  ),
  some(
    {
      kind: fc.constant('blue-green'),
      autoPromotion: fc.constantFrom('on', 'off', { after: '5m' }),
      previewReplicaCount: count,
      scaleDownDelay: duration,
      previewMetadata: some({ labels, annotations }),
      ...common,
    },
    'kind',
  ),
);

/** What a microservice is given. */
export const microservice = some(
  {
    image: fc.constantFrom('registry.example.com/a:v1.0.0', 'redis:7.2.4'),
    resources,
    command: fc.array(text, { maxLength: 2 }),
    args: fc.array(text, { maxLength: 2 }),
    workingDir: fc.constantFrom('/', '/app'),
    ports,
    env,
    envFrom: fc.constantFrom([], [{ configMap: 'a', prefix: 'A_' }]),
    probes: some({ readiness: probe, liveness: probe, startup: probe }),
    replicas: fc.oneof(
      count,
      fc.constantFrom({ min: 1, max: 3, cpuPercent: 70 }, { min: 2, max: 2 }),
    ),
    labels,
    annotations,
    component: label,
    config: some({
      values: map(text, fc.constantFrom(...VARIABLES)),
      files: some(
        { mountPath: fc.constant('/etc/a'), contents: map(text, fc.constantFrom(...FILES)) },
        'mountPath',
        'contents',
      ),
    }),
    volumes: map(
      some({ mountPath: fc.constantFrom('/tmp', '/run'), sizeLimit: fc.constant('1Gi') }),
    ),
    service: fc.oneof(
      fc.constant('none'),
      some({ type: fc.constantFrom('ClusterIP', 'Headless', 'LoadBalancer'), labels, annotations }),
    ),
    serviceAccount: some({ annotations, mountToken: fc.boolean(), existing: name }),
    disruptionBudget: fc.constantFrom('none', { maxUnavailable: 1 }, { minAvailable: '50%' }),
    exposed: some(
      { host: fc.constantFrom('a.example.com', 'b.example.com'), path: fc.constantFrom('/', '/a') },
      'host',
    ),
    pod: some({
      labels,
      annotations,
      imagePullSecrets: fc.array(name, { maxLength: 1 }),
      shutdown: some({ delay: duration, gracePeriod: duration }),
      hostAliases: fc.constantFrom([], [{ ip: '127.0.0.1', hostnames: ['a'] }]),
    }),
    grants: fc.constantFrom([], [{ apiGroups: [''], resources: ['configmaps'], verbs: ['get'] }]),
    release,
  },
  'image',
  'resources',
);

/** A system: its name, and its microservices by their names. */
export const system = fc.record({ name, services: map(microservice) }, { noNullPrototype: true });

/** Where it runs. */
export const environment = some(
  {
    name: fc.constantFrom('qa', 'prod'),
    tier: fc.constantFrom('preproduction', 'production'),
    cluster: some(
      { name: fc.constant('in-cluster'), dnsDomain: fc.constant('k8s.example.com') },
      'name',
    ),
    domain: fc.constantFrom('example.com', 'qa.example.com'),
    mesh: some({ kind: fc.constant('istio'), revision: fc.constant('1-30') }, 'kind'),
    ingress: fc.constantFrom({ kind: 'nginx' }, { kind: 'istio' }, { kind: 'ingress', class: 'a' }),
    podSecurity: fc.constantFrom('restricted', 'baseline', 'privileged'),
    exposure: fc.constantFrom([], ['LoadBalancer', 'Ingress']),
    imagePolicy: some({
      requireDigest: fc.boolean(),
      registries: fc.constant(['registry.example.com']),
    }),
    defaults: some({ replicas: count, spread: fc.constantFrom([], ['node', 'zone']) }),
    quota: some({ cpu: fc.constant(['16', '32']), pods: fc.constant(1000) }),
    containerLimits: fc.constant({ default: { cpu: ['50m', '1'], memory: ['64Mi', '1Gi'] } }),
    access: some({
      dialects: fc.constantFrom(['kubernetes'], ['cilium'], ['kubernetes', 'cilium']),
    }),
    sync: some({ automated: fc.boolean() }),
    people: some({ readers: fc.array(name), onCall: fc.array(name) }),
    labels,
  },
  'name',
  'tier',
  'cluster',
  'domain',
);
