import { callGraph } from '../../lib/endpoint/call-graph';
import type { JsonObject, Manifest } from '../../lib/manifest/manifest';
import { loadMain } from './main-app';

/** What the sample says of one of its workloads. */
interface Facts {
  readonly container: string;
  readonly image: string;
  /** Name and port of the Service, and the pod port behind it. */
  readonly port?: readonly [name: string, port: number, target: number];
  /** In the order of the sample. */
  readonly env?: readonly (readonly [name: string, value: string])[];
  /** With their timings where they aren't Kubernetes' own. */
  readonly readiness?: JsonObject;
  readonly liveness?: JsonObject;
  readonly cpu: readonly [request: string, limit: string];
  readonly memory: readonly [request: string, limit: string];
  /** Kubernetes' own is 30. */
  readonly gracePeriodSeconds?: number;
  readonly annotations?: JsonObject;
}

const VERSION = 'v0.10.6';
const PROFILER = ['DISABLE_PROFILER', '1'] as const;
const CATALOG = ['PRODUCT_CATALOG_SERVICE_ADDR', 'productcatalogservice:3550'] as const;
const CART = ['CART_SERVICE_ADDR', 'cartservice:7070'] as const;
const CURRENCY = ['CURRENCY_SERVICE_ADDR', 'currencyservice:7000'] as const;
const SHIPPING = ['SHIPPING_SERVICE_ADDR', 'shippingservice:50051'] as const;
const REWRITE = { 'sidecar.istio.io/rewriteAppHTTPProbers': 'true' };
const NATIVE = { 'sidecar.istio.io/nativeSidecar': 'true' };

/** What most services have in common: a gRPC port, and little need. */
function service(name: string, port: number, target: number, facts: Partial<Facts> = {}): Facts {
  return {
    container: 'server',
    image: image(name),
    port: ['grpc', port, target],
    env: [['PORT', String(target)], PROFILER],
    readiness: { grpc: { port: target } },
    liveness: { grpc: { port: target } },
    cpu: ['100m', '200m'],
    memory: ['64Mi', '128Mi'],
    gracePeriodSeconds: 5,
    ...facts,
  };
}

function image(name: string): string {
  return `us-central1-docker.pkg.dev/online-boutique-ci/microservices-demo/${name}:${VERSION}`;
}

/** A probe of the frontend, which wants a session. */
function page(session: string): JsonObject {
  const httpHeaders = [{ name: 'Cookie', value: `shop_session-id=${session}` }];
  return { httpGet: { path: '/_healthz', port: 8080, httpHeaders }, initialDelaySeconds: 10 };
}

function both(probe: JsonObject): Pick<Facts, 'readiness' | 'liveness'> {
  return { readiness: probe, liveness: probe };
}

