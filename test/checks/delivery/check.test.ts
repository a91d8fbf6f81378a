import { checkDelivery } from '../../../lib/checks/delivery/check';
import { lineOf } from '../../../lib/checks/finding';
import { readYaml } from '../../../lib/manifest/read-yaml';

const ROLLOUT = `
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: { name: cart, namespace: shop }
spec:
  selector: { matchLabels: { app: cart } }
  template:
    metadata: { labels: { app: cart } }
    spec: { containers: [{ name: cart, image: 'cart:v1' }] }
  strategy:
`;

function service(name: string, selector = '{ app: cart }'): string {
  return `
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: shop }
spec: { selector: ${selector}, ports: [{ port: 80 }] }
`;
}

const SERVICES = [service('cart'), service('cart-canary')];
const BOTH = 'stableService: cart, canaryService: cart-canary';

/** What is found, without the Rollout's own place. */
function findings(...documents: readonly string[]): readonly string[] {
  const { manifests, problems } = readYaml('shop.yaml', documents.join('\n---'));
  expect(problems).toEqual([]);
  return checkDelivery(manifests).map(
    (finding) =>
      `${finding.severity} ${finding.rule}: ${lineOf(finding).replace(/^\[shop.yaml:2\] Rollout shop\/cart: /, '')}`,
  );
}

const strategy = (text: string) => `${ROLLOUT}    ${text}`;

describe('Services', () => {
  test('that are there and select the pods are fine', () => {
    const hash = '{ app: cart, rollouts-pod-template-hash: abc }';
    expect(
      findings(strategy(`canary: { ${BOTH} }`), service('cart'), service('cart-canary', hash)),
    ).toEqual([]);
    expect(
      findings(
        strategy('blueGreen: { activeService: cart, previewService: cart-canary }'),
        ...SERVICES,
      ),
    ).toEqual([]);
    expect(
      findings(
        strategy('canary: { pingPong: { pingService: cart, pongService: cart-canary } }'),
        ...SERVICES,
      ),
    ).toEqual([]);
  });

  test('rejects those that are not there', () => {
    expect(
      findings(strategy('blueGreen: { activeService: cart, previewService: next }'), ...SERVICES),
    ).toEqual([
      "error missing-service: spec.strategy.blueGreen.previewService: there is no Service 'next' in namespace 'shop': add it, or name another",
    ]);
    expect(
      findings(
        strategy('canary: { canaryService: cart }'),
        service('cart').replace('namespace: shop', 'namespace: other'),
      ),
    ).toEqual([
      "error missing-service: spec.strategy.canary.canaryService: there is no Service 'cart' in namespace 'shop': add it, or name another",
    ]);
  });

  test.each([
    [
      'canary: { stableService: cart, canaryService: cart }',
      'canary.canaryService',
      'canary.stableService',
    ],
    [
      'blueGreen: { activeService: cart, previewService: cart }',
      'blueGreen.previewService',
      'blueGreen.activeService',
    ],
    [
      'canary: { pingPong: { pingService: cart, pongService: cart } }',
      'canary.pingPong.pongService',
      'canary.pingPong.pingService',
    ],
  ])('rejects one for two versions: %s', (text, field, other) => {
    expect(findings(strategy(text), ...SERVICES)).toEqual([
      `error one-service-for-two-versions: spec.strategy.${field}: got "cart", allowed another Service than spec.strategy.${other}`,
    ]);
  });

  test('rejects one that two Rollouts name', () => {
    const other = strategy('blueGreen: { activeService: cart }')
      .replace('name: cart,', 'name: till,')
      .replace('matchLabels: { app: cart }', 'matchLabels: { app: cart, till: a }');
    expect(findings(strategy(`canary: { ${BOTH} }`), ...SERVICES, other)).toEqual([
      'error shared-service: [shop.yaml:25] Rollout shop/till: spec.strategy.blueGreen.activeService: got "cart", which is a Service of Rollout shop/cart at [shop.yaml:2] already: give each Rollout Services of its own',
    ]);
  });

  test('rejects one that selects other pods, or none', () => {
    expect(
      findings(
        strategy('blueGreen: { activeService: cart }'),
        service('cart', '{ app: cart, tier: web }'),
      ),
    ).toEqual([
      "error service-selects-other-pods: spec.strategy.blueGreen.activeService: Service 'cart' selects pods with tier=web, and those of the Rollout have no such label: make them alike",
    ]);
    expect(
      findings(strategy('blueGreen: { activeService: cart }'), service('cart', '{ app: till }')),
    ).toEqual([
      `error service-selects-other-pods: spec.strategy.blueGreen.activeService: Service 'cart' selects pods with app=till, and those of the Rollout have "cart": make them alike`,
    ]);
    expect(findings(strategy('blueGreen: { activeService: cart }'), service('cart', '{}'))).toEqual(
      [
        "error service-selects-other-pods: spec.strategy.blueGreen.activeService: Service 'cart' selects no pods: give it the Rollout's selector",
      ],
    );
  });
});

