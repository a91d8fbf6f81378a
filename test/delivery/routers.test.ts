import { join } from 'node:path';
import { canary, managedRoutesOf } from '../../lib/delivery/canary';
import type { ControllerOwned } from '../../lib/delivery/context';
import { planRollout } from '../../lib/delivery/rollout-plan';
import type { Router, RouterContext } from '../../lib/delivery/router';
import { alb } from '../../lib/delivery/routers/alb';
import { ambassador } from '../../lib/delivery/routers/ambassador';
import { apisix } from '../../lib/delivery/routers/apisix';
import { appMesh } from '../../lib/delivery/routers/app-mesh';
import { gatewayApi } from '../../lib/delivery/routers/gateway-api';
import { istioByHost } from '../../lib/delivery/routers/istio-by-host';
import { istioBySubset } from '../../lib/delivery/routers/istio-by-subset';
import { nginxIngress } from '../../lib/delivery/routers/nginx-ingress';
import { routers } from '../../lib/delivery/routers/several';
import { smi } from '../../lib/delivery/routers/smi';
import { traefik } from '../../lib/delivery/routers/traefik';
import { trafficPlugin } from '../../lib/delivery/routers/traffic-plugin';
import { headerRoute, mirrorRoute, pause, weight } from '../../lib/delivery/step';
import { findObject, findText } from '../../lib/delivery/wire';
import type { JsonValue, Manifest } from '../../lib/manifest/manifest';
import { validateManifest } from '../../lib/schema/validate';
import { emitYaml } from '../../lib/writer/yaml';
import { microservice, problemsWith } from '../microservice/chart';
import { lines, unseen } from '../problem/lines';
import { manifestsOf } from '../render-tree';
import { deployment } from '../schema/manifests';
import { expectYaml } from '../yaml-snapshot';
import { pathsOf, schemaPaths } from './field-paths';
import { context } from './releases';

/** One router, with each option that it has but those that exclude others. */
interface Case {
  readonly router: Router;
  /** Options with each value that is wrong. */
  readonly wrong: Router;
  /** Where the problems are, and with which values. */
  readonly problems: readonly string[];
}