const FACTS: Readonly<Record<string, Facts>> = {
  adservice: service('adservice', 9555, 9555, {
    env: [['PORT', '9555']],
    ...both({ grpc: { port: 9555 }, initialDelaySeconds: 20, periodSeconds: 15 }),
    cpu: ['200m', '300m'],
    memory: ['180Mi', '300Mi'],
  }),
  cartservice: service('cartservice', 7070, 7070, {
    env: [['REDIS_ADDR', 'redis-cart:6379']],
    readiness: { grpc: { port: 7070 }, initialDelaySeconds: 15 },
    liveness: { grpc: { port: 7070 }, initialDelaySeconds: 15, periodSeconds: 10 },
    cpu: ['200m', '300m'],
  }),
  checkoutservice: service('checkoutservice', 5050, 5050, {
    env: [
      ['PORT', '5050'],
      CATALOG,
      SHIPPING,
      ['PAYMENT_SERVICE_ADDR', 'paymentservice:50051'],
      ['EMAIL_SERVICE_ADDR', 'emailservice:5000'],
      CURRENCY,
      CART,
    ],
    gracePeriodSeconds: undefined,
  }),
  currencyservice: service('currencyservice', 7000, 7000),
  emailservice: service(
    'emailservice',
    5000,
    8080,
    both({ grpc: { port: 8080 }, periodSeconds: 5 }),
  ),
  frontend: {
    container: 'server',
    image: image('frontend'),
    port: ['http', 80, 8080],
    env: [
      ['PORT', '8080'],
      CATALOG,
      CURRENCY,
      CART,
      ['RECOMMENDATION_SERVICE_ADDR', 'recommendationservice:8080'],
      SHIPPING,
      ['CHECKOUT_SERVICE_ADDR', 'checkoutservice:5050'],
      ['AD_SERVICE_ADDR', 'adservice:9555'],
      ['SHOPPING_ASSISTANT_SERVICE_ADDR', 'shoppingassistantservice:80'],
      ['ENABLE_PROFILER', '0'],
    ],
    readiness: page('x-readiness-probe'),
    liveness: page('x-liveness-probe'),
    cpu: ['100m', '200m'],
    memory: ['64Mi', '128Mi'],
    annotations: REWRITE,
  },
  loadgenerator: {
    container: 'main',
    image: image('loadgenerator'),
    env: [
      ['FRONTEND_ADDR', 'frontend:80'],
      ['USERS', '10'],
      ['RATE', '1'],
    ],
    cpu: ['300m', '500m'],
    memory: ['256Mi', '512Mi'],
    gracePeriodSeconds: 5,
    annotations: { ...NATIVE, ...REWRITE },
  },
  paymentservice: service('paymentservice', 50051, 50051),
  productcatalogservice: service('productcatalogservice', 3550, 3550),
  recommendationservice: service('recommendationservice', 8080, 8080, {
    env: [['PORT', '8080'], CATALOG, PROFILER],
    ...both({ grpc: { port: 8080 }, periodSeconds: 5 }),
    memory: ['220Mi', '450Mi'],
  }),
  'redis-cart': {
    container: 'redis',
    image: 'redis:alpine',
    port: ['tcp-redis', 6379, 6379],
    ...both({ tcpSocket: { port: 6379 }, periodSeconds: 5 }),
    cpu: ['70m', '125m'],
    memory: ['200Mi', '256Mi'],
  },
  shippingservice: service('shippingservice', 50051, 50051, {
    readiness: { grpc: { port: 50051 }, periodSeconds: 5 },
    gracePeriodSeconds: undefined,
  }),
};

const NODE = 'kubernetes.io/hostname';
const ZONE = 'topology.kubernetes.io/zone';

/** Of the feature branch `myfeature`. */
const VARIANTS = ['adservice-myfeature', 'frontend-myfeature'];
const NONE: readonly string[] = [];

/** What each environment decides, beside what the sample says. */
const ENVIRONMENTS = [
  { name: 'qa', replicas: 2, spread: [NODE], absent: [], variants: VARIANTS },
  { name: 'e2e', replicas: 2, spread: [NODE], absent: [], variants: NONE },
  { name: 'stage', replicas: 3, spread: [NODE, ZONE], absent: [], variants: NONE },
  { name: 'prod', replicas: 3, spread: [NODE, ZONE], absent: ['loadgenerator'], variants: NONE },
];

/** Who calls whom. The assistant is an address of the sample's that nobody answers. */
const CALLS: Readonly<Record<string, readonly string[]>> = {
  adservice: [],
  cartservice: ['redis-cart:6379'],
  checkoutservice: [
    'cartservice:7070',
    'currencyservice:7000',
    'emailservice:5000',
    'paymentservice:50051',
    'productcatalogservice:3550',
    'shippingservice:50051',
  ],
  currencyservice: [],
  emailservice: [],
  frontend: [
    'adservice:9555',
    'cartservice:7070',
    'checkoutservice:5050',
    'currencyservice:7000',
    'productcatalogservice:3550',
    'recommendationservice:8080',
    'shippingservice:50051',
    'shoppingassistantservice:80 (external)',
  ],
  loadgenerator: ['frontend:80'],
  paymentservice: [],
  productcatalogservice: [],
  recommendationservice: ['productcatalogservice:3550'],
  'redis-cart': [],
  shippingservice: [],
};

const CONTAINER_SECURITY = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ['ALL'] },
};

const WAIT_FOR_FRONTEND = `MAX_RETRIES=12
RETRY_INTERVAL=10
for i in $(seq 1 $MAX_RETRIES); do
  echo "Attempt $i: Pinging frontend: \${FRONTEND_ADDR}..."
  STATUSCODE=$(wget --server-response http://\${FRONTEND_ADDR} 2>&1 | awk '/^  HTTP/{print $2}')
  if [ $STATUSCODE -eq 200 ]; then
      echo "Frontend is reachable."
      exit 0
  fi
  echo "Error: Could not reach frontend - Status code: \${STATUSCODE}"
  sleep $RETRY_INTERVAL
done
echo "Failed to reach frontend after $MAX_RETRIES attempts."
exit 1
`;

const main = loadMain();