describe('routes', () => {
  const istio = (text: string, services = BOTH) =>
    strategy(`canary: { ${services}, trafficRouting: { istio: { ${text} } } }`);
  const virtualService = (http: string, more = '') => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: cart, namespace: shop }
spec: { hosts: [cart], http: [${http}] ${more} }
`;
  const route = (name: string, ...hosts: readonly string[]) =>
    `{ name: ${name}, route: [${hosts.map((host) => `{ destination: { host: ${host} } }`).join(', ')}] }`;

  test('of Istio lead to both versions', () => {
    const one = 'virtualService: { name: cart, routes: [primary] }';
    const rest = [
      ...SERVICES,
      virtualService(
        `${route('primary', 'cart', 'cart-canary.shop.svc.cluster.local')}, ${route('other', 'x')}`,
      ),
    ];
    expect(findings(istio(one), ...rest)).toEqual([]);
    expect(
      findings(istio('virtualService: { name: cart.shop, routes: [primary] }'), ...rest),
    ).toEqual([]);
    expect(
      findings(
        istio('virtualServices: [{ name: cart, routes: [primary, other, third] }]'),
        ...rest,
      ),
    ).toEqual([
      "error route-without-version: spec.strategy.canary.trafficRouting.istio.virtualServices[0]: VirtualService 'cart' has no route 'other' that leads to both 'cart' and 'cart-canary': add the one that is missing",
      "error missing-route: spec.strategy.canary.trafficRouting.istio.virtualServices[0].routes: VirtualService 'cart' has no route 'third': add it, or name another",
    ]);
    expect(findings(istio('virtualService: { name: cart }'), ...rest)).toEqual([
      "error ambiguous-route: spec.strategy.canary.trafficRouting.istio.virtualService.routes: is missing, and VirtualService 'cart' has 2 routes: name those that are split",
    ]);
    expect(
      findings(
        istio('virtualService: { name: cart }'),
        ...SERVICES,
        virtualService(route('a', 'cart', 'cart-canary.other')),
      ),
    ).toEqual([
      "error route-without-version: spec.strategy.canary.trafficRouting.istio.virtualService: VirtualService 'cart' has no route that leads to both 'cart' and 'cart-canary': add the one that is missing",
    ]);
  });

  test('of bytes are found by their port', () => {
    const tcp = (port: number) =>
      `, tcp: [{ match: [{ port: ${port} }], route: [{ destination: { host: cart } }, { destination: { host: cart-canary } }] }]`;
    const named = istio('virtualService: { name: cart, tcpRoutes: [{ port: 6379 }] }');
    expect(findings(named, ...SERVICES, virtualService('', tcp(6379)))).toEqual([]);
    expect(findings(named, ...SERVICES, virtualService('', tcp(6380)))).toEqual([
      `error missing-route: spec.strategy.canary.trafficRouting.istio.virtualService.routes: VirtualService 'cart' has no route 'TCP {"port":6379}': add it, or name another`,
    ]);
  });

  test('warns of a VirtualService that isn’t here', () => {
    expect(findings(istio('virtualService: { name: cart }'), ...SERVICES)).toEqual([
      "warning missing-route: spec.strategy.canary.trafficRouting.istio.virtualService: there is no VirtualService 'cart' among these objects: without it no release begins",
    ]);
  });

  test('of subsets lead to both, and the rule has them', () => {
    const named = istio(
      'virtualService: { name: cart }, destinationRule: { name: cart, stableSubsetName: stable, canarySubsetName: canary }',
      '',
    ).replace('canary: { ,', 'canary: {');
    const rule = (...names: readonly string[]) => `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: cart, namespace: shop }
