import { App } from 'cdk8s';
import { externalEndpoint, only } from '../../lib/endpoint/endpoint';
import type { AccessSpec } from '../../lib/environment/access';
import { Environment } from '../../lib/environment/environment';
import type { EnvironmentSpec } from '../../lib/environment/spec';
import { Microservice } from '../../lib/microservice/microservice';
import type { MicroserviceProps } from '../../lib/microservice/spec';
import { System } from '../../lib/system/system';
import { qaSpec } from '../environment/specs';
import { least, plainChart } from '../microservice/chart';
import { problemsOf } from '../render-tree';

const MESH = { kind: 'istio' } as const;
const GET = { methods: ['GET'] };

function environmentOf(spec: Partial<EnvironmentSpec> = {}, app = new App()): Environment {
  return new Environment(app, qaSpec({ ...spec }));
}

function cartIn(environment: Environment, props: Partial<MicroserviceProps> = {}) {
  const shop = new System(environment, 'shop');
  return new Microservice(shop, 'cart', { ...least, ports: { http: 80 }, ...props });
}

function problemsOfCall(access: AccessSpec, mesh?: typeof MESH): readonly string[] {
  const environment = environmentOf({ access, mesh });
  const cart = cartIn(environment);
  new Microservice(new System(environment, 'web'), 'web', {
    ...least,
    env: { CART: only(cart.endpoint('http'), GET) },
  });
  return problemsOf(environment);
}

describe('a call that is narrowed to some requests', () => {
  test.each<[AccessSpec, typeof MESH | undefined]>([
    [{ dialects: ['istio'] }, MESH],
    [{ dialects: ['kubernetes', 'istio'] }, MESH],
    [{ dialects: ['kubernetes', 'istio', 'cilium'] }, MESH],
    [{ dialects: ['cilium'] }, undefined],
  ])('is one in %j, mesh %j', (access, mesh) => {
    expect(problemsOfCall(access, mesh)).toEqual([]);
  });

  test.each<[AccessSpec, typeof MESH | undefined, string, string]>([
    [{}, undefined, "'kubernetes'", "take 'cilium' alone, or set `mesh` and add 'istio'"],
    [{}, MESH, "'kubernetes'", "add 'istio'"],
    [{ dialects: ['cilium'] }, MESH, "'cilium'", "add 'istio'"],
    [
      { dialects: ['cilium', 'kubernetes'] },
      undefined,
      "'cilium', 'kubernetes'",
      "take 'kubernetes' out, which opens all requests beside 'cilium'",
    ],
  ])('is rejected in %j, mesh %j', (access, mesh, dialects, advice) => {
    expect(problemsOfCall(access, mesh)).toEqual([
      `[qa/web/web] only(): of its call to shop-qa/cart, port 'http', can't be told in environment 'qa', where access.dialects are ${dialects}: ${advice}, or leave only() out`,
    ]);
  });

  test('is rejected where the callee has no proxy that looks at requests', () => {
    const environment = environmentOf({ access: { dialects: ['istio'] }, mesh: MESH });
    const cart = cartIn(environment, { pod: { labels: { 'sidecar.istio.io/inject': 'false' } } });
    new Microservice(new System(environment, 'web'), 'web', {
      ...least,
      calls: [only(cart.endpoint('http'), GET)],
    });
    expect(problemsOf(environment)).toEqual([
      "[qa/web/web] only(): of its call to shop-qa/cart, port 'http', can't be told in environment 'qa', where access.dialects are 'istio': give its pods the mesh's proxy, which looks at requests, or leave only() out",
    ]);
  });

  test("is judged by the callee's environment, whose policies choose", () => {
    const app = new App();
    const istio = { access: { dialects: ['istio'] }, mesh: MESH } as const;
    const [here, there] = [
      environmentOf({ name: 'here', ...istio }, app),
      environmentOf({ name: 'there' }, app),
    ];
    const [cart, other] = [cartIn(here), cartIn(there)];
    new Microservice(new System(there, 'web'), 'web', {
      ...least,
      calls: [only(cart.endpoint('http'), GET), only(other.endpoint('http'), GET)],
    });
    expect(problemsOf(app)).toEqual([
      expect.stringMatching(
        /^\[there\/web\/web\] only\(\): of its call to shop-there\/cart, .* environment 'there'/,
      ),
    ]);
  });

  test('is told when it is added later, and of a microservice with other mistakes', () => {
    const environment = environmentOf();
    const cart = cartIn(environment);
    const web = new Microservice(new System(environment, 'web'), 'web', { ...least, replicas: -1 });
    web.addCalls(only(cart.endpoint('http'), GET));
    expect(problemsOf(environment).map((line) => line.split(':')[0])).toEqual([
      '[qa/web/web] only()',
      '[qa/web/web] replicas',
    ]);
  });

  test('to all requests, and one outside of an environment, is like any other', () => {
    const environment = environmentOf();
    const cart = cartIn(environment);
    new Microservice(new System(environment, 'web'), 'web', {
      ...least,
      calls: [only(cart.endpoint('http'))],
    });
    expect(problemsOf(environment)).toEqual([]);
    const chart = plainChart('shop');
    const plain = new Microservice(chart, 'cart', { ...least, ports: { http: 80 } });
    new Microservice(chart, 'web', { ...least, calls: [only(plain.endpoint('http'), GET)] });
    expect(problemsOf(chart)).toEqual([]);
  });
});

