import { join } from 'node:path';
import { App } from 'cdk8s';
import { canary } from '../../lib/delivery/canary';
import { istioByHost } from '../../lib/delivery/routers/istio-by-host';
import { Environment } from '../../lib/environment/environment';
import type { EnvironmentSpec } from '../../lib/environment/spec';
import { Microservice } from '../../lib/microservice/microservice';
import type { MicroserviceProps } from '../../lib/microservice/spec';
import { validateManifest } from '../../lib/schema/validate';
import { System } from '../../lib/system/system';
import { type ExposureContext, planExposure } from '../../lib/traffic/exposed/plan';
import type { Exposed } from '../../lib/traffic/exposed/spec';
import { emitYaml } from '../../lib/writer/yaml';
import { least } from '../microservice/chart';
import { manifestsOf, problemsOf } from '../render-tree';
import { qa } from '../shop';
import { expectYaml } from '../yaml-snapshot';
import { cart, frontend } from './shop';

const mesh = { kind: 'istio' } as const;
const certificate = { issuer: 'letsencrypt' };
const host = 'shop.qa.example.com';

const KINDS = [
  'Gateway',
  'Certificate',
  'VirtualService',
  'HTTPRoute',
  'GRPCRoute',
  'Ingress',
  'NetworkPolicy',
];

type Fields = Partial<Omit<EnvironmentSpec, 'name'>>;

function shop(
  fields: Fields,
  exposed: Exposed | undefined,
  props: Partial<MicroserviceProps> = {},
): Environment {
  const environment = new Environment(new App(), { ...qa, ...fields });
  const system = new System(environment, 'shop');
  const ports = { http: { port: 80, target: 8080 } };
  new Microservice<string>(system, 'frontend', { ...least, ports, ...props, exposed });
  return environment;
}

function problemsWith(
  fields: Fields,
  exposed: Exposed,
  props: Partial<MicroserviceProps> = {},
): readonly string[] {
  return problemsOf(shop(fields, exposed, props)).map((line) => line.replace(/^\[.*?\] /, ''));
}

const access = { gateway: { namespace: 'gateways', labels: { app: 'gateway' } } };
const gateway = { name: 'public', namespace: 'gateways' };

const WAYS: readonly (readonly [string, Fields, Exposed, Partial<MicroserviceProps>?])[] = [
  ['istio', { mesh }, { host }],
  [
    'istio-gateway',
    { mesh, ingress: { kind: 'istio', gateway } },
    { host, path: '/cart', timeout: '15s' },
  ],
  ['istio-credential', { mesh }, { host, tls: { credential: 'shop', plainHttp: 'allow' } }],
  ['istio-certificate', { mesh }, { host, tls: { certificate } }],
  [
    'gateway-api',
    { access, ingress: { kind: 'gateway-api', gateway: { ...gateway, listener: 'https' } } },
    { host, path: '/cart', timeout: '500ms' },
  ],
  [
    'gateway-api-certificate',
    { access, ingress: { kind: 'gateway-api', class: 'istio' } },
    { host, tls: { certificate } },
  ],
  [
    'gateway-api-grpc',
    { access, ingress: { kind: 'gateway-api', class: 'istio' } },
    { host },
    { ports: { grpc: 7070 } },
  ],
  ['nginx', {}, { host, tls: { credential: 'shop' }, timeout: '2m' }],
  [
    'nginx-grpc',
    { ingress: { kind: 'nginx', class: 'public' } },
    { host, tls: { certificate, plainHttp: 'allow' } },
    { ports: { grpc: 7070 } },
  ],
  ['ingress', { access, ingress: { kind: 'ingress', class: 'traefik' } }, { host, path: '/cart' }],
];

describe.each(WAYS.map((way) => [way[0], way] as const))('exposed by %s', (name, way) => {
  const [, fields, exposed, props] = way;
  const objects = () =>
    manifestsOf(shop(fields, exposed, props))
      .map(({ manifest }) => manifest)
      .filter(({ kind, metadata }) => KINDS.includes(kind) && metadata.name !== 'default-deny');

  test('makes what the environment needs', () => {
    expectYaml(join(__dirname, 'snapshots', `exposed-${name}.yaml`), emitYaml(objects()));
  });

  test('is what the schemas allow', () => {
    expect(objects().flatMap(validateManifest)).toEqual([]);
  });
});

describe('planExposure()', () => {
  const two = [
    { to: frontend, weight: 90 },
    { to: cart, weight: 10 },
  ];
  const context = (environment: ExposureContext['environment']) => ({
    name: 'frontend',
    namespace: 'shop-qa',
    labels: {},
    environment,
    routeName: 'primary',
  });

  test('shares requests between two destinations in a VirtualService', () => {
    const [route] = planExposure({ host }, context({ mesh }), two).routes;
    expect(route?.spec).toMatchObject({
      http: [
        {
          name: 'primary',
          route: [
            { destination: { host: 'frontend' }, weight: 90 },
            { destination: { host: 'cart' }, weight: 10 },
          ],
        },
      ],
    });
  });

  test('shares requests between two destinations in an HTTPRoute', () => {
    const ingress = { kind: 'gateway-api', gateway } as const;
    const [route] = planExposure({ host }, context({ ingress }), two).routes;
    expect(route?.spec).toMatchObject({
      rules: [
        {
          name: 'primary',
          backendRefs: [
            { name: 'frontend', weight: 90 },
            { name: 'cart', weight: 10 },
          ],
        },
      ],
    });
  });

  test('shares requests between two destinations by two Ingresses of NGINX', () => {
    const { routes } = planExposure({ host }, context({}), two);
    expect(routes.map(({ metadata }) => [metadata.name, metadata.annotations])).toEqual([
      ['frontend', undefined],
      [
        'frontend-canary',
        {
          'nginx.ingress.kubernetes.io/canary': 'true',
          'nginx.ingress.kubernetes.io/canary-weight': '10',
        },
      ],
    ]);
  });
});

