import { join } from 'node:path';
import { App } from 'cdk8s';
import { canary } from '../../lib/delivery/canary';
import { gatewayApi } from '../../lib/delivery/routers/gateway-api';
import { istioByHost } from '../../lib/delivery/routers/istio-by-host';
import { Environment } from '../../lib/environment/environment';
import type { EnvironmentSpec } from '../../lib/environment/spec';
import { Microservice } from '../../lib/microservice/microservice';
import type { MicroserviceProps } from '../../lib/microservice/spec';
import { validateManifest } from '../../lib/schema/validate';
import { System } from '../../lib/system/system';
import type { Exposed } from '../../lib/traffic/exposed/spec';
import { emitYaml } from '../../lib/writer/yaml';
import { least } from '../microservice/chart';
import { manifestsOf, problemsOf } from '../render-tree';
import { qa } from '../shop';
import { expectYaml } from '../yaml-snapshot';

type Fields = Partial<Omit<EnvironmentSpec, 'name'>>;

const mesh = { kind: 'istio' } as const;
const host = 'shop.qa.example.com';
const tls = { credential: 'shop' };
const access = { gateway: { namespace: 'gateways', labels: { app: 'gateway' } } };
const gateway = { name: 'public', namespace: 'gateways' };
const gatewayClass: Fields = { access, ingress: { kind: 'gateway-api', class: 'cilium' } };
const traefik: Fields = { access, ingress: { kind: 'ingress', class: 'traefik' } };

/** All that browsers and external-dns can be told. */
const told: Exposed = {
  host,
  tls,
  cors: {
    origins: ['https://shop.example.com', 'https://*.example.org:8443'],
    credentials: true,
    methods: ['GET', 'PUT'],
    headers: ['Authorization', 'X-Request-Id'],
    exposeHeaders: ['ETag'],
    maxAge: '1h',
  },
  hsts: {},
  dns: { ttl: '5m', target: 'lb.example.com' },
};

function shop(fields: Fields, exposed: Exposed, props: Partial<MicroserviceProps> = {}) {
  const environment = new Environment(new App(), { ...qa, ...fields });
  const system = new System(environment, 'shop');
  const ports = { http: { port: 80, target: 8080 } };
  new Microservice<string>(system, 'frontend', { ...least, ports, ...props, exposed });
  return environment;
}

function objects(environment: Environment) {
  const kinds = ['Gateway', 'VirtualService', 'HTTPRoute', 'GRPCRoute', 'Ingress'];
  return manifestsOf(environment)
    .map(({ manifest }) => manifest)
    .filter(({ kind }) => kinds.includes(kind));
}

function problems(fields: Fields, exposed: Exposed) {
  return problemsOf(shop(fields, exposed)).map((line) => line.replace(/^\[.*?\] /, ''));
}

const ROUTED = canary({ router: istioByHost() });
const WAYS: readonly (readonly [string, Fields, Exposed, Partial<MicroserviceProps>?])[] = [
  ['istio', { mesh }, told],
  ['istio-router', { mesh }, told, { release: ROUTED }],
  ['gateway-api', gatewayClass, told],
  ['gateway-api-router', gatewayClass, told, { release: canary({ router: gatewayApi() }) }],
  ['gateway-api-grpc', gatewayClass, told, { ports: { grpc: 7070 } }],
  ['nginx', {}, told],
  ['ingress', traefik, { host, dns: 'none' }],
];

describe.each(WAYS.map((way) => [way[0], way] as const))('told by %s', (name, way) => {
  const [, fields, exposed, props] = way;

  test('has browsers and external-dns told', () => {
    const text = emitYaml(objects(shop(fields, exposed, props)));
    expectYaml(join(__dirname, 'snapshots', `told-${name}.yaml`), text);
  });

  test('is what the schemas allow', () => {
    expect(objects(shop(fields, exposed, props)).flatMap(validateManifest)).toEqual([]);
  });
});

describe('CORS', () => {
  const cors = { origins: ['*'] } as const;

  test('allows no credentials unless it is told to, whatever a way has as its default', () => {
    const [ingress] = objects(shop({}, { host, cors }));
    expect(ingress?.metadata.annotations).toEqual({
      'nginx.ingress.kubernetes.io/cors-allow-credentials': 'false',
      'nginx.ingress.kubernetes.io/cors-allow-headers': 'Content-Type',
      'nginx.ingress.kubernetes.io/cors-allow-methods': 'GET, HEAD, POST',
      'nginx.ingress.kubernetes.io/cors-allow-origin': '*',
      'nginx.ingress.kubernetes.io/cors-max-age': '600',
      'nginx.ingress.kubernetes.io/enable-cors': 'true',
    });
  });

  test('takes every origin by an expression in the mesh', () => {
    const [, route] = objects(shop({ mesh }, { host, cors }));
    expect(route?.spec).toMatchObject({
      http: [{ corsPolicy: { allowOrigins: [{ regex: '.*' }], allowCredentials: false } }],
    });
  });
});

