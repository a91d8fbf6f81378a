import type { Case, Suite } from './suite';

/** A metric that asks Prometheus, with the fields given. */
function measuring(fields: string): string {
  return `sc.analysisTemplate({ name: 'a', metrics: [{ name: 'a', ${fields} }] })`;
}

const QUERY = "{ prometheus: { query: 'up' } }";

const ARGUMENTS: readonly Case[] = [
  [
    'a missing argument',
    "template.use({ service: 'cart'«, hash: sc.latestHash ≠ » })",
    "{ service: 'cart' }",
  ],
  ['an unknown argument', "template.use({ ...known, «limit: '1' ≠ limt: '1'» })", 'limt'],
  ['no arguments at all where some are required', 'template.use(«known ≠ »)', 'use'],
  ['arguments of a template that has none', "plain.use(«≠ { a: '1' }»)", "{ a: '1' }"],
  ['a value that is none', "template.use({ ...known, limit: «'1' ≠ ['1']» })", 'limit'],
  [
    'a missing argument of a nested template',
    "outer.use({ service: 'cart'«, hash: 'a' ≠ » })",
    "{ service: 'cart' }",
  ],
  ['a missing argument of a construct', 'made.use({ «service ≠ servce»: "cart" })', 'servce'],
  [
    'an unknown argument in a metric',
    `sc.analysisTemplate({ name: 'a', args: { service: sc.required }, metrics: (args) => [{ name: 'a', provider: { prometheus: { query: args.«service ≠ servce» } } }] })`,
  ],
  ['a count from text', measuring(`provider: ${QUERY}, count: «5 ≠ '5'»`), 'count'],
  ['a Rollout field that there is not', "sc.rolloutField(«'metadata.name' ≠ 'name'»)"],
];

const PROVIDERS: readonly Case[] = [
  [
    'two providers in one metric',
    measuring(
      "provider: { prometheus: { query: 'up' }« ≠ , graphite: { address: 'a', query: 'b' }» }",
    ),
    'provider',
  ],
  ['no provider', measuring(`provider: «${QUERY} ≠ {}»`), 'provider'],
  ['an unknown provider', measuring("provider: { «prometheus ≠ promethius»: { query: 'up' } }")],
  ['no query', measuring("provider: { prometheus: { «query: 'up' ≠ » } }"), 'prometheus'],
  [
    'two ways of authentication',
    measuring(
      "provider: { prometheus: { query: 'up', authentication: { sigv4: {}« ≠ , oauth2: { tokenUrl: '', clientId: '', clientSecret: '' }» } } }",
    ),
    'oauth2',
  ],
  ['an interval without unit', measuring(`provider: ${QUERY}, interval: «'1m' ≠ '1'»`), 'interval'],
];

const READY: readonly Case[] = [
  ['a percentile of its own', "sc.latency({ «p95 ≠ p97»: '300ms' })"],
  ['a latency without unit', "sc.objective({ latency: { p95: «'300ms' ≠ '300'» } })", 'p95'],
  ['a smoke test of nothing', "sc.smokeTest({ urls: [«'http://a' ≠ »] })", 'urls'],
  [
    'a smoke test of URLs and a program',
    "sc.smokeTest({ urls: ['http://a']« ≠ , command: ['a']» })",
    "{ urls: ['http://a'], command: ['a'] }",
  ],
  [
    'the hash of a template that an experiment has not',
    "new sc.Experiment(system, 'a', { templates: { canary: pods }, duration: '1m', analyses: (hashes) => ({ a: template.use({ service: 'a', hash: hashes.«canary ≠ baseline» }) }) })",
  ],
  [
    'what is no analysis, in a canary',
    'sc.canary({ analysis: { templates: [«sc.successRate({ atLeast: 99 }), template.use(known), sc.objective({ availability: 99 }).analysis ≠ 99»] }, steps: [] })',
  ],
];

const CASES = [...ARGUMENTS, ...PROVIDERS, ...READY];

const IMPORTS = `
import * as sc from '../../lib';
import { resources, system } from './shop';

const template = sc.analysisTemplate({
  name: 'a',
  args: { service: sc.required, hash: sc.required, limit: '1', token: sc.fromSecret('a', 'b') },
  metrics: (args) => [{ name: args.service, provider: { prometheus: { query: args.limit } } }],
});
const plain = sc.analysisTemplate({ name: 'b', metrics: [] });
const inner = sc.analysisTemplate({ name: 'c', args: { hash: sc.required }, metrics: [] });
const outer = sc.analysisTemplate({ name: 'd', args: { service: sc.required }, templates: [inner] });
const made = new sc.AnalysisTemplate(system, 'e', { args: { service: sc.required }, metrics: [] });
const known = { service: 'cart', hash: sc.latestHash };
const pods = { image: 'a:1', container: { resources } };
`;

export const analysis: Suite = { imports: IMPORTS, cases: CASES };
