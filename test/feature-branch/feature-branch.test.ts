import { join } from 'node:path';
import { ApiObject, App, Chart, JsonPatch } from 'cdk8s';
import { blueGreen } from '../../lib/delivery/blue-green';
import { canary } from '../../lib/delivery/canary';
import type { Router } from '../../lib/delivery/router';
import { istioByHost } from '../../lib/delivery/routers/istio-by-host';
import { istioBySubset } from '../../lib/delivery/routers/istio-by-subset';
import { nginxIngress } from '../../lib/delivery/routers/nginx-ingress';
import { smi } from '../../lib/delivery/routers/smi';
import { weight } from '../../lib/delivery/step';
import { callGraph } from '../../lib/endpoint/call-graph';
import { externalEndpoint } from '../../lib/endpoint/endpoint';
import type { SystemBranches } from '../../lib/environment/branches';
import { FeatureBranch } from '../../lib/feature-branch/feature-branch';
import { Microservice } from '../../lib/microservice/microservice';
import { validateManifest } from '../../lib/schema/validate';
import { VirtualService } from '../../lib/traffic/istio/virtual-service';
import { renderFiles } from '../../lib/writer/render';
import { least, plainChart } from '../microservice/chart';
import { unseen } from '../problem/lines';
import { filesOf, manifestsOf, problemsOf } from '../render-tree';
import { expectYaml } from '../yaml-snapshot';
import {
  branchBy,
  branchOf,
  byCookie,
  byHeader,
  expires,
  image,
  mesh,
  Shop,
  type ShopOptions,
} from './shop';

const SNAPSHOTS = join(__dirname, 'snapshots');
const host = 'shop.qa.example.com';
const exposed = { host };
const access = { gateway: { namespace: 'gateways', labels: { app: 'gateway' } } };

const both = {
  expires,
  microservices: { cart: { image, when: byHeader }, frontend: { image, when: byCookie } },
} as const;

describe('a branch as data', () => {
  const shop = new Shop({ branches: { myfeature: both }, frontend: { exposed } });
  const files = renderFiles(manifestsOf(shop.environment));

  test.each(['frontend', 'frontend-myfeature', 'cart', 'cart-myfeature'])(
    'makes %s.yaml',
    (name) => {
      expectYaml(join(SNAPSHOTS, `${name}.yaml`), files.get(`qa/shop/${name}.yaml`) ?? '');
    },
  );

  test('makes objects that are valid', () => {
    const objects = shop.all().filter(({ kind }) => kind !== 'Namespace');
    expect(objects.flatMap((object) => validateManifest(object))).toEqual([]);
  });

  test('is the same as the branch as code', () => {
    const coded = new Shop({ frontend: { exposed } });
    const { cart, frontend, system } = coded;
    new FeatureBranch(system, 'myfeature', {
      expires,
      microservices: [
        { of: frontend, image, when: byCookie },
        { of: cart, image, when: byHeader },
      ],
    });
    expect(renderFiles(manifestsOf(coded.environment))).toEqual(files);
  });
});

/** Labels of a workload's pods, and each selector that finds them. */
function selectorsOf(shop: Shop, workload: string): readonly string[] {
  const { labels } = Object(shop.find('Deployment', workload)?.spec).template.metadata;
  const selects = (selector: unknown) => {
    const entries = Object.entries(Object(selector));
    return entries.length > 0 && entries.every(([key, value]) => labels[key] === value);
  };
  return shop.all().flatMap(({ kind, metadata, spec }) => {
    const { selector, podSelector } = Object(spec);
    const own = kind === 'Service' ? selector : (podSelector ?? selector)?.matchLabels;
    return selects(own) ? [`${kind} ${metadata.name}`] : [];
  });
}