test('external-dns is told by the prefix that its release reads', () => {
  const dns = { annotationPrefix: 'external-dns.alpha.kubernetes.io' };
  const [ingress] = objects(shop({ dns }, { host, dns: { ttl: '1m' } }));
  expect(ingress?.metadata.annotations).toEqual({ 'external-dns.alpha.kubernetes.io/ttl': '60' });
});

describe('rejects', () => {
  // What the compiler refuses, from who didn't ask it.
  const untyped = (origins: readonly string[], credentials: boolean): Exposed => ({
    host,
    cors: JSON.parse(JSON.stringify({ origins, credentials })),
  });
  const site =
    "allowed a site without a path: 'https://shop.example.com', 'https://*.example.com', or '*'";

  test.each<readonly [string, Fields, Exposed, readonly string[]]>([
    [
      'all origins with credentials',
      { mesh },
      untyped(['*'], true),
      [
        "exposed.cors.credentials: is not for origin '*', as browsers refuse it: name the sites, or leave it out",
      ],
    ],
    [
      'no origin',
      { mesh },
      { host, cors: { origins: [] } },
      ["exposed.cors.origins: got [], allowed at least one: 'https://shop.example.com'"],
    ],
    [
      'all origins beside others',
      { mesh },
      { host, cors: { origins: ['*', 'https://shop.example.com'] } },
      [
        'exposed.cors.origins: got ["*","https://shop.example.com"], allowed \'*\' alone, or sites without it',
      ],
    ],
    [
      'an origin with a path, and one with a star inside',
      { mesh },
      { host, cors: { origins: ['https://shop.example.com/', 'https://a.*.example.com'] } },
      [
        `exposed.cors.origins[0]: got "https://shop.example.com/", ${site}`,
        `exposed.cors.origins[1]: got "https://a.*.example.com", ${site}`,
      ],
    ],
    [
      'no time to keep the answer',
      { mesh },
      { host, cors: { origins: ['*'], maxAge: '0s' } },
      [
        "exposed.cors.maxAge: got \"0s\", allowed a duration such as '15s', '5m' or '1h', at least 1s",
      ],
    ],
    [
      'HSTS without TLS',
      { mesh },
      { host, hsts: {} },
      ['exposed.hsts: needs TLS, as browsers ignore it without: add `tls`'],
    ],
    [
      'less than a day of HSTS',
      { mesh },
      { host, tls, hsts: { maxAgeDays: 0 } },
      ['exposed.hsts.maxAgeDays: got 0, allowed a whole number from 1'],
    ],
    [
      'a preload of less than a year',
      { mesh },
      { host, tls, hsts: { maxAgeDays: 364, preload: true } },
      ['exposed.hsts.preload: needs 365 days or more, and includeSubdomains: or else leave it out'],
    ],
    [
      "values of HSTS that NGINX's controller has elsewhere",
      {},
      { host, tls, hsts: { maxAgeDays: 30 } },
      [
        "exposed.hsts: has values that NGINX's controller takes from its ConfigMap alone (hsts-max-age and others): write hsts: {} here",
      ],
    ],
    [
      'headers where nobody knows how to say them',
      traefik,
      { host, tls, cors: { origins: ['*'] }, hsts: {} },
      [
        "exposed.cors: is not for ingress 'ingress': leave it out, or let the program do it",
        "exposed.hsts: is not for ingress 'ingress': leave it out, or let the program do it",
      ],
    ],
    [
      'no word for external-dns',
      { mesh },
      { host, dns: {} },
      ["exposed.dns: got {}, allowed 'none', ttl, target: the host alone needs no word"],
    ],
    [
      'a target of a host that leads to a gateway which is there',
      { access, ingress: { kind: 'gateway-api', gateway } },
      { host, dns: { target: 'lb.example.com' } },
      [
        'exposed.dns.target: is told by the gateway gateways/public: leave it out, and annotate that',
      ],
    ],
  ])('%s', (_, fields, exposed, expected) => {
    expect(problems(fields, exposed)).toEqual(expected);
  });

  test.each<readonly [string, Fields, Exposed]>([
    ['a day of HSTS', { mesh }, { host, tls, hsts: { maxAgeDays: 1 } }],
    ['a year of preload', { mesh }, { host, tls, hsts: { maxAgeDays: 365, preload: true } }],
    ['HSTS by a gateway that has TLS', { mesh }, { host, gateway, hsts: {} }],
    ['a second to keep the answer', { mesh }, { host, cors: { origins: ['*'], maxAge: '1s' } }],
    ['a port', { mesh }, { host, cors: { origins: ['http://localhost:3000'] } }],
  ])('not %s', (_, fields, exposed) => {
    expect(problems(fields, exposed)).toEqual([]);
  });
});
