import type { Case, Suite } from './suite';

const IMPORTS = `
import * as sc from '../../lib';
declare const system: sc.System;
const resources: sc.Resources = { cpu: ['100m', '200m'], memory: ['64Mi', '128Mi'] };
const endpoint = sc.externalEndpoint({ host: 'otel', port: 4317 });
`;

function exposed(fields: string): string {
  return `const exposed: sc.Exposed = { host: 'a', ${fields} }`;
}

function watched(fields: string): string {
  return `const spec: sc.ObservabilitySpec = { ${fields} }`;
}

const CASES: readonly Case[] = [
  [
    'all origins with credentials',
    exposed("cors: { origins: [«'https://a' ≠ '*'»], credentials: true }"),
  ],
  ['an origin without a scheme', exposed("cors: { origins: [«'https://a' ≠ 'a'»] }")],
  ['an unknown method', exposed("cors: { origins: ['*'], methods: [«'GET' ≠ 'get'»] }")],
  ['an unknown word of HSTS', exposed('hsts: { «preload ≠ preloaded»: true }')],
  ['a word for external-dns', exposed("dns: «'none' ≠ 'off'»")],
  ['an unknown part of observability', watched('«scraping ≠ scrape»: {}')],
  [
    'an unknown event of a release',
    watched("releases: [{ on: «'rollout-paused' ≠ 'paused'», service: 'slack' }]"),
  ],
  ['an unknown signal', watched("tracing: { endpoint, signals: [«'logs' ≠ 'log'»] }")],
  [
    'a port that is not one of its own',
    "new sc.Microservice(system, 'a', { ports: { http: 80 }, resources, metrics: { port: «'http' ≠ 'metrics'» } })",
  ],
  [
    'a trigger without what it needs',
    "sc.keda({ max: 1, triggers: [sc.redisTrigger({ address: 'a:1', «listName ≠ list»: 'a' })] })",
  ],
  [
    'a broker without an authentication',
    "sc.rabbitmqTrigger(«{ queueName: 'a', value: 1, auth: { existing: 'a' } } ≠ { queueName: 'a', value: 1 }»)",
  ],
  [
    'two ways of an issuer',
    "new sc.Issuer(system, 'a', { selfSigned: true«  ≠ , ca: { secretName: 'a' }» })",
  ],
];

export const observability: Suite = { imports: IMPORTS, cases: CASES, points: 'anywhere' };