describe('the pods of a variant', () => {
  const environment = { mesh, defaults: { replicas: 3 } };
  const frontend = { replicas: { min: 2, max: 4, cpuPercent: 70 } };
  const shop = new Shop({ environment, frontend, branches: { myfeature: branchOf('frontend') } });

  test('are selected by nothing of the main one, and the other way round', () => {
    expect(selectorsOf(shop, 'frontend-myfeature')).toEqual([
      'Service frontend-myfeature',
      'Deployment frontend-myfeature',
      'NetworkPolicy frontend-myfeature',
    ]);
    expect(selectorsOf(shop, 'frontend')).toEqual([
      'Service frontend',
      'Deployment frontend',
      'PodDisruptionBudget frontend',
      'NetworkPolicy frontend',
    ]);
  });

  test('are one, without an autoscaler and a budget', () => {
    expect(shop.find('Deployment', 'frontend-myfeature')?.spec).toMatchObject({ replicas: 1 });
    expect(shop.find('HorizontalPodAutoscaler', 'frontend-myfeature')).toBeUndefined();
    expect(shop.find('PodDisruptionBudget', 'frontend-myfeature')).toBeUndefined();
  });

  test('are as many, with the variables and the account, as the branch says', () => {
    const variant = {
      image,
      replicas: 2,
      env: { CART: 'elsewhere:1', MODE: 'test' },
      serviceAccount: 'frontend',
    };
    const own = new Shop({
      branches: { own: { expires, when: byCookie, microservices: { frontend: variant } } },
    });
    expect(own.find('ServiceAccount', 'frontend-own')).toBeUndefined();
    expect(own.find('PodDisruptionBudget', 'frontend-own')).toBeUndefined();
    expect(own.find('Deployment', 'frontend-own')?.spec).toMatchObject({
      replicas: 2,
      template: {
        spec: {
          serviceAccountName: 'frontend',
          containers: [
            {
              name: 'frontend',
              env: [
                { name: 'CART', value: 'elsewhere:1' },
                { name: 'MODE', value: 'test' },
              ],
            },
          ],
        },
      },
    });
  });

  test('have grants of their own, or those of the account that is named', () => {
    const grants = [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }] as const;
    const rolesOf = (options: ShopOptions) =>
      new Shop({ ...options, frontend: { grants } })
        .all()
        .flatMap(({ kind, metadata }) => (kind === 'Role' ? [metadata.name] : []))
        .filter((name) => name.startsWith('frontend'));
    const account = { frontend: { image, serviceAccount: 'frontend' } };
    expect(rolesOf({ branches: { own: branchOf('frontend') } })).toEqual([
      'frontend-own',
      'frontend',
    ]);
    expect(
      rolesOf({ branches: { own: { expires, when: byCookie, microservices: account } } }),
    ).toEqual(['frontend']);
  });

  test('are replaced one by one, though the main one is released in steps', () => {
    const release = blueGreen({ autoPromotion: 'off' });
    const { environment } = new Shop({
      frontend: { release },
      branches: { myfeature: branchOf('frontend') },
    });
    const kinds = manifestsOf(environment).flatMap(({ manifest: { kind, metadata } }) =>
      ['Rollout', 'Deployment'].includes(kind) && metadata.name.startsWith('frontend')
        ? [`${kind} ${metadata.name}`]
        : [],
    );
    expect(kinds).toEqual(['Deployment frontend-myfeature', 'Rollout frontend']);
  });
});

test('calls of a variant are those of the main one, and callers may call it', () => {
  const shop = new Shop({ branches: { myfeature: both } });
  const late = externalEndpoint({ host: 'api.example.com', port: 443 });
  shop.frontend.addCalls(late);
  const edges = callGraph(shop.system).map(({ from, to }) =>
    to.kind === 'service-endpoint' ? `${from.name} ${to.service}` : `${from.name} ${to.host}`,
  );
  expect(edges.toSorted()).toEqual([
    'cart database',
    'cart-myfeature database',
    'frontend api.example.com',
    'frontend cart',
    'frontend cart-myfeature',
    'frontend-myfeature api.example.com',
    'frontend-myfeature cart',
    'frontend-myfeature cart-myfeature',
  ]);
});