const CASES: Readonly<Record<string, Case>> = {
  'istio-by-host': {
    router: istioByHost({
      hosts: ['shop.example.com'],
      gateways: ['istio-system/public'],
      virtualServices: [
        {
          name: 'partners.edge',
          routes: ['cart'],
          tlsRoutes: [{ port: 443, sniHosts: ['cart.example.com'] }],
          tcpRoutes: [{ port: 6379 }],
        },
        { name: 'others' },
      ],
    }),
    wrong: istioByHost({
      hosts: ['a b'],
      gateways: ['a/b/c'],
      virtualServices: [{ name: 'A', tlsRoutes: [{}, { port: 0 }], tcpRoutes: [{ port: 65536 }] }],
    }),
    problems: [
      '.hosts[0]: got "a b"',
      '.gateways[0]: got "a/b/c"',
      '.virtualServices[0].name: got "A"',
      '.virtualServices[0].tlsRoutes[0]: is empty: say a port, sniHosts, or both',
      '.virtualServices[0].tlsRoutes[1].port: got 0',
      '.virtualServices[0].tcpRoutes[0].port: got 65536',
    ],
  },
  'istio-by-subset': {
    router: istioBySubset({
      stableSubset: 'old',
      canarySubset: 'new',
      subsets: { batch: { role: 'batch' } },
      trafficPolicy: { loadBalancer: { simple: 'LEAST_REQUEST' } },
    }),
    wrong: istioBySubset({
      stableSubset: 'A',
      canarySubset: 'A',
      subsets: { A: { role: 'a b' } },
      gateways: ['/'],
    }),
    problems: [
      '.gateways[0]: got "/"',
      '.stableSubset: got "A"',
      '.canarySubset: got "A"',
      '.canarySubset: got "A"',
      '.subsets: got "A"',
      '.subsets: got "A"',
      '.subsets.A.role: got "a b"',
    ],
  },
  'gateway-api': {
    router: gatewayApi({
      gateways: ['edge/public'],
      hosts: ['*.example.com'],
      mesh: true,
      servicePort: 80,
      existing: {
        HTTPRoute: ['partners'],
        GRPCRoute: ['calls'],
        TCPRoute: ['raw'],
        TLSRoute: ['tls'],
      },
      inProgressLabel: { key: 'example.com/release', value: 'running' },
    }),
    wrong: gatewayApi({
      hosts: ['a b'],
      mesh: false,
      servicePort: 0,
      existing: { TCPRoute: [], TLSRoute: ['a', 'a'] },
      inProgressLabel: { key: 'a b', value: 'c d' },
    }),
    problems: [
      '.hosts[0]: got "a b"',
      '.hosts: got ["a b"]',
      '.mesh: got false',
      '.servicePort: got 0',
      '.existing.TCPRoute: got []',
      '.existing.TLSRoute[1]: got "a"',
      '.inProgressLabel: got "a b"',
      '.inProgressLabel.a b: got "c d"',
    ],
  },
  'nginx-ingress': {
    router: nginxIngress({
      ingress: 'public',
      hosts: ['shop.example.com'],
      path: '/cart',
      className: 'outer',
      tlsSecret: 'shop-tls',
      annotations: { 'nginx.ingress.kubernetes.io/ssl-redirect': 'true' },
      annotationPrefix: 'nginx.example.com',
      additionalIngressAnnotations: { 'canary-by-header': 'x-canary' },
      canaryIngressAnnotations: { 'example.com/owner': 'shop' },
    }),
    wrong: nginxIngress({
      existing: ['A'],
      path: 'cart',
      servicePort: 65536,
      annotationPrefix: 'a b',
      additionalIngressAnnotations: { 'canary-weight': '5' },
      canaryIngressAnnotations: { 'a b': 'c' },
    }),
    problems: [
      '.path: got "cart"',
      '.servicePort: got 65536',
      '.annotationPrefix: got "a b"',
      '.existing[0]: got "A"',
      '.path: got "cart"',
      '.canaryIngressAnnotations: got "a b"',
      '.additionalIngressAnnotations: got "canary-weight"',
    ],
  },
  alb: {
    router: alb({ hosts: ['shop.example.com'], stickiness: '1h' }),
    wrong: alb({ hosts: [], rootService: '1', stickiness: '169h', tlsSecret: 'A' }),
    problems: [
      '.hosts: got []',
      '.tlsSecret: got "A"',
      '.rootService: got "1"',
      '.stickiness: got "169h"',
    ],
  },
  smi: {
    router: smi({ rootService: 'cart', trafficSplitName: 'split' }),
    wrong: smi({ rootService: '1', trafficSplitName: 'A' }),
    problems: ['.rootService: got "1"', '.trafficSplitName: got "A"'],
  },
  ambassador: {
    router: ambassador({ mappings: ['cart', 'cart-partners'] }),
    wrong: ambassador({ mappings: ['A', 'A'] }),
    problems: ['.mappings[0]: got "A"', '.mappings[1]: got "A"', '.mappings[1]: got "A"'],
  },
  'app-mesh': {
    router: appMesh({ virtualRouter: 'cart-router', routes: ['http'], stableNode: 'old' }),
    wrong: appMesh({
      virtualService: 'A',
      virtualRouter: 'B',
      routes: [],
      stableNode: 'C',
      canaryNode: 'D',
    }),
    problems: [
      '.virtualService: got "A"',
      '.virtualRouter: got "B"',
      '.stableNode: got "C"',
      '.canaryNode: got "D"',
      '.routes: got []',
    ],
  },
  traefik: {
    router: traefik({ traefikService: 'weighted' }),
    wrong: traefik({ traefikService: 'A' }),
    problems: ['.traefikService: got "A"'],
  },
  apisix: {
    router: apisix({ route: 'shop', rules: ['cart'] }),
    wrong: apisix({ route: 'A', rules: [] }),
    problems: ['.route: got "A"', '.rules: got []'],
  },
  'traffic-plugin': {
    router: trafficPlugin('example/router', ({ services }) => ({ to: services.canary }), {
      controllerOwned: [
        { group: 'example.com', kind: 'Router', name: 'cart', fields: ['.spec.weight'] },
      ],
    }),
    wrong: trafficPlugin('router', {}),
    problems: ['.name: got "router"'],
  },
  several: {
    router: routers(
      istioByHost(),
      nginxIngress({ hosts: ['shop.example.com'] }),
      gatewayApi(),
      trafficPlugin('a/b', { c: 1 }),
    ),
    wrong: routers(
      istioByHost(),
      istioBySubset({ hosts: ['A'] }),
      nginxIngress({ hosts: ['shop.example.com'] }),
      alb(),
      trafficPlugin('a/b', {}),
      trafficPlugin('a/b', {}),
    ),
    problems: [
      '[1].hosts[0]: got "A"',
      '[1]: got "Istio by subset"',
      '[1]: makes trafficRouting.istio, which release.router[0] makes already: give it another name, or leave one of the two out',
      "[1]: makes the VirtualService of the workload's name, which release.router[0] makes already: give it another name, or leave one of the two out",
      "[3]: makes the Ingress of the workload's name, which release.router[2] makes already: give it another name, or leave one of the two out",
      "[5]: makes trafficRouting.plugins['a/b'], which release.router[4] makes already: give it another name, or leave one of the two out",
    ],
  },
};

