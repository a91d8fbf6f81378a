import type { Provider } from '../../lib/analysis/provider';
import { unseen } from '../problem/lines';
import { EVERYTHING, problemsWith } from './templates';

/** What is wrong with a provider, one line each, without the place of the metric. */
function wrong(provider: Provider): readonly string[] {
  return problemsWith({ provider }).map((line) => line.replace('metrics[0].provider.', ''));
}

describe('Prometheus', () => {
  test('rejects an address without a scheme, and no query', () => {
    expect(wrong({ prometheus: { address: 'prometheus:9090', query: ' ' } })).toEqual([
      'prometheus.query: got " ", allowed a query',
      'prometheus.address: got "prometheus:9090", allowed a URL such as \'http://prometheus.monitoring:9090\'',
    ]);
  });

  test('rejects a timeout and a step of nothing', () => {
    const rangeQuery = { start: 'now()', end: 'now()', step: '0s' } as const;
    expect(wrong({ prometheus: { query: 'up', timeout: '1s' } })).toEqual([]);
    expect(wrong({ prometheus: { query: 'up', timeout: '0s', rangeQuery } })).toEqual([
      "prometheus.rangeQuery.step: got \"0s\", allowed a duration such as '15s', '5m' or '1h', at least 1s",
      "prometheus.timeout: got \"0s\", allowed a duration such as '15s', '5m' or '1h', at least 1s",
    ]);
  });

  test("rejects Amazon's without a signature", () => {
    const address = 'https://aps-workspaces.eu-west-1.amazonaws.com/workspaces/ws-1';
    expect(wrong({ prometheus: { address, query: 'up' } })).toEqual([
      `prometheus.authentication.sigv4: is missing: ${address} takes signed requests only`,
    ]);
  });

  test('rejects a secret that is written out', () => {
    const oauth2 = { tokenUrl: '', clientId: 'a', clientSecret: 'b' };
    expect(wrong({ prometheus: { query: 'up', authentication: { oauth2 } } })).toEqual([
      'prometheus.authentication.oauth2.tokenUrl: got "", allowed a text',
      'prometheus.authentication.oauth2.clientSecret: is written out: take it from an argument that is fromSecret()',
    ]);
  });
});

test.each<[string, Provider, readonly string[]]>([
  ['no query', { datadog: {} }, ['datadog.query: is missing: write query or queries']],
  [
    'a query beside queries',
    { datadog: { apiVersion: 'v2', query: 'a', queries: { b: 'b' } } },
    ['datadog.query: stands beside queries: keep one of the two'],
  ],
  [
    'what API v1 has not',
    { datadog: { queries: { a: 'a', b: 'b' }, formula: 'a / b', aggregator: 'avg' } },
    [
      "datadog.queries: is not for Datadog's API v1: set apiVersion to 'v2'",
      "datadog.aggregator: is not for Datadog's API v1: set apiVersion to 'v2'",
    ],
  ],
  [
    'queries without a formula',
    { datadog: { apiVersion: 'v2', queries: { a: 'a', b: 'b' } } },
    ['datadog.formula: is missing: say how the 2 queries make one number'],
  ],
  [
    'a formula without queries',
    { datadog: { apiVersion: 'v2', query: 'a', formula: 'a' } },
    ['datadog.formula: has nothing to join: add queries'],
  ],
])('rejects of Datadog %s', (_, provider, problems) => {
  expect(wrong(provider)).toEqual(problems);
});

describe('web', () => {
  const url = 'https://api.example.com/check';

  test('rejects a body for GET, and two bodies', () => {
    expect(wrong({ web: { url, method: 'POST', body: 'a' } })).toEqual([]);
    expect(wrong({ web: { url, body: 'a', jsonBody: {} } })).toEqual([
      'web.body: stands beside jsonBody: keep one of the two',
      "web.body: is not for GET: set method to 'POST' or 'PUT'",
      "web.jsonBody: is not for GET: set method to 'POST' or 'PUT'",
    ]);
  });

  test('rejects a path without braces, and what is no URL', () => {
    expect(wrong({ web: { url: 'api/check', jsonPath: '$.ok', timeout: '0s' } })).toEqual([
      'web.url: got "api/check", allowed a URL such as \'http://prometheus.monitoring:9090\'',
      "web.timeout: got \"0s\", allowed a duration such as '15s', '5m' or '1h', at least 1s",
      'web.jsonPath: got "$.ok", allowed a path in braces: \'{$.ok}\'',
    ]);
  });
});

describe('Kayenta', () => {
  const kayenta = EVERYTHING.kayenta[0];
  const scored = (pass: number, marginal: number) =>
    kayenta === undefined ? [] : wrong({ kayenta: { ...kayenta, threshold: { pass, marginal } } });

  test('has scores from 0 to 100, in order', () => {
    expect(scored(100, 0)).toEqual([]);
    expect(scored(101, -1)).toEqual([
      'kayenta.threshold.pass: got 101, allowed a whole number from 0 to 100',
      'kayenta.threshold.marginal: got -1, allowed a whole number from 0 to 100',
    ]);
    expect(scored(75, 75)).toEqual([]);
    expect(scored(75, 76)).toEqual([
      'kayenta.threshold.marginal: got 76, allowed at most pass, which is 75',
    ]);
  });
});

test('rejects queries of CloudWatch without id and without content', () => {
  expect(wrong({ cloudWatch: { metricDataQueries: [] } })).toEqual([
    'cloudWatch.metricDataQueries: got [], allowed at least one query',
  ]);
  expect(wrong({ cloudWatch: { metricDataQueries: [{ id: 'Rate' }] } })).toEqual([
    'cloudWatch.metricDataQueries[0].id: got "Rate", allowed letters, digits and \'_\', with a lower-case letter in front',
    'cloudWatch.metricDataQueries[0]: needs one of the two: expression or metricStat',
  ]);
});

test('rejects two plugins in one metric', () => {
  expect(wrong({ plugin: { 'acme/a': {}, 'acme/b': {} } })).toEqual([
    'plugin: got "acme/a, acme/b", allowed one plugin',
  ]);
});

test.each([
  [{}, '{}'],
  [new Date(0), 'a Date'],
])('rejects an object that is no endpoint: %#', (url, shown) => {
  expect(wrong({ web: unseen({ url }) })).toEqual([
    `web.url: got ${shown}, allowed a URL or an endpoint: cart.endpoint('http')`,
  ]);
});
