import type { Chart } from 'cdk8s';
import { Gateway } from '../../lib/traffic/gateway-api/gateway';
import type { Listener } from '../../lib/traffic/gateway-api/gateway-spec';
import { GrpcRoute } from '../../lib/traffic/gateway-api/grpc-route';
import type { GrpcRouteMatch } from '../../lib/traffic/gateway-api/grpc-route-spec';
import { HttpRoute } from '../../lib/traffic/gateway-api/http-route';
import type { HttpRouteProps, HttpRouteRule } from '../../lib/traffic/gateway-api/http-route-spec';
import { ReferenceGrant } from '../../lib/traffic/gateway-api/reference-grant';
import { Ingress } from '../../lib/traffic/ingress/ingress';
import type { IngressProps } from '../../lib/traffic/ingress/ingress-spec';
import type { Case } from './cases-istio';
import { ads, cart } from './shop';

type Build<T> = (value: T) => (chart: Chart) => void;

function pair<T>(build: Build<T>, title: string, wrong: T, right: T): Case {
  return [title, build(wrong), build(right)];
}

const parents = [{ name: 'web' }];
const hosts = ['shop.example.com'];
const certificate = { issuer: 'letsencrypt' };

const httpRoute: Build<Partial<HttpRouteProps>> = (props) => (chart) => {
  new HttpRoute(chart, 'cart', { parents, rules: [{ backends: cart }], ...props });
};

const rule: Build<HttpRouteRule> = (one) => httpRoute({ rules: [one] });

const method: Build<GrpcRouteMatch['method']> = (value) => (chart) => {
  new GrpcRoute(chart, 'cart', {
    parents,
    rules: [{ matches: [{ method: value }], backends: cart }],
  });
};

const listeners: Build<readonly Listener[]> = (list) => (chart) => {
  new Gateway(chart, 'web', { gatewayClassName: 'istio', listeners: list });
};

const ingress: Build<IngressProps> = (props) => (chart) => {
  new Ingress(chart, 'shop', props);
};

const rules = [{ host: 'shop.example.com', paths: cart }];
const redirect = { requestRedirect: { scheme: 'https' } } as const;
const prefix = { urlRewrite: { path: { replacePrefixMatch: '/' } } };
const modifier = { requestHeaderModifier: { remove: ['a'] } };

