import { ConfigRepo } from '../../lib/config-repo/config-repo';
import { canary } from '../../lib/delivery/canary';
import type { Router } from '../../lib/delivery/router';
import { alb } from '../../lib/delivery/routers/alb';
import { gatewayApi } from '../../lib/delivery/routers/gateway-api';
import { istioByHost } from '../../lib/delivery/routers/istio-by-host';
import { istioBySubset } from '../../lib/delivery/routers/istio-by-subset';
import { type NginxIngressOptions, nginxIngress } from '../../lib/delivery/routers/nginx-ingress';
import { routers } from '../../lib/delivery/routers/several';
import { smi } from '../../lib/delivery/routers/smi';
import { pause, weight } from '../../lib/delivery/step';
import { defineEnvironment } from '../../lib/environment/define';
import type { Environment } from '../../lib/environment/environment';
import type { IngressSpec } from '../../lib/environment/ingress';
import type { Manifest } from '../../lib/manifest/manifest';
import { Microservice } from '../../lib/microservice/microservice';
import { System } from '../../lib/system/system';
import type { Exposed } from '../../lib/traffic/exposed/spec';
import { least } from './chart';

const host = 'shop.example.com';
const tls = { credential: 'shop-tls' };

/** What a frontend with a router is in an environment that is reached in some way. */
function synthesize(
  ingress: IngressSpec,
  router: Router,
  exposed: Omit<Partial<Exposed>, 'port'> | 'none' = {},
) {
  const repo = new ConfigRepo({
    repository: 'https://git.example.com/shop/config.git',
    environments: [
      defineEnvironment({
        name: 'qa',
        tier: 'preproduction',
        cluster: { name: 'preproduction' },
        domain: 'qa.example.com',
        ingress,
        access: { gateway: { namespace: 'infra', labels: { app: 'gateway' } } },
      }),
    ],
  });
  class Shop extends System {
    constructor(environment: Environment) {
      super(environment, 'shop');
      new Microservice(this, 'frontend', {
        ...least,
        ports: { http: { port: 80, target: 8080 } },
        replicas: 4,
        ...(exposed !== 'none' && { exposed: { host, ...exposed } }),
        release: canary({ router, steps: [weight(20), pause('5m')] }),
      });
    }
  }
  repo.deploy(Shop);
  return repo.synthesize();
}

function objectsOf(...args: Parameters<typeof synthesize>): readonly Manifest[] {
  const { manifests, problems } = synthesize(...args);
  expect(problems).toEqual([]);
  return manifests.map(({ manifest }) => manifest);
}

const named = (objects: readonly Manifest[], kinds: readonly string[]) =>
  objects.flatMap(({ kind, metadata }) =>
    kinds.includes(kind) ? [`${kind} ${metadata.name}`] : [],
  );

const specOf = (objects: readonly Manifest[], kind: string, name = 'frontend') =>
  objects.find((object) => object.kind === kind && object.metadata.name === name)?.spec;

const ROUTES = ['Gateway', 'VirtualService', 'HTTPRoute', 'Ingress'];