describe('exposed', () => {
  const told = 'is told by the gateway gateways/public: leave one of the two out';
  const cases: readonly (readonly [string, Fields, Exposed, string])[] = [
    [
      'a host without a name',
      { mesh },
      { host: '*' },
      'exposed.host: got "*", allowed hosts with a name, or \'*.\' and such a name; none for all',
    ],
    [
      'a host that is none',
      {},
      { host: 'Shop_1' },
      'exposed.host: got "Shop_1", allowed DNS labels joined by dots, at most 253 characters, or \'*.\' and such a name',
    ],
    [
      'a path that is none',
      {},
      { host, path: 'cart' },
      "exposed.path: got \"cart\", allowed a path: it begins with '/', without '//' and '..'",
    ],
    ['an unknown port', {}, { host, port: 'htp' }, 'exposed.port: got "htp", allowed \'http\''],
    [
      'a gateway where there are none',
      {},
      { host, gateway },
      "exposed.gateway: is not for ingress 'nginx': leave it out",
    ],
    [
      'certificates beside a gateway that has them',
      { access, ingress: { kind: 'gateway-api', gateway } },
      { host, tls: { certificate } },
      `exposed.tls: ${told}`,
    ],
    [
      'certificates beside a gateway of its own choice',
      { mesh },
      { host, gateway, tls: { certificate } },
      `exposed.tls: ${told}`,
    ],
    [
      'a gateway of which nobody knows the pods',
      { ingress: { kind: 'gateway-api', class: 'istio' } },
      { host },
      "exposed: needs the environment to tell the pods behind ingress 'gateway-api': add access.gateway",
    ],
    [
      'a timeout where nobody knows how to say it',
      { access, ingress: { kind: 'ingress', class: 'traefik' } },
      { host, timeout: '1s' },
      "exposed.timeout: is not for ingress 'ingress': leave it out",
    ],
    [
      'no time at all',
      { mesh },
      { host, timeout: '0ms' },
      "exposed.timeout: got \"0ms\", allowed a duration such as '250ms', '15s', '5m' or '1h', at least 1ms",
    ],
  ];

  test.each(cases)('rejects %s', (_, fields, exposed, problem) => {
    expect(problemsWith(fields, exposed)).toEqual([problem]);
  });

  test('rejects a microservice without a TCP port', () => {
    expect(problemsWith({}, { host }, { ports: { dns: { port: 53, protocol: 'UDP' } } })).toEqual([
      'exposed: needs a port of protocol TCP in its Service: add one to `ports`',
    ]);
  });

  test('rejects a second microservice of the same host and path in one environment', () => {
    const environment = shop({}, { host, path: '/cart' });
    const system = new System(environment, 'other');
    const ports = { http: 80 };
    new Microservice(system, 'web', { ...least, ports, exposed: { host, path: '/cart/' } });
    new Microservice(system, 'all', { ...least, ports, exposed: { host } });
    expect(problemsOf(environment)).toEqual([
      '[qa/other/web] exposed: got "shop.qa.example.com/cart", allowed a host and path of its own: this one is that of [qa/shop/frontend]',
    ]);
  });

  test('leaves the routes to the router of a release, which has both versions', () => {
    const router = istioByHost({ hosts: [host], gateways: ['shop-qa/frontend'] });
    const objects = manifestsOf(shop({ mesh }, { host }, { release: canary({ router }) }));
    const kinds = ['Gateway', 'VirtualService'];
    expect(
      objects
        .filter(({ manifest }) => kinds.includes(manifest.kind))
        .map(({ manifest }) => [manifest.kind, manifest.spec]),
    ).toMatchObject([
      ['Gateway', { servers: [{ hosts: [host] }] }],
      ['VirtualService', { hosts: ['frontend', host], http: [{ route: [{}, {}] }] }],
    ]);
  });

  test('takes the same host in two environments', () => {
    const app = new App();
    for (const name of ['a', 'b']) {
      const system = new System(new Environment(app, { ...qa, name }), 'shop');
      new Microservice(system, 'web', { ...least, ports: { http: 80 }, exposed: { host } });
    }
    expect(problemsOf(app)).toEqual([]);
  });

  test('opens the port of the pods to the gateway', () => {
    const policy = manifestsOf(shop({}, { host })).find(
      ({ manifest }) => manifest.kind === 'NetworkPolicy' && manifest.metadata.name === 'frontend',
    );
    expect(policy?.manifest.spec).toMatchObject({
      ingress: [
        {
          from: [
            {
              namespaceSelector: {
                matchLabels: { 'kubernetes.io/metadata.name': 'ingress-nginx' },
              },
            },
          ],
          ports: [{ port: 8080 }],
        },
      ],
    });
  });
});
