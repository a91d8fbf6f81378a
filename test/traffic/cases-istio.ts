import type { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { externalEndpoint } from '../../lib/endpoint/endpoint';
import { DestinationRule } from '../../lib/traffic/istio/destination-rule';
import type { TrafficPolicy } from '../../lib/traffic/istio/destination-rule-spec';
import { IstioGateway } from '../../lib/traffic/istio/gateway';
import type { GatewayServer } from '../../lib/traffic/istio/gateway-spec';
import type { VirtualHttpRoute } from '../../lib/traffic/istio/http';
import { ServiceEntry } from '../../lib/traffic/istio/service-entry';
import type { ServiceEntryProps } from '../../lib/traffic/istio/service-entry-spec';
import { Sidecar } from '../../lib/traffic/istio/sidecar';
import { VirtualService } from '../../lib/traffic/istio/virtual-service';
import type { VirtualServiceProps } from '../../lib/traffic/istio/virtual-service-spec';
import { admin, ads, cart, payments, udp } from './shop';

/** A title, what is rejected, and what is near to it and is taken. */
export type Case = readonly [
  title: string,
  wrong: (chart: Chart) => void,
  right: (chart: Chart) => void,
];

type Build<T> = (value: T) => (chart: Chart) => void;

function pair<T>(build: Build<T>, title: string, wrong: T, right: T): Case {
  return [title, build(wrong), build(right)];
}

const virtualService: Build<VirtualServiceProps> = (props) => (chart) => {
  new VirtualService(chart, 'cart', props);
};

const http: Build<readonly VirtualHttpRoute[]> = (rules) =>
  virtualService({ hosts: [cart], http: rules });

const route: Build<Readonly<Record<string, unknown>>> = (fields) => (chart) => {
  // Fields that don't go together don't compile; who writes JavaScript gets a message.
  const rule = { route: cart, ...fields };
  new VirtualService(chart, 'cart', { hosts: [cart], http: [Object.assign(rule)] });
};

const policy: Build<TrafficPolicy> = (trafficPolicy) => (chart) => {
  new DestinationRule(chart, 'cart', { to: cart, trafficPolicy });
};

const servers: Build<readonly GatewayServer[]> = (list) => (chart) => {
  new IstioGateway(chart, 'public', { servers: list });
};

const entry: Build<ServiceEntryProps> = (props) => (chart) => {
  new ServiceEntry(chart, 'payments', props);
};

const outlierDetection = {};
const hosts = ['shop.example.com'];
const credential = { mode: 'SIMPLE', credentialName: 'shop' } as const;
const certificate = { issuer: 'letsencrypt' };
const database = externalEndpoint({ host: '10.0.0.1', port: 5432 });

export const ISTIO_CASES: readonly Case[] = [
  pair(
    http,
    'a weight above 100',
    [{ route: [{ to: cart, weight: 101 }] }],
    [{ route: [{ to: cart, weight: 100 }] }],
  ),
  pair(
    http,
    'a weight below 0',
    [
      {
        route: [
          { to: cart, weight: 101 },
          { to: ads, weight: -1 },
        ],
      },
    ],
    [
      {
        route: [
          { to: cart, weight: 100 },
          { to: ads, weight: 0 },
        ],
      },
    ],
  ),
  pair(
    http,
    'weights that make less than 100',
    [
      {
        route: [
          { to: cart, weight: 90 },
          { to: ads, weight: 9 },
        ],
      },
    ],
    [
      {
        route: [
          { to: cart, weight: 90 },
          { to: ads, weight: 10 },
        ],
      },
    ],
  ),
  pair(
    http,
    'one of several without a weight',
    [{ route: [{ to: cart, weight: 100 }, { to: ads }] }],
    [{ route: [{ to: cart }] }],
  ),
  pair(http, 'no destination', [{ route: [] }], [{ route: cart }]),
  pair(http, 'a destination of UDP', [{ route: udp }], [{ route: cart }]),
  pair(
    http,
    'mistakes of an external endpoint',
    [{ route: externalEndpoint({ host: 'A_B', port: 0 }) }],
    [{ route: payments }],
  ),
  pair(route, 'a timeout of nothing', { timeout: '0ms' }, { timeout: '1ms' }),
  pair(
    route,
    'a try that takes longer than all',
    { timeout: '2s', retries: { attempts: 1, perTryTimeout: '2001ms' } },
    { timeout: '2s', retries: { attempts: 1, perTryTimeout: '2s' } },
  ),
  pair(
    route,
    'no tries, and how they are made',
    { retries: { attempts: 0, retryOn: ['5xx'] } },
    { retries: { attempts: 0 } },
  ),
  pair(
    route,
    'tries of less than none',
    { retries: { attempts: -1 } },
    { retries: { attempts: 1, retryOn: ['5xx', '599'] } },
  ),
  pair(
    route,
    'a condition for tries that is none',
    { retries: { attempts: 1, retryOn: ['600'] } },
    { retries: { attempts: 1, retryOn: ['100'] } },
  ),
  pair(
    route,
    'a copy of more than all',
    { mirrors: [{ to: ads, percentage: 100.5 }] },
    { mirrors: [{ to: ads, percentage: 100 }] },
  ),
  pair(
    route,
    'a fault that does nothing',
    { fault: {} },
    { fault: { abort: { percentage: 0, httpStatus: 200 } } },
  ),
  pair(
    route,
    'a status below 200',
    { fault: { abort: { percentage: 0, httpStatus: 199 } } },
    { fault: { abort: { percentage: 0, httpStatus: 200 } } },
  ),
  pair(
    route,
    'a status above 599',
    { fault: { abort: { percentage: 0, httpStatus: 600 } } },
    { fault: { abort: { percentage: 0, httpStatus: 599 } } },
  ),
  pair(
    route,
    'faults in more than all requests',
    { fault: { delay: { fixedDelay: '1s', percentage: 101 } } },
    { fault: { delay: { fixedDelay: '1s', percentage: 100 } } },
  ),
  pair(route, 'a rewrite of nothing', { rewrite: {} }, { rewrite: { uri: '/' } }),
  pair(
    route,
    'an expression that RE2 does not take',
    { rewrite: { uriRegexRewrite: { match: '(?=a)', rewrite: '' } } },
    { rewrite: { uriRegexRewrite: { match: 'a', rewrite: '' } } },
  ),
  pair(
    route,
    'a new host in two places',
    { rewrite: { authority: 'a' }, headers: { request: { set: { Host: 'b' } } } },
    { headers: { request: { set: { Host: 'b' } } } },
  ),
  pair(
    route,
    "HTTP's own headers",
    { headers: { response: { set: { ':status': '200' } }, request: { remove: ['host'] } } },
    { headers: { response: { set: { status: '200' } } } },
  ),
  pair(
    route,
    'names that no header has',
    { headers: { request: { add: { 'a b': 'c' } } } },
    { headers: { request: { add: { 'a-b': 'c' } } } },
  ),
  pair(
    route,
    'credentials for every site',
    { corsPolicy: { allowOrigins: [{ regex: '.*' }], allowCredentials: true } },
    { corsPolicy: { allowOrigins: [{ regex: '.*' }] } },
  ),
  pair(
    route,
    'a redirect beside a route',
    { redirect: { uri: '/a' } },
    { route: undefined, redirect: { uri: '/a' } },
  ),
  pair(
    route,
    'a fault beside a redirect',
    {
      route: undefined,
      redirect: { uri: '/' },
      fault: { abort: { percentage: 1, httpStatus: 500 } },
    },
    { route: undefined, redirect: { uri: '/' } },
  ),
  pair(
    route,
    'a redirect to itself',
    { route: undefined, redirect: { redirectCode: 302 } },
    { route: undefined, redirect: { redirectCode: 302, scheme: 'https' } },
  ),
  pair(
    route,
    'an answer without a status',
    { route: undefined, directResponse: { status: 600 } },
    { route: undefined, directResponse: { status: 599 } },
  ),
  pair(
    route,
    'an expression beside a delegate',
    { route: undefined, delegate: { name: 'a' }, match: [{ uri: { regex: 'a' } }] },
    { route: undefined, delegate: { name: 'a' }, match: [{ uri: { prefix: '/a' } }] },
  ),
  pair(
    route,
    'an expression whose case is ignored',
    { match: [{ uri: { regex: 'a' }, ignoreUriCase: true }] },
    { match: [{ uri: 'a', ignoreUriCase: true }] },
  ),
  pair(
    route,
    'a port of no number',
    { match: [{ port: 65536, headers: { 'a b': 'c' }, sourceNamespace: 'A' }] },
    { match: [{ port: 65535, headers: { a: 'c' }, sourceNamespace: 'a' }] },
  ),
  pair(
    http,
    'a rule that is never reached',
    [{ match: [{ uri: { prefix: '/' } }], route: cart }, { route: ads }],
    [{ match: [{ uri: { prefix: '/a' } }], route: cart }, { route: ads }],
  ),
  pair(
    http,
    'a name for two rules',
    [
      { name: 'a', match: [{ port: 80 }], route: cart },
      { name: 'a', route: ads },
    ],
    [
      { name: 'a', match: [{ port: 80 }], route: cart },
      { name: 'b', route: ads },
    ],
  ),
  pair(virtualService, 'no rule', { hosts: [cart] }, { hosts: [cart], tcp: [{ route: cart }] }),
  pair(
    virtualService,
    'every host of the mesh',
    { hosts: ['*'], http: [{ route: cart }] },
    { hosts: ['*'], gateways: [{ name: 'public' }], http: [{ route: cart }] },
  ),
  pair(
    virtualService,
    'a host that is none',
    { hosts: ['*shop'], http: [{ route: cart }] },
    { hosts: ['*.shop'], http: [{ route: cart }] },
  ),
  pair(
    virtualService,
    'a host twice',
    { hosts: [cart, admin], http: [{ route: cart }] },
    { hosts: [cart, ads], http: [{ route: cart }] },
  ),
  pair(
    virtualService,
    'gateways of a delegate',
    { gateways: ['mesh'], http: [{ route: cart }] },
    { http: [{ route: cart }] },
  ),
  pair(
    virtualService,
    'a delegate that delegates',
    { http: [{ delegate: { name: 'a' } }] },
    { hosts: [cart], http: [{ delegate: { name: 'a' } }] },
  ),
  pair(
    virtualService,
    'a server name that is no host of it',
    { hosts: ['*.example.com'], tls: [{ match: [{ sniHosts: ['example.com'] }], route: cart }] },
    { hosts: ['*.example.com'], tls: [{ match: [{ sniHosts: ['a.example.com'] }], route: cart }] },
  ),
  pair(
    virtualService,
    'names that nobody has',
    {
      hosts: [cart],
      gateways: [{ name: 'A', namespace: 'b' }],
      exportTo: ['A'],
      http: [{ route: cart }],
    },
    {
      hosts: [cart],
      gateways: [{ name: 'a', namespace: 'b' }],
      exportTo: ['.', '*', 'a'],
      http: [{ route: cart }],
    },
  ),
  pair(
    policy,
    'a failover that nothing sets off',
    { loadBalancer: { localityLbSetting: { failover: [{ from: 'a', to: 'b' }] } } },
    {
      outlierDetection,
      loadBalancer: { localityLbSetting: { failover: [{ from: 'a', to: 'b' }] } },
    },
  ),
  pair(
    policy,
    'a failover to the same region',
    {
      outlierDetection,
      loadBalancer: { localityLbSetting: { failover: [{ from: 'a', to: 'a' }] } },
    },
    {
      outlierDetection,
      loadBalancer: { localityLbSetting: { failover: [{ from: 'a', to: 'b' }] } },
    },
  ),
  pair(
    policy,
    'places that make less than 100',
    { loadBalancer: { localityLbSetting: { distribute: [{ from: 'a/*', to: { a: 99 } }] } } },
    { loadBalancer: { localityLbSetting: { distribute: [{ from: 'a/*', to: { a: 100 } }] } } },
  ),
  pair(
    policy,
    'a warm-up where there is none',
    { loadBalancer: { simple: 'RANDOM', warmup: { duration: '1m' } } },
    { loadBalancer: { simple: 'ROUND_ROBIN', warmup: { duration: '1m' } } },
  ),
  pair(
    policy,
    'a warm-up that slows down',
    { loadBalancer: { warmup: { duration: '1m', aggression: 0.9, minimumPercent: 101 } } },
    { loadBalancer: { warmup: { duration: '1m', aggression: 1, minimumPercent: 100 } } },
  ),
  pair(
    policy,
    'a table of no prime size',
    { loadBalancer: { consistentHash: { useSourceIp: true, maglev: { tableSize: 100 } } } },
    { loadBalancer: { consistentHash: { useSourceIp: true, maglev: { tableSize: 2 } } } },
  ),
  pair(
    policy,
    'limits below the least',
    {
      connectionPool: {
        tcp: { maxConnections: 0, connectTimeout: '0ms' },
        http: { http1MaxPendingRequests: 0, maxRetries: -1, maxRequestsPerConnection: -1 },
      },
    },
    {
      connectionPool: {
        tcp: { maxConnections: 1, connectTimeout: '1ms', idleTimeout: '0s' },
        http: { http1MaxPendingRequests: 1, maxRetries: 0, maxRequestsPerConnection: 0 },
      },
    },
  ),
  pair(
    policy,
    'two ways to choose the protocol',
    { connectionPool: { http: { useClientProtocol: true, h2UpgradePolicy: 'UPGRADE' } } },
    { connectionPool: { http: { useClientProtocol: true, h2UpgradePolicy: 'DEFAULT' } } },
  ),
  pair(
    policy,
    'outliers of more than all',
    {
      outlierDetection: { maxEjectionPercent: 101, minHealthPercent: -1, consecutive5xxErrors: -1 },
    },
    { outlierDetection: { maxEjectionPercent: 100, minHealthPercent: 0, consecutive5xxErrors: 0 } },
  ),
  pair(
    policy,
    'failures that are not counted apart',
    { outlierDetection: { consecutiveLocalOriginFailures: 5 } },
    {
      outlierDetection: {
        consecutiveLocalOriginFailures: 5,
        splitExternalLocalOriginErrors: true,
      },
    },
  ),
  pair(
    policy,
    'a port of another host',
    { portLevelSettings: [{ port: ads }] },
    { portLevelSettings: [{ port: admin }] },
  ),
  pair(
    policy,
    'a port twice',
    { portLevelSettings: [{ port: cart }, { port: cart }] },
    { portLevelSettings: [{ port: cart }, { port: admin }] },
  ),
  pair(
    policy,
    'a budget of more than all',
    { retryBudget: { percent: 101, minRetryConcurrency: -1 } },
    { retryBudget: { percent: 100, minRetryConcurrency: 0 } },
  ),
  [
    'a name of a subset that is none',
    (chart) => new DestinationRule(chart, 'cart', { to: cart, subsets: { V1: {} } }),
    (chart) => new DestinationRule(chart, 'cart', { to: cart, subsets: { v1: {} } }),
  ],
  [
    'a subset at a port of another host',
    (chart) => new DestinationRule(chart, 'a', { to: cart, subsets: { v1: {} } }).subset('v1', ads),
    (chart) =>
      new DestinationRule(chart, 'a', { to: cart, subsets: { v1: {} } }).subset('v1', admin),
  ],
  pair(servers, 'no server', [], [{ protocol: 'HTTP', hosts }]),
  pair(
    servers,
    'a server for no host',
    [{ protocol: 'HTTP', hosts: [] }],
    [{ protocol: 'HTTP', hosts: ['*'] }],
  ),
  pair(
    servers,
    'a host twice at a port',
    [
      { protocol: 'HTTP', hosts },
      { protocol: 'HTTP', hosts },
    ],
    [
      { protocol: 'HTTP', hosts },
      { protocol: 'HTTP', hosts, port: 8080 },
    ],
  ),
  pair(
    servers,
    'a certificate for every host',
    [{ protocol: 'HTTPS', hosts: ['*'], tls: { mode: 'SIMPLE', certificate } }],
    [{ protocol: 'HTTPS', hosts: ['*.a'], tls: { mode: 'SIMPLE', certificate } }],
  ),
  pair(
    servers,
    'a certificate that is renewed too early',
    [
      {
        protocol: 'HTTPS',
        hosts,
        tls: { mode: 'SIMPLE', certificate: { ...certificate, duration: '1h', renewBefore: '1h' } },
      },
    ],
    [
      {
        protocol: 'HTTPS',
        hosts,
        tls: { mode: 'SIMPLE', certificate: { ...certificate, duration: '1h', renewBefore: '5m' } },
      },
    ],
  ),
  pair(
    servers,
    'versions in the wrong order',
    [{ protocol: 'HTTPS', hosts, tls: { ...credential, maxProtocolVersion: 'TLSV1_1' } }],
    [{ protocol: 'HTTPS', hosts, tls: { ...credential, maxProtocolVersion: 'TLSV1_2' } }],
  ),
  pair(
    servers,
    'an address that is none',
    [{ protocol: 'HTTP', hosts: ['A/shop'], bind: '10.0.0' }],
    [{ protocol: 'HTTP', hosts: ['./shop'], bind: '10.0.0.1' }],
  ),
  pair(entry, 'no endpoint', { endpoints: [] }, { endpoints: [payments] }),
  pair(
    entry,
    'an address without a name',
    { endpoints: [database] },
    { endpoints: [database], host: 'db.internal' },
  ),
  pair(
    entry,
    'a port that no endpoint has',
    { endpoints: [payments], protocols: { 80: 'HTTP' }, targetPorts: { 81: 82 } },
    { endpoints: [payments], protocols: { 443: 'HTTPS' }, targetPorts: { 443: 8443 } },
  ),
  pair(
    entry,
    'names without servers where addresses are asked for',
    { endpoints: [payments], resolution: 'STATIC' },
    { endpoints: [payments], resolution: 'STATIC', servers: [{ address: '10.0.0.1' }] },
  ),
  pair(
    entry,
    'networks that DNS does not give',
    { endpoints: [payments], addresses: ['10.0.0.0/8'] },
    { endpoints: [payments], addresses: ['10.0.0.0/8'], resolution: 'NONE' },
  ),
  pair(
    entry,
    'servers where the address is the one asked for',
    { endpoints: [payments], resolution: 'NONE', servers: [{ address: '10.0.0.1' }] },
    { endpoints: [payments], resolution: 'NONE' },
  ),
  [
    'a Sidecar of no pods',
    (chart) =>
      new Sidecar(chart, 'a', { of: new Construct(chart, 'none'), hosts: ['istio-system'] }),
    () => undefined,
  ],
];