describe('several branches', () => {
  const a = branchBy({ cookie: 'user', exact: 'a' }, 'frontend');
  const b = branchBy({ cookie: 'user', exact: 'b' }, 'frontend');

  test('stand in the order of their names, whichever was opened first', () => {
    const shop = new Shop({ branches: { b, a } });
    expect(shop.rules('frontend')).toMatchObject([
      { name: 'branch-a' },
      { name: 'branch-b' },
      { route: [{ destination: { host: 'frontend' } }] },
    ]);
    expect(filesOf(shop.environment)).toEqual(
      filesOf(new Shop({ branches: { a, b } }).environment),
    );
  });

  test('are rejected where they want the same requests', () => {
    expect(new Shop({ branches: { a, c: a } }).problems).toEqual([
      "[FeatureBranch-c/frontend-c] when: 'cookie user=a' leads to branch 'a' already: take another value",
    ]);
  });
});

describe('beside a canary', () => {
  const rulesWith = (router: Router) =>
    new Shop({
      branches: { myfeature: branchOf('frontend') },
      frontend: { exposed, release: canary({ router, steps: [weight(20)] }) },
    });

  test.each([
    ['by host', istioByHost({ hosts: [host], gateways: ['frontend'] })],
    ['by subset', istioBySubset({ hosts: [host], gateways: ['frontend'] })],
  ])('%s, rules stand in front of the one with the weights, which stays', (_, router) => {
    const shop = rulesWith(router);
    const plain = new Shop({
      frontend: { exposed, release: canary({ router, steps: [weight(20)] }) },
    });
    const [rule, ...rest] = Object(shop.rules('frontend'));
    expect(rule).toMatchObject({
      name: 'branch-myfeature',
      route: [{ destination: { host: 'frontend-myfeature' } }],
    });
    expect(rest).toEqual(plain.rules('frontend'));
    expect(shop.find('Rollout', 'frontend')).toEqual(plain.find('Rollout', 'frontend'));
    expect(shop.find('VirtualService', 'frontend-mesh')).toBeUndefined();
    expect(shop.frontend.controllerOwned).toEqual(plain.frontend.controllerOwned);
  });

  test('rejects a release by what the environment has no routes of', () => {
    expect(rulesWith(smi()).problems).toEqual([
      `[FeatureBranch-myfeature/frontend-myfeature] requests of 'frontend' to ${host} are in no route that could tell them by header or cookie: give its release a router of 'istio' with this host`,
    ]);
  });
});

test('JSON patches of the main route hold for the rules of branches, too, at the same places', () => {
  const shop = new Shop({ branches: { myfeature: branchOf('frontend') }, frontend: { exposed } });
  const route = shop.frontend.node.findChild('VirtualService');
  if (ApiObject.isApiObject(route)) route.addJsonPatch(JsonPatch.add('/spec/http/0/timeout', '9s'));
  expect(shop.rules('frontend')).toMatchObject([
    { name: 'branch-myfeature', timeout: '9s' },
    { timeout: '9s', route: [{ destination: { host: 'frontend' } }] },
  ]);
});