const steps = [
  headerRoute('testers', { header: 'x-canary', exact: 'yes' }),
  mirrorRoute('shadow', { match: [{ path: { prefix: '/' } }] }),
];

/** A canary with all the routes by step that a router has. */
function releaseWith(router: Router) {
  const { supports } = router;
  const [byHeader, mirror] = steps;
  return canary({
    router,
    steps: [
      weight(20),
      ...(supports.headerRoute && byHeader ? [byHeader] : []),
      ...(supports.mirrorRoute && mirror ? [mirror] : []),
      pause('60s'),
    ],
  });
}

function objectsWith(router: Router): readonly Manifest[] {
  const ports = { http: { port: 80, target: 8080 } };
  return manifestsOf(microservice({ ports, replicas: 4, release: releaseWith(router) })).map(
    ({ manifest }) => manifest,
  );
}

function planOf(router: Router, change: Partial<RouterContext> = {}) {
  return router.plan({
    ...context,
    services: { stable: 'cart', canary: 'cart-canary' },
    managedRoutes: managedRoutesOf(releaseWith(router)),
    hasExperimentTraffic: false,
    ...change,
  });
}

describe.each(Object.entries(CASES))('%s', (name, { router, wrong, problems }) => {
  const objects = objectsWith(router);
  const rollout = objects.find(({ kind }) => kind === 'Rollout');
  const strategy = findObject(findObject(findObject(rollout, 'spec'), 'strategy'), 'canary');

  test('makes what fits its schemas', () => {
    expect(objects.flatMap(validateManifest)).toEqual([]);
  });

  test('is made and recorded as shown', () => {
    const { manifests } = planOf(router);
    const release = releaseWith(router);
    const { controllerOwned } = planRollout(deployment(), release, context);
    const text = emitYaml([
      { trafficRouting: strategy?.trafficRouting ?? {} },
      ...manifests,
      { controllerOwned: owned(controllerOwned) },
    ]);
    expectYaml(join(__dirname, 'snapshots', `router-${name}.yaml`), text);
  });

  test('names Services that are made, one for each version', () => {
    const services = objects.flatMap(({ kind, metadata }) =>
      kind === 'Service' ? [metadata.name] : [],
    );
    const { stableService, canaryService } = strategy ?? {};
    if (router.services === 'shared') {
      expect(services).toEqual(['cart']);
      expect([stableService, canaryService]).toEqual([undefined, undefined]);
    } else {
      expect(services).toEqual(['cart', 'cart-canary']);
      expect([stableService, canaryService]).toEqual(services);
    }
    expect(services).toEqual(expect.arrayContaining([...new Set(destinationsOf(objects))]));
  });

  test('leads to both versions in each route that it makes', () => {
    const routes = objects.flatMap(routesOf);
    for (const route of routes) expect(route).toHaveLength(2);
    expect(routes.map((route) => route.map(({ weight }) => weight))).toEqual(
      routes.map(() => [100, 0]),
    );
  });

  test('has the routes of steps in their order, before its own', () => {
    const managed = managedRoutesOf(releaseWith(router));
    expect(strategy?.trafficRouting).toMatchObject(
      managed.length === 0 ? {} : { managedRoutes: managed.map((route) => ({ name: route })) },
    );
    for (const { fields } of planOf(router).controllerOwned) {
      const places = fields.flatMap((field, index) => {
        const route = managed.find(
          (one) => field.includes(`"${one}"`) || field.includes(`^${one}(`),
        );
        return route === undefined ? [] : [{ route, index }];
      });
      if (places.length === 0) continue;
      expect(places.map(({ route }) => route)).toEqual(managed);
      const weights = fields.findIndex((field) => field.endsWith('weight'));
      if (weights >= 0) expect(places.every(({ index }) => index < weights)).toBe(true);
    }
  });

  test('finds nothing wrong with options as they are to be', () => {
    expect(lines(router.check?.('release.router') ?? [])).toEqual([]);
    expect(
      problemsWith({ ports: { http: 80 }, replicas: 8, release: releaseWith(router) }),
    ).toEqual([]);
  });

  test('rejects options as they are not to be', () => {
    const found = lines(wrong.check?.('release.router') ?? []);
    expect(
      found.map((line) => line.replace(/^release\.router/, '').replace(/, allowed .*$/, '')),
    ).toEqual(problems);
  });
});