spec: { host: cart, subsets: [${names.map((name) => `{ name: ${name} }`).join(', ')}] }
`;
    const routes = virtualService(
      '{ route: [{ destination: { host: cart, subset: stable } }, { destination: { host: cart, subset: canary } }] }',
    );
    expect(findings(named, rule('stable', 'canary'), routes)).toEqual([]);
    expect(findings(named, rule('stable'), virtualService(route('a', 'cart')))).toEqual([
      `error route-without-version: spec.strategy.canary.trafficRouting.istio.destinationRule: DestinationRule 'cart' has no subset "canary": add it`,
      "error route-without-version: spec.strategy.canary.trafficRouting.istio.virtualService: VirtualService 'cart' has no route that leads to both 'stable' and 'canary': add the one that is missing",
    ]);
  });

  test.each([
    ['nginx', 'stableIngress: web', 'stableIngress'],
    ['nginx', 'stableIngresses: [web]', 'stableIngresses'],
    ['alb', 'ingress: web, servicePort: 80', 'ingress'],
  ])('of %s have the stable version as a backend: %s', (router, text, key) => {
    const ingress = (name: string) => `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: web, namespace: shop }
spec: { rules: [{ http: { paths: [{ path: /, backend: { service: { name: ${name} } } }] } }] }
`;
    const named = strategy(`canary: { ${BOTH}, trafficRouting: { ${router}: { ${text} } } }`);
    expect(findings(named, ...SERVICES, ingress('cart'))).toEqual([]);
    expect(findings(named, ...SERVICES, ingress('till'))).toEqual([
      `error route-without-version: spec.strategy.canary.trafficRouting.${router}.${key}: Ingress 'web' leads to 'till', and not to 'cart': add a path to it`,
    ]);
    expect(findings(named, ...SERVICES)).toEqual([
      `warning missing-route: spec.strategy.canary.trafficRouting.${router}.${key}: there is no Ingress 'web' among these objects: without it no release begins`,
    ]);
  });

  test('of the Gateway API lead to both versions', () => {
    const field = `spec.strategy.canary.trafficRouting.plugins['argoproj-labs/gatewayAPI'].grpcRoutes`;
    const named = strategy(
      `canary: { ${BOTH}, trafficRouting: { plugins: { argoproj-labs/gatewayAPI: { namespace: shop, grpcRoutes: [{ name: web }] } } } }`,
    );
    const grpc = (...names: readonly string[]) => `
apiVersion: gateway.networking.k8s.io/v1
kind: GRPCRoute
metadata: { name: web, namespace: shop }
spec: { rules: [{ backendRefs: [${names.map((name) => `{ name: ${name} }`).join(', ')}] }] }
`;
    expect(findings(named, ...SERVICES, grpc('cart', 'cart-canary'))).toEqual([]);
    expect(findings(named, ...SERVICES, grpc('cart'))).toEqual([
      `error route-without-version: ${field}: GRPCRoute 'web' has no rule that leads to both 'cart' and 'cart-canary': add the one that is missing`,
    ]);
  });
});

describe('analyses', () => {
  const template = (name: string, spec: string, kind = 'AnalysisTemplate') => `