describe('a call of another environment', () => {
  type Facts = Pick<EnvironmentSpec, 'cluster' | 'mesh'>;
  const told = (caller: Facts, callee: Facts): readonly string[] => {
    const app = new App();
    const cart = cartIn(environmentOf({ name: 'qa', ...callee }, app));
    const here = environmentOf({ name: 'prod', ...caller }, app);
    const calls = [cart.endpoint('http')];
    new Microservice(new System(here, 'web'), 'web', { ...least, calls });
    return problemsOf(app);
  };
  const p = { name: 'p' };
  const q = { name: 'q' };

  test('is rejected in another cluster, where its name is unknown', () => {
    const domain = { dnsDomain: 'k8s.example.com' };
    expect(told({ cluster: p }, { cluster: q })).toEqual([
      "[prod/web/web] calls: got \"cart.shop-qa.svc.cluster.local\", allowed for environment 'prod' in cluster 'p', what has a name there: port 'http' of [qa/shop/cart] is in cluster 'q'. Call the host at which it is `exposed`, as externalEndpoint({ host, port }); or say what spans both clusters: `mesh` in environments 'prod' and 'qa', or a `cluster.dnsDomain` of its own in 'qa'",
    ]);
    for (const [caller, callee] of [
      [{ cluster: p, mesh: MESH }, { cluster: q }],
      [{ cluster: p }, { cluster: q, mesh: MESH }],
      [{ cluster: { ...p, ...domain } }, { cluster: { ...q, ...domain } }],
      [{ cluster: { ...p, dnsDomain: 'cluster.local' } }, { cluster: q }],
      [{ cluster: { ...p, dnsDomain: 'p.example.com' } }, { cluster: q }],
    ] as const)
      expect(told(caller, callee)).toEqual([expect.stringContaining("is in cluster 'q'")]);
  });

  test('is one like any other in the same cluster, or where something spans both', () => {
    for (const [caller, callee] of [
      [{ cluster: p }, { cluster: p }],
      [
        { cluster: p, mesh: MESH },
        { cluster: q, mesh: MESH },
      ],
      [{ cluster: p }, { cluster: { ...q, dnsDomain: 'q.example.com' } }],
    ] as const)
      expect(told(caller, callee)).toEqual([]);
  });
});

describe("an endpoint in the cluster's own domain", () => {
  const told = (dnsDomain?: string) => {
    const cluster = { name: 'qa', dnsDomain };
    const environment = environmentOf({ cluster });
    new Microservice(new System(environment, 'web'), 'web', {
      ...least,
      calls: [externalEndpoint({ host: 'redis.cache.svc.k8s.example.com', port: 6379 })],
    });
    return problemsOf(environment);
  };

  test('is rejected without what is behind it', () => {
    expect(told('k8s.example.com')).toEqual([
      `[qa/web/web] host: got "redis.cache.svc.k8s.example.com", allowed for a Service of the cluster, the endpoint() of its microservice, or the pods behind it: pods: { namespace: 'cache', labels: { ... } }`,
    ]);
  });

  test('is a host like any other elsewhere', () => {
    expect(told()).toEqual([]);
  });
});