test('leaves one Service for both versions to subsets', () => {
  const router = istioBySubset();
  const release = canary({
    router,
    stableService: 'a',
    pingPong: { pingService: 'b', pongService: 'c' },
  });
  expect(problemsWith({ ports: { http: 80 }, replicas: 4, release })).toEqual([
    'release.stableService: got "a", allowed none with Istio by subset, which needs but one Service',
    'release.pingPong: got {"pingService":"b","pongService":"c"}, allowed none with Istio by subset, which needs but one Service',
  ]);
});

test.each(['cart', 'cart-a'])(
  'names the root Service of a load balancer whose Services take turns: %s',
  (pingService) => {
    const release = canary({ router: alb(), pingPong: { pingService, pongService: 'cart-b' } });
    const { rollout } = planRollout(deployment(), release, context);
    expect(rollout.spec).toMatchObject({
      strategy: { canary: { trafficRouting: { alb: { rootService: 'cart' } } } },
    });
  },
);

test('splits all that is HTTP in one route by subset, and other ports on their own', () => {
  const port = { target: 80, protocol: 'TCP' } as const;
  const ports = [
    { name: 'http', port: 80, ...port },
    { name: 'grpc', port: 7070, ...port },
    { name: 'redis', port: 6379, ...port },
  ];
  const { manifests, trafficRouting } = planOf(istioBySubset(), { ports });
  expect(trafficRouting).toMatchObject({
    istio: { virtualService: { routes: ['primary'], tcpRoutes: [{ port: 6379 }] } },
  });
  expect(manifests[0]?.spec).toMatchObject({
    http: [{ name: 'primary', route: [{ destination: { host: 'cart', subset: 'stable' } }, {}] }],
    tcp: [{ match: [{ port: 6379 }], route: [{ destination: { port: { number: 6379 } } }, {}] }],
  });
});

test('records all subsets where pods of experiments get some', () => {
  const { controllerOwned } = planOf(istioBySubset(), { hasExperimentTraffic: true });
  expect(controllerOwned[1]?.fields).toContain('.spec.subsets');
});

test.each([
  ['beside a stable Service of another name', { stable: 'cart-stable', canary: 'cart-canary' }],
  ['beside Services that take turns', { stable: 'ping', canary: 'pong' }],
])('calls the action by the main Service %s', (_, services) => {
  const { trafficRouting, manifests } = planOf(alb(), { services });
  expect(trafficRouting).toEqual({
    alb: { ingress: 'cart', rootService: 'cart', servicePort: 80 },
  });
  expect(destinationsOf(manifests)).toEqual([services.stable, services.canary, 'cart']);
});

test('rejects headers that ALB can’t match', () => {
  const step = headerRoute('testers', { header: 'x-canary', prefix: 'y' });
  const problems = (router: Router) =>
    problemsWith({
      ports: { http: 80 },
      replicas: 8,
      release: canary({ router, steps: [weight(20), step, pause('60s')] }),
    });
  expect(problems(istioByHost())).toEqual([]);
  const rest = 'got {"prefix":"y"}, allowed exact: ALB knows no other';
  expect(problems(alb())).toEqual([`release.steps[1].match[0]: ${rest}`]);
});

test.each([
  ['nginxIngress', nginxIngress({ existing: ['a'] }), { nginx: { stableIngress: 'a' } }],
  [
    'nginxIngress',
    nginxIngress({ existing: ['a', 'b'] }),
    { nginx: { stableIngresses: ['a', 'b'] } },
  ],
  ['alb', alb({ existing: ['a'] }), { alb: { ingress: 'a', servicePort: 80 } }],
  ['alb', alb({ existing: ['a', 'b'] }), { alb: { ingresses: ['a', 'b'], servicePort: 80 } }],
])('makes no Ingress beside those that are there: %s', (_, router, trafficRouting) => {
  expect(planOf(router)).toMatchObject({ trafficRouting, manifests: [] });
});

