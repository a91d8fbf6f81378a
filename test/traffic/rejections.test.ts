import type { Chart } from 'cdk8s';
import { App } from 'cdk8s';
import { Environment } from '../../lib/environment/environment';
import { System } from '../../lib/system/system';
import { DestinationRule } from '../../lib/traffic/istio/destination-rule';
import type { Fault } from '../../lib/traffic/istio/fault';
import { VirtualService } from '../../lib/traffic/istio/virtual-service';
import { problemsOf } from '../render-tree';
import { prod, qa } from '../shop';
import { GATEWAY_API_CASES } from './cases-gateway-api';
import { type Case, ISTIO_CASES } from './cases-istio';
import { GATEWAY_API_MESSAGES, ISTIO_MESSAGES } from './messages';
import { cart, problemsIn, shopChart } from './shop';

describe.each([
  ['Istio', ISTIO_CASES, ISTIO_MESSAGES],
  ['the Gateway API and Ingress', GATEWAY_API_CASES, GATEWAY_API_MESSAGES],
] satisfies [string, readonly Case[], Readonly<Record<string, readonly string[]>>][])(
  '%s',
  (_, cases, messages) => {
    test.each(cases)('rejects %s', (title, wrong) => {
      expect(problemsIn(wrong)).toEqual(messages[title]);
    });

    test.each(cases)('takes what is near to %s', (_title, _wrong, right) => {
      expect(problemsIn(right)).toEqual([]);
    });

    test('has no message without a case', () => {
      expect(Object.keys(messages)).toEqual(cases.map(([title]) => title));
    });
  },
);

test('makes nothing of what is wrong', () => {
  const chart: Chart = shopChart();
  expect(new VirtualService(chart, 'cart', { hosts: [cart] }).object).toBeUndefined();
});

test('rejects a subset that the rule has not, where nobody compiles', () => {
  const rule = (chart: Chart) =>
    new DestinationRule<string>(chart, 'cart', { to: cart, subsets: { v1: {} } });
  expect(problemsIn((chart) => rule(chart).subset('v2'))).toEqual([
    'subset(): got "v2", allowed \'v1\'',
  ]);
});

describe('faults', () => {
  const problemsWith = (spec: typeof qa, fault: Fault) => {
    const environment = new Environment(new App(), spec);
    const system = new System(environment, 'shop');
    new VirtualService(system, 'cart', { hosts: [cart], http: [{ route: cart, fault }] });
    return problemsOf(environment);
  };
  const abort = { httpStatus: 503, percentage: 1 };

  test('are taken in preproduction', () => {
    expect(problemsWith(qa, { abort })).toEqual([]);
  });

  test('rejects one in production', () => {
    expect(problemsWith({ ...qa, tier: prod.tier }, { abort })).toEqual([
      "[qa/shop/VirtualService-cart] http[0].fault: makes requests of production fail: take it out, or say why with inProduction: { reason: '...' }",
    ]);
  });

  test('rejects a reason of nine letters', () => {
    expect(
      problemsWith({ ...qa, tier: prod.tier }, { abort, inProduction: { reason: ' for tests ' } }),
    ).toEqual([
      '[qa/shop/VirtualService-cart] http[0].fault.inProduction.reason: got " for tests ", allowed a reason in words, of 10 letters or more',
    ]);
  });

  test('are taken in production with a reason', () => {
    expect(
      problemsWith({ ...qa, tier: prod.tier }, { abort, inProduction: { reason: 'game day 7' } }),
    ).toEqual([]);
  });
});