apiVersion: argoproj.io/v1alpha1
kind: ${kind}
metadata: { name: ${name}${kind === 'AnalysisTemplate' ? ', namespace: shop' : ''} }
spec: ${spec}
`;
  const step = (text: string) => strategy(`canary: { steps: [{ setWeight: 10 }, ${text}] }`);

  test('have all templates and arguments', () => {
    const use = step(
      '{ analysis: { templates: [{ templateName: a }, { templateName: b, clusterScope: true }], args: [{ name: x, value: y }] } }',
    );
    const rest = [
      template(
        'a',
        '{ args: [{ name: x }, { name: z, value: q }], metrics: [{ name: m }], templates: [{ templateName: c }] }',
      ),
      template('b', '{ args: [{ name: z }], metrics: [{ name: n }] }', 'ClusterAnalysisTemplate'),
      template('c', '{ metrics: [{ name: o }], templates: [{ templateName: a }] }'),
    ];
    expect(findings(use, ...rest)).toEqual([]);
  });

  test.each([
    ['canary: { analysis: { templates: [{ templateName: a }] } }', 'canary.analysis'],
    [
      'blueGreen: { prePromotionAnalysis: { templates: [{ templateName: a }] } }',
      'blueGreen.prePromotionAnalysis',
    ],
    [
      'blueGreen: { postPromotionAnalysis: { templates: [{ templateName: a }] } }',
      'blueGreen.postPromotionAnalysis',
    ],
    [
      'canary: { steps: [{ experiment: { analyses: [{ name: q, templateName: a }] } }] }',
      'canary.steps[0].experiment.analyses[0]',
    ],
  ])('rejects a missing argument, and warns of a missing template: %s', (text, field) => {
    expect(
      findings(strategy(text), template('a', '{ args: [{ name: x }], metrics: [{ name: m }] }')),
    ).toEqual([
      `error missing-analysis-argument: spec.strategy.${field}.args: has no 'x', for which AnalysisTemplate 'a' has no value of its own: add it`,
    ]);
    expect(findings(strategy(text))).toEqual([
      `warning missing-analysis-template: spec.strategy.${field}: there is no AnalysisTemplate 'a' among these objects: without it each release stops here`,
    ]);
  });

  test('rejects metrics of one name in templates that run together', () => {
    const use = step('{ analysis: { templates: [{ templateName: a }, { templateName: b }] } }');
    expect(
      findings(
        use,
        template('a', '{ metrics: [{ name: m }] }'),
        template('b', '{ metrics: [{ name: m }] }'),
      ),
    ).toEqual([
      "error shared-metric-name: spec.strategy.canary.steps[1].analysis: runs the metric 'm' of 'a' and of 'b' together: rename one of the two",
    ]);
  });
});

describe('workloads', () => {
  const deployment = (labels = '{ app: cart }') => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: cart, namespace: shop }
spec: { selector: { matchLabels: ${labels} }, template: { metadata: { labels: ${labels} }, spec: { containers: [] } } }
`;
  const referring = `
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: { name: cart, namespace: shop }
spec:
  selector: { matchLabels: { app: cart } }
  workloadRef: { apiVersion: apps/v1, kind: Deployment, name: cart }
  strategy: { blueGreen: { activeService: cart } }
`;
  const autoscaler = (kind: string) => `
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: cart, namespace: shop }
spec: { scaleTargetRef: { kind: ${kind}, name: cart }, maxReplicas: 3 }
`;

  test('rejects a Rollout and a Deployment with one selector', () => {
    expect(findings(strategy('canary: {}'), deployment())).toEqual([
      'error shared-selector: spec.selector: got {"matchLabels":{"app":"cart"}}, which is that of Deployment shop/cart at [shop.yaml:13], too: give the pods of one of the two a label of their own, and select by it',
    ]);
    expect(findings(strategy('canary: {}'), deployment('{ app: cart, version: blue }'))).toEqual(
      [],
    );
    expect(findings(referring, deployment(), service('cart'))).toEqual([]);
  });

  test('warns of a workload that isn’t here', () => {
    expect(findings(referring, service('cart'))).toEqual([
      "warning missing-workload: spec.workloadRef: there is no Deployment 'cart' among these objects, and without it no pod starts",
    ]);
  });

  test('reads labels of pods from the workload that is referred to', () => {
    expect(findings(referring, deployment(), service('cart', '{ app: till }'))[0]).toMatch(
      /^error service-selects-other-pods/,
    );
  });

  test('rejects an autoscaler of what a Rollout refers to', () => {
    expect(findings(referring, deployment(), service('cart'), autoscaler('Deployment'))).toEqual([
      "error autoscaler-of-referred-workload: [shop.yaml:23] HorizontalPodAutoscaler shop/cart: spec.scaleTargetRef: got Deployment 'cart', whose pods are those of Rollout shop/cart: name the Rollout",
    ]);
    expect(findings(referring, deployment(), service('cart'), autoscaler('Rollout'))).toEqual([]);
    expect(findings(deployment(), autoscaler('Deployment'))).toEqual([]);
  });
});