describe.each(ENVIRONMENTS)('Online Boutique in $name', ({ name, variants, ...decided }) => {
  const { replicas, spread, absent } = decided;
  const present = Object.entries(FACTS).filter(([workload]) => !absent.includes(workload));
  const servers = present.filter(([, { port }]) => port !== undefined);

  /** The objects of a kind, by name. */
  const objects = (kind: string): ReadonlyMap<string, Manifest> =>
    new Map(
      main.manifests
        .filter(
          ({ file, manifest }) =>
            file.startsWith(`${name}/online-boutique/`) && manifest.kind === kind,
        )
        .map(({ manifest }) => [manifest.metadata.name, manifest]),
    );

  /** Whether the frontend is released by canary. */
  const isCareful = ['stage', 'prod'].includes(name);

  test('has the workloads and Services of the sample, and no others', () => {
    const rollouts = isCareful ? ['frontend'] : [];
    expect([...objects('Rollout').keys()]).toEqual(rollouts);
    expect([...objects('Deployment').keys(), ...rollouts].toSorted()).toEqual(
      [...present.map(([key]) => key), ...variants].toSorted(),
    );
    const services = rollouts.map((rollout) => `${rollout}-canary`);
    expect([...objects('Service').keys()].toSorted()).toEqual(
      [...servers.map(([key]) => key), 'frontend-external', ...services, ...variants].toSorted(),
    );
  });

  test.each(present)('runs %s as the sample does', (workload, facts) => {
    const count = ['redis-cart', 'loadgenerator'].includes(workload) ? 1 : replicas;
    const kind = isCareful && workload === 'frontend' ? 'Rollout' : 'Deployment';
    const deployment = objects(kind).get(workload);
    expect(deployment).toMatchObject({
      metadata: { namespace: `online-boutique-${name}` },
      spec: {
        replicas: count,
        template: {
          metadata: { labels: { app: workload } },
          spec: {
            serviceAccountName: workload,
            securityContext: {
              runAsNonRoot: true,
              runAsUser: 1000,
              runAsGroup: 1000,
              fsGroup: 1000,
              seccompProfile: { type: 'RuntimeDefault' },
            },
          },
        },
      },
    });
    expect(at(deployment, 'spec', 'template', 'metadata', 'annotations')).toEqual(
      facts.annotations,
    );
    const pod = at(deployment, 'spec', 'template', 'spec');
    expect(at(pod, 'containers')).toEqual([container(workload, facts)]);
    expect(at(pod, 'terminationGracePeriodSeconds')).toBe(facts.gracePeriodSeconds);
    const spreads = spread.map((topologyKey) => expect.objectContaining({ topologyKey }));
    expect(at(pod, 'topologySpreadConstraints')).toEqual(count === 1 ? undefined : spreads);
  });

  test.each(servers)('reaches %s as the sample does', (workload, { port }) => {
    const service = objects('Service').get(workload);
    expect(at(service, 'spec')).toEqual({
      selector: { 'app.kubernetes.io/name': workload },
      ports: [{ name: port?.[0], port: port?.[1], targetPort: port?.[0] }],
    });
  });

  test('shows the frontend by a load balancer', () => {
    expect(at(objects('Service').get('frontend-external'), 'spec')).toEqual({
      type: 'LoadBalancer',
      selector: { 'app.kubernetes.io/name': 'frontend' },
      ports: [{ name: 'http', port: 80, targetPort: 'http' }],
    });
  });

  test('takes HTTPS with a certificate of its own, and HTTP', () => {
    const secret = `online-boutique-${name}-frontend-tls`;
    expect(objects('Certificate').get(secret)).toMatchObject({
      metadata: { namespace: 'istio-system' },
      spec: { secretName: secret, issuerRef: { kind: 'ClusterIssuer', name: 'letsencrypt' } },
    });
    expect(at(objects('Gateway').get('frontend'), 'spec', 'servers')).toMatchObject([
      { port: { number: 443 }, tls: { mode: 'SIMPLE', credentialName: secret } },
      { port: { number: 80 } },
    ]);
  });

  test('is asked after each sync, unless its release asks while it goes on', () => {
    const hook = { annotations: { 'argocd.argoproj.io/hook': 'PostSync' } };
    const job = objects('Job').get('smoke-test');
    if (isCareful) expect(job).toBeUndefined();
    else expect(job).toMatchObject({ metadata: hook });
    const rollout = objects('Rollout').get('frontend');
    const analysis = { templates: [{ templateName: 'frontend-objective-background' }] };
    if (isCareful) expect(at(rollout, 'spec', 'strategy', 'canary')).toMatchObject({ analysis });
  });

  test('keeps the carts in memory', () => {
    const pod = at(objects('Deployment').get('redis-cart'), 'spec', 'template', 'spec');
    expect(at(pod, 'volumes')).toEqual([{ name: 'redis-data', emptyDir: {} }]);
  });

  test('calls along these edges alone', () => {
    const calls = callGraph(main.root).filter(({ from }) =>
      from.path.startsWith(`${name}/online-boutique/`),
    );
    const edges = new Map(present.map(([workload]): [string, string[]] => [workload, []]));
    for (const { from, to } of calls)
      if (to.kind === 'external-endpoint' || !variants.includes(to.service))
        edges
          .get(from.name)
          ?.push(
            to.kind === 'external-endpoint'
              ? `${to.host}:${to.port} (external)`
              : `${to.service}:${to.port}`,
          );
    const wanted = Object.entries(CALLS).filter(([workload]) => !absent.includes(workload));
    expect([...edges].map(([from, to]) => [from, to.toSorted()])).toEqual(wanted);
  });
});