export const GATEWAY_API_CASES: readonly Case[] = [
  pair(httpRoute, 'a route without a gateway', { parents: [] }, { parents }),
  pair(httpRoute, 'a host for all', { hostnames: ['*'] }, { hostnames: ['*.a'] }),
  pair(httpRoute, 'a route without rules', { rules: [] }, {}),
  pair(
    httpRoute,
    'more than 16 rules',
    { rules: Array.from({ length: 17 }, () => ({ backends: cart })) },
    { rules: Array.from({ length: 16 }, () => ({ backends: cart })) },
  ),
  pair(rule, 'a rule without backends', {}, { filters: [redirect] }),
  pair(
    rule,
    'a redirect and backends',
    { filters: [redirect], backends: cart },
    { filters: [redirect] },
  ),
  pair(
    rule,
    'a redirect and a rewrite',
    { filters: [redirect, { urlRewrite: { hostname: 'a' } }] },
    { filters: [redirect] },
  ),
  pair(
    rule,
    'a filter twice',
    { filters: [modifier, modifier], backends: cart },
    { filters: [modifier], backends: cart },
  ),
  pair(
    rule,
    'a prefix that nobody matched',
    { filters: [prefix], matches: [{ path: { exact: '/a' } }], backends: cart },
    { filters: [prefix], matches: [{ path: '/a' }], backends: cart },
  ),
  pair(
    rule,
    'a part that takes longer than all',
    { backends: cart, timeouts: { request: '1s', backendRequest: '1001ms' } },
    { backends: cart, timeouts: { request: '1s', backendRequest: '1000ms' } },
  ),
  pair(
    rule,
    'a duration of six digits',
    { backends: cart, timeouts: { request: '100000ms' } },
    { backends: cart, timeouts: { request: '99999ms' } },
  ),
  pair(
    rule,
    'weights that make more than 100',
    {
      backends: [
        { to: cart, weight: 100 },
        { to: ads, weight: 1 },
      ],
    },
    {
      backends: [
        { to: cart, weight: 99 },
        { to: ads, weight: 1 },
      ],
    },
  ),
  pair(
    rule,
    'a path that is none',
    { matches: [{ path: 'a//b' }, { path: { regex: '(' } }], backends: cart },
    { matches: [{ path: '/a/b' }, { path: { regex: '()' } }], backends: cart },
  ),
  pair(
    rule,
    'a copy of more than all',
    { filters: [{ requestMirror: { to: ads, percent: 101 } }], backends: cart },
    { filters: [{ requestMirror: { to: ads, percent: 100 } }], backends: cart },
  ),
  pair(
    rule,
    'a fraction above one',
    {
      filters: [{ requestMirror: { to: ads, fraction: { numerator: 11, denominator: 10 } } }],
      backends: cart,
    },
    {
      filters: [{ requestMirror: { to: ads, fraction: { numerator: 10, denominator: 10 } } }],
      backends: cart,
    },
  ),
  pair(
    rule,
    'credentials for every site',
    {
      filters: [{ cors: { allowOrigins: ['*'], allowCredentials: true, maxAge: 0 } }],
      backends: cart,
    },
    { filters: [{ cors: { allowOrigins: ['*'], maxAge: 1 } }], backends: cart },
  ),
  pair(
    rule,
    'all sites and some',
    { filters: [{ cors: { allowOrigins: ['*', 'https://a.b'] } }], backends: cart },
    { filters: [{ cors: { allowOrigins: ['*'] } }], backends: cart },
  ),
  pair(method, 'a method of no name', {}, { service: 'a' }),
  pair(
    method,
    'names that gRPC does not have',
    { service: 'a/b', method: '1' },
    { service: 'a.b', method: '_1' },
  ),
  pair(
    method,
    'an expression that RE2 does not take',
    { service: '(?=a)', isRegex: true },
    { service: 'a.*', isRegex: true },
  ),
  pair(listeners, 'a gateway that does not listen', [], [{ protocol: 'HTTP' }]),
  pair(
    listeners,
    'a listener twice',
    [
      { protocol: 'HTTP', name: 'a' },
      { protocol: 'HTTP', name: 'a' },
    ],
    [{ protocol: 'HTTP' }, { protocol: 'HTTP', hostname: 'a' }],
  ),
  pair(
    listeners,
    'a certificate for no host',
    [{ protocol: 'HTTPS', tls: { certificate } }],
    [{ protocol: 'HTTPS', hostname: 'a.b', tls: { certificate } }],
  ),
  pair(
    listeners,
    'no certificate',
    [{ protocol: 'HTTPS', tls: { certificateRefs: [] } }],
    [{ protocol: 'HTTPS', tls: { certificateRefs: ['a'] } }],
  ),
  [
    'a grant for nobody',
    (chart) => new ReferenceGrant(chart, 'a', { from: [], to: [] }),
    (chart) =>
      new ReferenceGrant(chart, 'a', { from: [{ kind: 'Gateway', namespace: 'a' }], to: [cart] }),
  ],
  pair(ingress, 'an Ingress for nothing', {}, { rules }),
  pair(
    ingress,
    'a Service of another namespace',
    { rules: [{ paths: ads }] },
    { rules: [{ paths: cart }] },
  ),
  pair(
    ingress,
    'a path twice',
    { rules: [...rules, ...rules] },
    { rules: [...rules, { host: 'shop.example.com', paths: [{ path: '/a', to: cart }] }] },
  ),
  pair(
    ingress,
    'a path of an Ingress that is none',
    { rules: [{ paths: [{ path: 'a', to: cart }] }] },
    { rules: [{ paths: [{ path: 'a', pathType: 'ImplementationSpecific', to: cart }] }] },
  ),
  pair(
    ingress,
    'a certificate of an Ingress for no host',
    { rules, tls: [{ hosts: [], certificate }] },
    { rules, tls: [{ hosts, certificate }] },
  ),
  pair(
    ingress,
    'a canary that takes nothing',
    { rules, nginx: { canary: {} } },
    {
      rules,
      nginx: { canary: { weight: 0 } },
    },
  ),
  pair(
    ingress,
    'a canary of more than all',
    { rules, nginx: { canary: { weight: 101 } } },
    { rules, nginx: { canary: { weight: 100 } } },
  ),
  pair(
    ingress,
    'a value of no header',
    { rules, nginx: { canary: { byCookie: 'a', byHeaderValue: 'b' } } },
    { rules, nginx: { canary: { byHeader: 'a', byHeaderValue: 'b' } } },
  ),
];
