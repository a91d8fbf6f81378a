import { checkEnvironment, checkPromotionOrder } from '../../lib/environment/check';
import type { EnvironmentSpec } from '../../lib/environment/spec';
import { lines, untyped } from '../problem/lines';
import { qaSpec } from './specs';

const CPU = "allowed CPU such as '250m' or 2, in steps of a thousandth of a core ('1m')";
const SIZE = "allowed a size with its unit, such as '64Mi' or '1Gi'";

function check(fields: Partial<EnvironmentSpec>) {
  return lines(checkEnvironment(qaSpec(fields)));
}

describe('an environment', () => {
  test.each<Partial<EnvironmentSpec>>([
    {},
    { tier: 'production', defaults: { replicas: 1, spread: [] }, labels: { team: 'shop' } },
    { cluster: { name: 'test', dnsDomain: 'k8s.example.com' } },
    { quota: { cpu: '10', memory: ['1Gi', '2Gi'], pods: 0, loadBalancers: 0 } },
    {
      quota: {
        cpu: { request: 1, limit: 'none' },
        other: { secrets: 0, 'requests.storage': '1Ti' },
      },
    },
    {
      containerLimits: {
        default: { cpu: ['50m', 1], memory: '1Gi' },
        max: { cpu: 1, memory: '1Gi' },
      },
    },
    {
      containerLimits: {
        default: { cpu: { request: 1, limit: 'none' }, memory: '1Gi' },
        max: { cpu: '1000m' },
      },
    },
  ])('may have %j', (fields) => {
    expect(check(fields)).toEqual([]);
  });

  test('rejects whatever is wrong, all at once', () => {
    const fields = {
      name: 'QA',
      tier: 'test',
      cluster: { name: 'test', dnsDomain: 'A' },
      domain: 'https://a',
      defaults: { replicas: 0 },
      labels: { team: 'a b' },
    };
    expect(check(untyped(fields))).toEqual([
      'name: got "QA", allowed a DNS label: 1 to 63 lower-case letters, digits and dashes, with no dash at either end',
      'domain: got "https://a", allowed DNS labels joined by dots, at most 253 characters',
      'cluster.dnsDomain: got "A", allowed DNS labels joined by dots, at most 253 characters',
      `tier: got "test", allowed 'preproduction' or 'production'`,
      'defaults.replicas: got 0, allowed a whole number from 1',
      "labels.team: got \"a b\", allowed at most 63 letters, digits, '-', '_' and '.', with a letter or digit at both ends",
    ]);
  });

  test('rejects a wrong quota', () => {
    const quota = {
      cpu: ['2', '1'],
      memory: '64',
      pods: -1,
      loadBalancers: 0.5,
      other: { secrets: -1, 'requests.storage': '1' },
    };
    expect(check(untyped({ quota }))).toEqual([
      'quota.cpu: got ["2","1"], allowed a request that is at most its limit',
      `quota.memory: got "64", ${SIZE}`,
      'quota.pods: got -1, allowed a whole number from 0',
      'quota.loadBalancers: got 0.5, allowed a whole number from 0',
      'quota.other.secrets: got -1, allowed a whole number from 0',
      `quota.other.requests.storage: got "1", ${SIZE}`,
    ]);
  });

  test('rejects wrong limits of containers', () => {
    const containerLimits = {
      default: { cpu: ['2', '1'], memory: '64' },
      max: { cpu: '0m', memory: '1' },
    };
    expect(check(untyped({ containerLimits }))).toEqual([
      'containerLimits.default.cpu: got ["2","1"], allowed a request that is at most its limit',
      `containerLimits.default.memory: got "64", ${SIZE}`,
      `containerLimits.max.cpu: got "0m", ${CPU}`,
      `containerLimits.max.memory: got "1", ${SIZE}`,
    ]);
  });

  test('rejects a default above the most that a container may say', () => {
    const containerLimits = {
      default: { cpu: ['50m', '200m'], memory: { request: '1Gi', limit: 'none' } },
      max: { cpu: '199m', memory: '1G' },
    } as const;
    expect(check({ containerLimits })).toEqual([
      'containerLimits.max.cpu: got "199m", allowed at least the default, 200m',
      'containerLimits.max.memory: got "1G", allowed at least the default, 1Gi',
    ]);
  });
});

describe('the order of promotion', () => {
  const order = (...pairs: readonly (readonly [name: string, promotedFrom?: string])[]) =>
    lines(checkPromotionOrder(pairs.map(([name, promotedFrom]) => qaSpec({ name, promotedFrom }))));

  test('may fork', () => {
    expect(order(['qa'], ['e2e', 'qa'], ['stage', 'qa'], ['prod', 'stage'])).toEqual([]);
  });

  test('may be written in any order', () => {
    expect(order(['prod', 'qa'], ['qa'])).toEqual([]);
  });

  test('rejects a name that stands twice', () => {
    expect(order(['qa'], ['qa'], ['prod', 'qa'])).toEqual([
      'environments: got "qa", allowed each name once',
    ]);
  });

  test('rejects an origin that is not there', () => {
    expect(order(['qa'], ['e2e', 'qa'], ['prod', 'stage'])).toEqual([
      'environments.prod.promotedFrom: got "stage", allowed qa, e2e',
    ]);
    expect(order(['prod', 'stage'])).toEqual([
      'environments.prod.promotedFrom: got "stage", allowed none: there is no other environment',
    ]);
  });

  test('rejects a circle, once', () => {
    expect(order(['qa', 'prod'], ['e2e', 'qa'], ['prod', 'e2e'], ['other', 'qa'])).toEqual([
      'environments.qa.promotedFrom: goes in a circle: qa <- prod <- e2e <- qa; leave it out in the first environment of the order',
    ]);
  });

  test('rejects an environment that is promoted from itself', () => {
    expect(order(['qa'], ['prod', 'prod'])).toEqual([
      'environments.prod.promotedFrom: goes in a circle: prod <- prod; leave it out in the first environment of the order',
    ]);
  });
});