const SESSION = '4f9e715d-fe56-4a1e-964b-b00b607e7695';

test.each<[string, JsonObject]>([
  ['frontend', { cookie: { regex: `^(.*; ?)?shop_session-id=${SESSION}(;.*)?$` } }],
  ['adservice', { userid: { exact: SESSION } }],
])('sends one session in qa to the branch of %s', (workload, headers) => {
  const routes = main.manifests
    .filter(({ file }) => file === `qa/online-boutique/${workload}.yaml`)
    .filter(({ manifest }) => manifest.kind === 'VirtualService');
  // The frontend is called through the gateway, and from inside.
  expect(routes).toHaveLength(workload === 'frontend' ? 2 : 1);
  for (const { manifest } of routes)
    expect(at(manifest, 'spec', 'http')).toMatchObject([
      { match: [{ headers }], route: [{ destination: { host: `${workload}-myfeature` } }] },
      { route: [{ destination: { host: workload } }] },
    ]);
});

test.each(['qa', 'e2e', 'stage'])('waits for the frontend before it makes load in %s', (name) => {
  const entry = main.manifests.find(
    ({ file, manifest }) =>
      file === `${name}/online-boutique/loadgenerator.yaml` && manifest.kind === 'Deployment',
  );
  expect(at(entry?.manifest, 'spec', 'template', 'spec', 'initContainers')).toEqual([
    {
      name: 'frontend-check',
      image:
        'busybox:1.38.0@sha256:fd8d9aa63ba2f0982b5304e1ee8d3b90a210bc1ffb5314d980eb6962f1a9715d',
      command: ['/bin/sh', '-exc', WAIT_FOR_FRONTEND],
      env: [{ name: 'FRONTEND_ADDR', value: 'frontend:80' }],
      // The sample sets none, which a quota would refuse.
      resources: {
        requests: { cpu: '10m', memory: '16Mi' },
        limits: { cpu: '50m', memory: '32Mi' },
      },
      securityContext: CONTAINER_SECURITY,
    },
  ]);
});

/** The whole container that the facts amount to. */
function container(workload: string, facts: Facts): JsonObject {
  const [cpu, memory] = [facts.cpu, facts.memory];
  const [name, , containerPort] = facts.port ?? [];
  return {
    name: facts.container,
    image: facts.image,
    ...(name !== undefined && containerPort !== undefined && { ports: [{ name, containerPort }] }),
    ...(facts.env && { env: facts.env.map(([key, value]) => ({ name: key, value })) }),
    resources: {
      requests: { cpu: cpu[0], memory: memory[0] },
      limits: { cpu: cpu[1], memory: memory[1] },
    },
    ...(facts.readiness && { readinessProbe: facts.readiness }),
    ...(facts.liveness && { livenessProbe: facts.liveness }),
    securityContext: CONTAINER_SECURITY,
    // Its image has a shell, so it can wait for its callers to look elsewhere.
    ...(workload === 'redis-cart' && {
      volumeMounts: [{ name: 'redis-data', mountPath: '/data' }],
      lifecycle: { preStop: { exec: { command: ['sleep', '5'] } } },
    }),
  };
}

/** What stands at a place below an object; undefined where nothing does. */
function at(value: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce<unknown>(
    (above, key) =>
      typeof above === 'object' && above !== null ? Reflect.get(above, key) : undefined,
    value,
  );
}
