import { type BranchRoute, withBranches } from '../../lib/feature-branch/routes';
import type { JsonObject } from '../../lib/manifest/manifest';

const metadata = { name: 'frontend' };
const own: BranchRoute = {
  branch: 'own',
  service: 'frontend-own',
  conditions: [{ header: 'userid', exact: '1' }],
};
const other: BranchRoute = {
  branch: 'other',
  service: 'frontend-other',
  conditions: [
    { cookie: 'user', exact: 'a' },
    { header: 'userid', prefix: '2' },
  ],
};

/** The rules of a VirtualService with branches. */
function virtualService(http: readonly JsonObject[], ...routes: readonly BranchRoute[]): unknown {
  const manifest = { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', metadata };
  return Object(withBranches({ ...manifest, spec: { http } }, routes).spec).http;
}

/** The rules of a route of the Gateway API with branches. */
function gatewayRoute(
  kind: 'HTTPRoute' | 'GRPCRoute',
  rules: readonly JsonObject[],
  ...routes: readonly BranchRoute[]
): unknown {
  const manifest = { apiVersion: 'gateway.networking.k8s.io/v1', kind, metadata };
  return Object(withBranches({ ...manifest, spec: { rules } }, routes).spec).rules;
}

const destination = { host: 'frontend', port: { number: 80 } };

describe('VirtualService', () => {
  test('gets a rule for each branch in front, with a match for each condition', () => {
    const main = { route: [{ destination }] };
    expect(virtualService([main], other, own)).toEqual([
      {
        name: 'branch-other',
        match: [
          { headers: { cookie: { regex: '^(.*; ?)?user=a(;.*)?$' } } },
          { headers: { userid: { prefix: '2' } } },
        ],
        route: [{ destination: { host: 'frontend-other', port: { number: 80 } } }],
      },
      {
        name: 'branch-own',
        match: [{ headers: { userid: { exact: '1' } } }],
        route: [{ destination: { host: 'frontend-own', port: { number: 80 } } }],
      },
      main,
    ]);
  });

  test('keeps what else a rule says, but for copies of requests', () => {
    const main: JsonObject = {
      name: 'primary',
      match: [{ uri: { exact: '/a' }, headers: { lang: { exact: 'de' } } }, { port: 80 }],
      route: [
        { destination: { host: 'frontend' }, weight: 90 },
        { destination: { host: 'frontend-canary' }, weight: 10 },
      ],
      mirrors: [{ destination: { host: 'shadow' } }],
      timeout: '2s',
      retries: { attempts: 2 },
    };
    expect(virtualService([main], own)).toEqual([
      {
        name: 'branch-own',
        match: [
          { uri: { exact: '/a' }, headers: { lang: { exact: 'de' }, userid: { exact: '1' } } },
          { port: 80, headers: { userid: { exact: '1' } } },
        ],
        route: [{ destination: { host: 'frontend-own' } }],
        timeout: '2s',
        retries: { attempts: 2 },
      },
      main,
    ]);
  });

  test('leaves what forwards nothing where it is, and names rules by what they stand before', () => {
    const redirect = { name: 'old', match: [{ uri: { prefix: '/old' } }], redirect: { uri: '/' } };
    const http = [
      redirect,
      { name: 'http', match: [{ port: 80 }], route: [{ destination }] },
      { name: 'grpc', match: [{ port: 90 }], route: [{ destination }] },
    ];
    expect(virtualService(http, own)).toMatchObject([
      { name: 'old' },
      { name: 'branch-own-http' },
      { name: 'http' },
      { name: 'branch-own-grpc' },
      { name: 'grpc' },
    ]);
  });
});

describe('routes of the Gateway API', () => {
  const backendRefs = [{ name: 'frontend', port: 80 }];

  test('get a rule for each branch, which has one more header than the main one', () => {
    const main: JsonObject = {
      matches: [{ path: { type: 'PathPrefix', value: '/shop' } }],
      filters: [
        { type: 'RequestMirror', requestMirror: {} },
        { type: 'CORS', cors: {} },
      ],
      backendRefs,
      timeouts: { request: '5s' },
    };
    const path = { type: 'PathPrefix', value: '/shop' };
    expect(gatewayRoute('HTTPRoute', [main], other)).toEqual([
      {
        matches: [
          {
            path,
            headers: [
              { type: 'RegularExpression', name: 'cookie', value: '^(.*; ?)?user=a(;.*)?$' },
            ],
          },
          { path, headers: [{ type: 'RegularExpression', name: 'userid', value: '^2.*$' }] },
        ],
        filters: [{ type: 'CORS', cors: {} }],
        backendRefs: [{ name: 'frontend-other', port: 80 }],
        timeouts: { request: '5s' },
      },
      main,
    ]);
  });

  test('match the metadata of gRPC', () => {
    expect(gatewayRoute('GRPCRoute', [{ name: 'primary', backendRefs }], own)).toEqual([
      {
        name: 'branch-own',
        matches: [{ headers: [{ name: 'userid', value: '1' }] }],
        backendRefs: [{ name: 'frontend-own', port: 80 }],
      },
      { name: 'primary', backendRefs },
    ]);
  });

  test('stay as they are where they redirect', () => {
    const redirect = { filters: [{ type: 'RequestRedirect', requestRedirect: {} }] };
    expect(gatewayRoute('HTTPRoute', [redirect], own)).toEqual([redirect]);
  });
});