describe('a way in of another kind', () => {
  test('HTTPRoute: rules in front, and none for callers without a mesh', () => {
    const shop = new Shop({
      environment: {
        access,
        ingress: { kind: 'gateway-api', gateway: { name: 'public', namespace: 'gateways' } },
      },
      branches: { myfeature: branchOf('frontend') },
      frontend: { exposed },
    });
    expect(shop.find('HTTPRoute', 'frontend')?.spec).toMatchObject({
      rules: [
        {
          matches: [{ headers: [{ name: 'cookie', type: 'RegularExpression' }] }],
          backendRefs: [{ name: 'frontend-myfeature', port: 80 }],
        },
        { backendRefs: [{ name: 'frontend', port: 80 }] },
      ],
    });
    expect(shop.all().filter(({ kind }) => kind === 'VirtualService')).toEqual([]);
  });

  test('GRPCRoute: by metadata', () => {
    const shop = new Shop({
      environment: { access, ingress: { kind: 'gateway-api', class: 'istio' } },
      branches: { own: branchBy(byHeader, 'frontend') },
      frontend: { exposed, ports: { grpc: 9000 } },
    });
    expect(shop.find('GRPCRoute', 'frontend')?.spec).toMatchObject({
      rules: [
        {
          matches: [{ headers: [{ name: 'userid', value: '4f9e' }] }],
          backendRefs: [{ name: 'frontend-own', port: 9000 }],
        },
        { backendRefs: [{ name: 'frontend', port: 9000 }] },
      ],
    });
  });

  describe('NGINX', () => {
    const environment = {};
    const tls = { credential: 'shop-tls' };
    const shop = (branches: ShopOptions['branches'], frontend: ShopOptions['frontend'] = {}) =>
      new Shop({ environment, branches, frontend: { exposed: { host, tls }, ...frontend } });
    const header = branchBy(byHeader, 'frontend');

    test('a canary Ingress of its own', () => {
      const own = shop({ own: header });
      const ingress = own.find('Ingress', 'frontend-own');
      expect(ingress?.metadata.annotations).toEqual({
        'nginx.ingress.kubernetes.io/canary': 'true',
        'nginx.ingress.kubernetes.io/canary-by-header': 'userid',
        'nginx.ingress.kubernetes.io/canary-by-header-value': '4f9e',
      });
      expect(ingress?.spec).toEqual({
        ingressClassName: 'nginx',
        rules: [
          {
            host,
            http: {
              paths: [
                {
                  path: '/',
                  pathType: 'Prefix',
                  backend: { service: { name: 'frontend-own', port: { number: 80 } } },
                },
              ],
            },
          },
        ],
      });
      expect(own.find('Ingress', 'frontend')).toEqual(shop({}).find('Ingress', 'frontend'));
    });

    test('rejects a value of a cookie', () => {
      expect(shop({ own: branchOf('frontend') }).problems).toEqual([
        '[FeatureBranch-own/frontend-own] when.cookie: got "user=myfeature", allowed the value \'always\', as NGINX knows no other of a cookie, or a header',
      ]);
    });

    test('rejects a branch beside a canary that has an Ingress, and none beside one by pods', () => {
      const release = canary({ router: nginxIngress(), steps: [weight(20)] });
      expect(shop({ own: header }, { release }).problems).toEqual([
        "[FeatureBranch-own/frontend-own] NGINX takes one canary Ingress for 'frontend', which is that of its canary: close one of the two, or use a mesh",
      ]);
      const byPods = canary({ steps: [weight(20)] });
      expect(shop({ own: header }, { release: byPods }).problems).toEqual([]);
    });

    test('rejects a second branch', () => {
      const second = branchBy({ header: 'userid', exact: '2' }, 'frontend');
      expect(shop({ own: header, second }).problems).toEqual([
        "[FeatureBranch-second/frontend-second] NGINX takes one canary Ingress for 'frontend', which is that of branch 'own': close one of the two, or use a mesh",
      ]);
    });
  });

  test('rejects an Ingress of any other controller', () => {
    const environment = { access, ingress: { kind: 'ingress', class: 'alb' } } as const;
    const branches = { own: branchOf('frontend') };
    expect(new Shop({ environment, branches, frontend: { exposed } }).problems).toEqual([
      "[FeatureBranch-own/frontend-own] requests of 'frontend' come by ingress 'ingress', which can't tell them by header or cookie: use 'nginx', 'gateway-api' or 'istio'",
    ]);
  });
});