test('makes a GRPCRoute, and no label, when asked to', () => {
  const router = gatewayApi({ kind: 'GRPCRoute', inProgressLabel: false });
  const { manifests, trafficRouting, controllerOwned } = planOf(router, { managedRoutes: [] });
  expect(manifests.flatMap(validateManifest)).toEqual([]);
  expect(manifests.map(({ kind }) => kind)).toEqual(['GRPCRoute']);
  expect(trafficRouting).toEqual({
    plugins: {
      'argoproj-labs/gatewayAPI': {
        namespace: 'shop-qa',
        grpcRoutes: [{ name: 'cart' }],
        disableInProgressLabel: true,
      },
    },
  });
  expect(controllerOwned[0]?.fields).toHaveLength(1);
});

test('can together what each can alone', () => {
  expect(routers(istioByHost(), alb()).supports).toEqual({
    headerRoute: true,
    mirrorRoute: false,
    experimentWeight: true,
    maxTrafficWeight: false,
    pingPong: true,
  });
  expect(routers(istioByHost(), alb()).headerMatch).toBe('exact');
});

/** Routers with options that exclude others in the cases above. */
const OTHERS = [
  istioByHost({
    virtualServices: [{ name: 'others', tlsRoutes: [{ port: 443, sniHosts: ['a'] }] }],
  }),
  nginxIngress({ existing: ['a', 'b'] }),
  alb({ existing: ['a', 'b'], annotationPrefix: 'alb.example.com', rootService: 'root' }),
];

test('reaches every field of the routers that the controller knows', () => {
  const all = [...Object.values(CASES).map(({ router }) => router), ...OTHERS];
  const reached = all.flatMap((router) => pathsOf(planOf(router).trafficRouting));
  // Written by canary() for all routers.
  const ofCanary = /^(managedRoutes|maxTrafficWeight)/;
  // What holds for one of several VirtualServices holds for a single one.
  const single = reached.map((path) => path.replace('virtualServices.', 'virtualService.'));
  const known = schemaPaths('Rollout.spec.strategy.canary.trafficRouting');
  expect(known.length).toBeGreaterThan(50);
  expect(
    known.filter((path) => ![...reached, ...single].includes(path) && !ofCanary.test(path)),
  ).toEqual([]);
});

interface Target {
  readonly name: string;
  readonly weight: JsonValue | undefined;
}

/** The weighted targets of each route of an object, as its kind has them. */
function routesOf({ kind, spec, metadata }: Manifest): readonly (readonly Target[])[] {
  const { http = [], tcp = [], rules = [] } = Object(spec);
  if (kind === 'VirtualService')
    return [...http, ...tcp].map(({ route }) =>
      Array.from(Object(route), ({ destination, weight }) => ({ name: destination.host, weight })),
    );
  if (kind === 'HTTPRoute')
    return Array.from(Object(rules), ({ backendRefs }) => Array.from(Object(backendRefs)));
  const action = Object.entries(metadata.annotations ?? {}).find(([key]) =>
    key.includes('/actions.'),
  );
  if (action === undefined) return [];
  const { ForwardConfig } = JSON.parse(String(action[1]));
  return [
    Array.from(Object(ForwardConfig.TargetGroups), ({ ServiceName, Weight }) => ({
      name: ServiceName,
      weight: Weight,
    })).reverse(),
  ];
}

function destinationsOf(objects: readonly Manifest[]): readonly string[] {
  return objects.flatMap((object) => {
    const rules = object.kind === 'Ingress' ? Array.from(Object(Object(object.spec).rules)) : [];
    return [
      ...routesOf(object).flatMap((route) => route.map(({ name }) => name)),
      ...rules.flatMap((rule) =>
        Array.from(
          Object(Object(rule)).http.paths,
          (path) =>
            findText(findObject(findObject(Object(path), 'backend'), 'service'), 'name') ?? '',
        ),
      ),
    ];
  });
}

function owned(all: readonly ControllerOwned[]) {
  return all.map(({ group, kind, name, fields }) => ({ group, kind, name, fields: [...fields] }));
}

test('are several', () => {
  const join: (...all: readonly Router[]) => Router = unseen(routers);
  expect(() => join()).toThrow('routers(): got none, allowed at least two');
  expect(() => join(istioByHost())).toThrow('routers(): got one router, allowed at least two');
});
