import type { Case, Suite } from './suite';

const rule =
  "const rule = new sc.DestinationRule(system, 'cart', { to: grpc, subsets: { v1: {}, v2: {} } });";

function http(fields: string): string {
  return `const http: readonly sc.VirtualHttpRoute[] = [{ ${fields} }]`;
}

const CASES: readonly Case[] = [
  ['a subset that the rule has not', `${rule} rule.subset(«'v2' ≠ 'v3'»)`],
  [
    'a subset of a rule without any',
    "new sc.DestinationRule(system, 'a', { to: grpc«, subsets: { v1: {} } ≠ » }).subset('v1')",
    "'v1'",
  ],
  ['a host as a destination', http("route: «grpc ≠ 'cartservice'»"), 'route'],
  ['a host among destinations', http("route: [{ to: «grpc ≠ 'cart'» }]"), 'to'],
  ['a destination by an unknown port', http("route: cart.endpoint(«'grpc' ≠ 'http'»)"), "'http'"],
  [
    'a redirect beside a route',
    http("route: grpc« ≠ , redirect: { uri: '/' }»"),
    "{ route: grpc, redirect: { uri: '/' } }",
  ],
  [
    'two ways to match',
    http("match: [{ uri: { exact: '/'« ≠ , prefix: '/'» } }], route: grpc"),
    'prefix',
  ],
  [
    'a fault without a percentage',
    'const f: sc.Fault = { delay: { fixedDelay: "1s"«, percentage: 1 ≠ » } }',
    'delay',
  ],
  [
    'two mistakes at once',
    'const f: sc.Fault = { abort: { percentage: 1, httpStatus: 500« ≠ , grpcStatus: "OK"» } }',
    'grpcStatus',
  ],
  [
    'a reason without words',
    "const f: sc.Fault = { inProduction: «{ reason: 'game day' } ≠ {}» }",
    'inProduction',
  ],
  ['a duration without unit', http("route: grpc, timeout: «'1s' ≠ '1'»"), 'timeout'],
  [
    'two kinds of load balancing',
    "const p: sc.PortPolicy = { loadBalancer: { simple: 'RANDOM'« ≠ , consistentHash: { useSourceIp: true }» } }",
    'consistentHash',
  ],
  [
    'HTTPS without a credential',
    "const s: sc.GatewayServer = { protocol: 'HTTPS', hosts: ['a']«, tls: { mode: 'SIMPLE', credentialName: 'a' } ≠ » }",
    's',
  ],
  [
    'two credentials',
    "const t: sc.ServerTls = { mode: 'SIMPLE', credentialName: 'a'« ≠ , certificate: { issuer: 'a' }» }",
    'certificate',
  ],
  [
    'a server inside as one outside',
    "const e: sc.ServiceEntryProps = { endpoints: [«sc.externalEndpoint({ host: 'a', port: 1 }) ≠ grpc»] }",
    'grpc',
  ],
  [
    'two filters in one',
    "const f: sc.HttpFilter = { urlRewrite: { hostname: 'a' }« ≠ , cors: {}» }",
    'f',
  ],
  [
    'a filter that gRPC has not',
    'const f: sc.GrpcFilter = { «requestHeaderModifier ≠ urlRewrite»: {} }',
  ],
  [
    'an unknown port that is exposed',
    "new sc.Microservice(system, 'a', { ports: { http: 80 }, resources, exposed: { host: 'a', port: «'http' ≠ 'htp'» } })",
    'port',
  ],
  [
    'a certificate twice',
    "const e: sc.ExposedTls = { credential: 'a'« ≠ , certificate: { issuer: 'a' }» }",
    'e',
  ],
  [
    'an environment without a gateway',
    "const i: sc.IngressSpec = { kind: 'gateway-api'«, class: 'istio' ≠ » }",
    'i',
  ],
  [
    'a gateway of NGINX',
    "const i: sc.IngressSpec = { kind: 'nginx'« ≠ , gateway: { name: 'a', namespace: 'b' }» }",
    'i',
  ],
];

const IMPORTS = `
import * as sc from '../../lib';
import { cart, resources, system } from './shop';
const grpc = cart.endpoint('grpc');
`;

export const traffic: Suite = { imports: IMPORTS, cases: CASES };