describe('rejects', () => {
  const problemsWith = (options: ShopOptions) => new Shop(options).problems;

  test('a microservice that nothing can route to, without a mesh', () => {
    expect(problemsWith({ environment: {}, branches: { own: branchOf('cart') } })).toEqual([
      "[FeatureBranch-own/cart-own] nothing can send requests of 'cart' to a variant: it isn't reached from outside, and the environment has no mesh: " +
        "add mesh: { kind: 'istio' } to the environment, or `exposed` to the microservice",
    ]);
  });

  test('a protocol that has no headers', () => {
    expect(problemsWith({ branches: { own: branchOf('database') } })).toEqual([
      "[FeatureBranch-own/database-own] the mesh can't tell requests of 'database' apart, whose ports are 'tcp': name one 'http', 'http2' or 'grpc', alone or with '-' and more, if that is what it speaks",
    ]);
  });

  test.each([{ ports: {} }, { service: 'none' as const }])(
    'what has no Service: %j',
    (frontend) => {
      expect(problemsWith({ frontend, branches: { own: branchOf('frontend') } })).toEqual([
        "[FeatureBranch-own/frontend-own] 'frontend' has no Service by which requests could be sent to a variant of it",
      ]);
    },
  );

  test('a microservice that does not exist', () => {
    expect(problemsWith({ branches: { own: branchOf('frontnd') } })).toEqual([
      "[FeatureBranch-own] microservices: got \"frontnd\", allowed 'database', 'cart', 'frontend': did you mean 'frontend'?",
    ]);
  });

  test('a variant without pods, to which requests would go all the same', () => {
    const problems = (replicas: number) =>
      problemsWith({
        environment: { mesh },
        branches: {
          own: {
            expires,
            when: { cookie: 'user', exact: 'own' },
            microservices: { cart: { image, replicas } },
          },
        },
      });
    expect(problems(1)).toEqual([]);
    expect(problems(0)).toEqual([
      '[FeatureBranch-own/cart-own] replicas: got 0, allowed 1 or more: requests of the branch would find no pod; close it instead',
    ]);
  });

  test('production, unless its environment says why', () => {
    const environment = { mesh, tier: 'production' } as const;
    const branches = { own: branchOf('cart') };
    expect(problemsWith({ environment, branches })).toEqual([
      "[FeatureBranch-own] is not for 'qa', which is production: close it there, or say in the environment why it may run: featureBranches: { allow: '...' }",
    ]);
    const allowing = (allow: string) => ({ ...environment, featureBranches: { allow } });
    expect(problemsWith({ environment: allowing('testers are customers'), branches })).toEqual([]);
    expect(problemsWith({ environment: allowing('yes') })).toEqual([
      '[qa] featureBranches.allow: got "yes", allowed a reason in words, of 10 letters or more',
    ]);
  });

  test('what the branch and its variants say of themselves, all at once', () => {
    const cart = {
      image: 'cart',
      replicas: -1,
      env: { 'A=B': '1' },
      when: { cookie: 'a b', exact: '1' },
    };
    const branches: SystemBranches = {
      Own: { expires: '2026-02-30', microservices: { cart } },
      other: { expires, microservices: { frontend: { image } } },
      ['long'.repeat(15)]: branchOf('frontend'),
    };
    expect(problemsWith({ branches })).toMatchInlineSnapshot(`
[
  "[FeatureBranch-Own] name: got "Own", allowed a DNS label: 1 to 63 lower-case letters, digits and dashes, with no dash at either end",
  "[FeatureBranch-Own] expires: got "2026-02-30", allowed a day of the calendar: 2026-12-31",
  "[FeatureBranch-Own/cart-Own] when.cookie: got "a b", allowed a cookie's name: letters, digits, '-' and '_'",
  "[FeatureBranch-Own/cart-Own] name: got "cart-Own", allowed a DNS label: 1 to 63 lower-case letters, digits and dashes, with no dash at either end",
  "[FeatureBranch-Own/cart-Own] image: got "cart", allowed an image with a version: add a tag (\`:v1.2.3\`) or a digest",
  "[FeatureBranch-Own/cart-Own] env: got "A=B", allowed a variable name: letters, digits, '-', '_' and '.', with no digit and no '..' in front",
  "[FeatureBranch-Own/cart-Own] replicas: got -1, allowed a whole number from 0",
  "[FeatureBranch-other/frontend-other] when: is missing: say which requests go there: { cookie: 'user', exact: 'myfeature' }",
  "[FeatureBranch-longlonglonglonglonglonglonglonglonglonglonglonglonglonglong/frontend-longlonglonglonglonglonglonglonglonglonglonglonglonglonglong] name: got "frontend-longlonglonglonglonglonglonglonglonglonglonglonglonglonglong", allowed a DNS label: 1 to 63 lower-case letters, digits and dashes, with no dash at either end (it has 69)",
]
`);
  });

  test('a name that a microservice or a Service has', () => {
    const branches = { canary: branchOf('frontend') };
    const release = canary({ router: istioByHost(), steps: [weight(20)] });
    expect(problemsWith({ branches, frontend: { release } })).toEqual([
      '[FeatureBranch-canary/frontend-canary] name: got "frontend-canary", allowed a name of its own, and [qa/shop/frontend/Service-frontend-canary] has this one: rename the branch',
    ]);
    const shop = new Shop({ branches });
    new Microservice(shop.system, 'frontend-canary', least);
    expect(shop.problems).toEqual([
      '[FeatureBranch-canary] name: got "frontend-canary", allowed a name of its own, and [qa/shop/frontend-canary] has this one: rename the branch',
    ]);
  });

  test('another VirtualService for the same callers', () => {
    const shop = new Shop({ branches: { own: branchOf('cart') } });
    const to = shop.cart.endpoint('grpc');
    new VirtualService(shop.system, 'faster', {
      hosts: [to],
      http: [{ route: to, timeout: '1s' }],
    });
    expect(shop.problems).toEqual([
      "[cart/VirtualService] is for callers of 'cart', as [qa/shop/VirtualService-faster/VirtualService-faster] is, and Istio takes only one: take that one out, or make it what the release of the microservice routes by",
    ]);
  });

  test.each<[string, (of: unknown) => unknown, readonly string[]]>([
    ['none', () => undefined, ['got undefined, allowed { microservices: ..., expires: ... }']],
    [
      'one that has nothing',
      () => ({}),
      ['microservices: is missing: add it', 'expires: is missing: add it'],
    ],
    [
      'one of no microservice',
      () => ({ expires, when: byHeader, microservices: [] }),
      ['microservices: is empty: name at least one'],
    ],
    [
      'variants of another form',
      (of) => ({
        expires,
        when: byHeader,
        microservices: [undefined, { of }, { image }, { of, image, replica: 2, env: 'a' }],
      }),
      [
        'microservices[0]: got undefined, allowed { of: ..., image: ... }',
        'microservices[1].image: is missing: add it',
        'microservices[2].of: is missing: add it',
        "microservices[3].replica: isn't known, did you mean replicas?",
        "microservices[3].env: got text, which isn't shown here, allowed an object: { ... }",
      ],
    ],
    [
      'conditions of another form',
      (of) => ({ expires, when: [undefined, { cookie: 5 }], microservices: [{ of, image }] }),
      [
        'when[0]: got undefined, allowed an object: { ... }',
        'when[1]: got none, allowed exactly one of exact, prefix, regex',
        'when[1].cookie: got 5, allowed text',
      ],
    ],
  ])('a branch as code that no compiler has seen: %s', (_, props, found) => {
    const { system, cart, environment } = new Shop();
    new FeatureBranch(system, 'own', unseen(props(cart)));
    expect(problemsOf(environment)).toEqual(
      found.map((line) => `[qa/shop/FeatureBranch-own] ${line}`),
    );
  });

  test('two variants of one microservice', () => {
    const { system, cart, environment } = new Shop();
    const of = { of: cart, image };
    new FeatureBranch(system, 'own', { expires, when: byHeader, microservices: [of, of] });
    expect(problemsOf(environment)).toEqual([
      '[qa/shop/FeatureBranch-own/cart-own] name: got "cart-own", allowed each name once in \'qa/shop/FeatureBranch-own\': it is given a second time',
    ]);
  });

  test('nothing of a microservice that is wrong by itself, which is told there', () => {
    expect(
      problemsWith({ frontend: { replicas: -1 }, branches: { own: branchOf('frontend') } }),
    ).toEqual(['[frontend] replicas: got -1, allowed a whole number from 0']);
  });
});

test('works in a plain chart, beside a way in', () => {
  const chart = plainChart('shop');
  const frontend = new Microservice(chart, 'frontend', { ...least, ports: { http: 80 }, exposed });
  new FeatureBranch(chart, 'own', {
    expires,
    when: byHeader,
    microservices: [{ of: frontend, image }],
  });
  const { root } = chart.node;
  expect(root).toBeInstanceOf(App);
  expect(
    Chart.of(frontend)
      .toJson()
      .map(({ kind, metadata }) => `${kind} ${metadata.name}`),
  ).toContain('Ingress frontend-own');
});