describe('the router takes host and gateway from `exposed`', () => {
  test.each([
    ['by host', istioByHost()],
    ['by subset', istioBySubset()],
    ['by host, and says them again', istioByHost({ hosts: [host], gateways: ['frontend'] })],
  ])('with Istio %s', (_, router) => {
    const objects = objectsOf({ kind: 'istio' }, router, { tls });
    expect(named(objects, ROUTES)).toEqual(['Gateway frontend', 'VirtualService frontend']);
    expect(specOf(objects, 'VirtualService')).toMatchObject({
      hosts: ['frontend', host],
      gateways: ['frontend', 'mesh'],
    });
  });

  test('beside others of its own', () => {
    const router = istioByHost({ hosts: ['www.example.com'], gateways: ['infra/other'] });
    const gateway = { namespace: 'infra', name: 'public' };
    const objects = objectsOf({ kind: 'istio', gateway }, router);
    expect(specOf(objects, 'VirtualService')).toMatchObject({
      hosts: ['frontend', 'www.example.com', host],
      gateways: ['infra/other', 'infra/public', 'mesh'],
    });
  });

  test('with the Gateway API, whose redirect to HTTPS stays', () => {
    const objects = objectsOf({ kind: 'gateway-api', class: 'public' }, gatewayApi(), { tls });
    expect(named(objects, ROUTES)).toEqual([
      'Gateway frontend',
      'HTTPRoute frontend-redirect',
      'HTTPRoute frontend',
    ]);
    expect(specOf(objects, 'HTTPRoute')).toMatchObject({
      parentRefs: [{ name: 'frontend', sectionName: 'https' }],
      hostnames: [host],
      rules: [{ backendRefs: [{ name: 'frontend' }, { name: 'frontend-canary' }] }],
    });
  });

  test('with a gateway that is there', () => {
    const gateway = { namespace: 'infra', name: 'public', listener: 'web' };
    const objects = objectsOf({ kind: 'gateway-api', gateway }, gatewayApi({ mesh: true }));
    expect(specOf(objects, 'HTTPRoute')).toMatchObject({
      parentRefs: [
        { namespace: 'infra', name: 'public', sectionName: 'web' },
        { kind: 'Service', name: 'frontend' },
      ],
    });
  });

  test('with NGINX, whose Ingress stays as it is', () => {
    const objects = objectsOf({ kind: 'nginx' }, nginxIngress(), {
      tls,
      path: '/a',
      timeout: '9s',
    });
    expect(named(objects, ROUTES)).toEqual(['Ingress frontend']);
    expect(specOf(objects, 'Ingress')).toMatchObject({
      tls: [{ secretName: 'shop-tls' }],
      rules: [
        { host, http: { paths: [{ path: '/a', backend: { service: { name: 'frontend' } } }] } },
      ],
    });
    expect(specOf(objects, 'Rollout')).toMatchObject({
      strategy: { canary: { trafficRouting: { nginx: { stableIngress: 'frontend' } } } },
    });
  });

  test('with NGINX, unless the router makes an Ingress of its own', () => {
    const objects = objectsOf({ kind: 'nginx' }, nginxIngress({ hosts: ['www.example.com'] }));
    expect(named(objects, ROUTES)).toEqual(['Ingress frontend']);
    expect(specOf(objects, 'Ingress')).toMatchObject({ rules: [{ host: 'www.example.com' }] });
  });

  test('with a load balancer’s Ingress', () => {
    const objects = objectsOf({ kind: 'ingress', class: 'public' }, alb(), { tls, path: '/a' });
    expect(named(objects, ROUTES)).toEqual(['Ingress frontend']);
    expect(specOf(objects, 'Ingress')).toMatchObject({
      ingressClassName: 'public',
      tls: [{ hosts: [host], secretName: 'shop-tls' }],
      rules: [
        {
          host,
          http: {
            paths: [{ path: '/a', backend: { service: { port: { name: 'use-annotation' } } } }],
          },
        },
      ],
    });
  });

  test('with NGINX, for an Ingress of its own, too, with all that it says', () => {
    const objects = objectsOf({ kind: 'nginx' }, nginxIngress({ path: '/b' }), {
      tls,
      timeout: '9s',
    });
    expect(named(objects, ROUTES)).toEqual(['Ingress frontend']);
    const ingress = objects.find(({ kind }) => kind === 'Ingress');
    expect(ingress).toMatchObject({
      metadata: { annotations: { 'nginx.ingress.kubernetes.io/proxy-read-timeout': '9' } },
      spec: {
        tls: [{ hosts: [host], secretName: 'shop-tls' }],
        rules: [{ host, http: { paths: [{ path: '/b' }] } }],
      },
    });
  });

  test.each<[IngressSpec, NginxIngressOptions, readonly string[]]>([
    [
      { kind: 'istio' },
      { hosts: [host] },
      ['Gateway frontend', 'VirtualService frontend', 'Ingress frontend'],
    ],
    [{ kind: 'nginx' }, {}, ['Ingress frontend', 'VirtualService frontend']],
  ])('with several, that which is for the way in: %j', (ingress, options, names) => {
    const objects = objectsOf(ingress, routers(istioByHost(), nginxIngress(options)));
    expect(named(objects, ROUTES)).toEqual(names);
  });

  test('and leaves routes to the user with one that knows no routes', () => {
    expect(named(objectsOf({ kind: 'istio' }, smi()), ROUTES)).toEqual(['Gateway frontend']);
  });
});

describe('rejects', () => {
  const problems = (...args: Parameters<typeof synthesize>) => synthesize(...args).problems;

  test('a router that doesn’t split what comes in', () => {
    expect(problems({ kind: 'nginx' }, istioByHost())).toEqual([
      "[qa/shop/frontend] release.router: Istio splits what comes by ingress 'istio', and this environment has 'nginx': take a router for it, or both by routers()",
    ]);
    expect(problems({ kind: 'istio' }, gatewayApi())).toHaveLength(1);
    expect(problems({ kind: 'nginx' }, alb())).toHaveLength(1);
  });

  test.each<[string, string, Router, Parameters<typeof synthesize>[2]]>([
    ['', 'nginx', nginxIngress(), 'none'],
    ['[1]', 'istio', routers(istioByHost(), nginxIngress({ path: '/a' })), {}],
  ])('an Ingress of NGINX for every host%s', (place, kind, router, exposed) => {
    const ingress: IngressSpec = kind === 'nginx' ? { kind: 'nginx' } : { kind: 'istio' };
    expect(problems(ingress, router, exposed)).toEqual([
      `[qa/shop/frontend] release.router${place}.hosts: is missing, and an Ingress without hosts takes the requests of every host: name its hosts, or Ingresses of your own in \`existing\`, or add \`exposed\` to a microservice by ingress 'nginx'`,
    ]);
    const own = nginxIngress({ existing: ['frontend'] });
    expect(problems(ingress, place === '' ? own : routers(istioByHost(), own), exposed)).toEqual(
      [],
    );
  });

  test('what the routes of the release can’t have', () => {
    expect(problems({ kind: 'istio' }, istioByHost(), { path: '/a', timeout: '5s' })).toEqual(
      ['path', 'timeout'].map(
        (key) =>
          `[qa/shop/frontend] exposed.${key}: isn't for a release by Istio, whose routes are for callers inside, too: leave it out, or release without a router`,
      ),
    );
  });
});

test.each<[string, Router, readonly string[]]>([
  ['Istio by its gateways', istioByHost({ hosts: [host], gateways: ['infra/public'] }), ['infra']],
  ['NGINX', nginxIngress({ hosts: [host] }), ['infra']],
  ['Istio inside alone', istioByHost(), []],
])('a router that leads in by itself, %s, has the gateway let in', (_, router, from) => {
  const objects = objectsOf({ kind: 'istio' }, router, 'none');
  expect(JSON.stringify(specOf(objects, 'NetworkPolicy')).match(/infra/g) ?? []).toEqual(from);
});
