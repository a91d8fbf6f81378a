import { externalEndpoint, only } from '../../lib/endpoint/endpoint';
import { checkCalled, endpointsAmong } from '../../lib/endpoint/problems';
import { Microservice } from '../../lib/microservice/microservice';
import { least, plainChart } from '../microservice/chart';
import { lines } from '../problem/lines';
import { problemsOf } from '../render-tree';

const chart = plainChart('shop');
const cart = new Microservice(chart, 'cart', { ...least, ports: { grpc: 7070 } });
const bank = externalEndpoint({ host: 'bank', port: 0 });
const ENDPOINT = "allowed an endpoint: cart.endpoint('grpc'), or externalEndpoint({ host, port })";

test.each<[string, unknown, readonly string[]]>([
  ['nothing', undefined, []],
  ['an empty list', [], []],
  ['endpoints', [cart.endpoint('grpc')], []],
  [
    'a wrong endpoint',
    [cart.endpoint('grpc'), bank],
    ['calls[1].port: got 0, allowed a whole number from 1 to 65535'],
  ],
  [
    'an endpoint by itself',
    cart.endpoint('grpc'),
    ["calls: is an endpoint, allowed a list of them: write [cart.endpoint('grpc')]"],
  ],
  [
    'text by itself',
    'cart:80',
    [`calls: got "cart:80", allowed a list of endpoints: [cart.endpoint('grpc')]`],
  ],
  ['text', ['cart:80'], [`calls[0]: got "cart:80", ${ENDPOINT}`]],
  [
    'gaps',
    [undefined, null],
    [`calls[0]: got undefined, ${ENDPOINT}`, `calls[1]: got null, ${ENDPOINT}`],
  ],
  [
    'a microservice',
    [cart],
    ["calls[0]: is the microservice 'cart', allowed one of its ports: endpoint('http')"],
  ],
])('calls that are %s are told', (_, calls, problems) => {
  expect(lines(checkCalled('calls', calls))).toEqual(problems);
});

test('what is no endpoint is not called', () => {
  expect(endpointsAmong([undefined, 'cart:80', cart, bank])).toEqual([bank]);
  expect(endpointsAmong(bank)).toEqual([]);
  expect(endpointsAmong(undefined)).toEqual([]);
});

/** What plain JavaScript calls, where no type is looked at. */
function narrowed(endpoint: unknown): unknown {
  return Reflect.apply(only, undefined, [endpoint, {}]);
}

describe('a microservice', () => {
  test.each<[string, () => unknown, string]>([
    [
      'text',
      () => 'cart:80',
      `calls: got "cart:80", allowed a list of endpoints: [cart.endpoint('grpc')]`,
    ],
    ['a gap', () => [undefined], `calls[0]: got undefined, ${ENDPOINT}`],
    [
      'a narrowed external endpoint',
      () => [narrowed(externalEndpoint({ host: 'bank.example.com', port: 443 }))],
      "calls[0].only(): is for endpoints of microservices: nothing looks at requests to 'bank.example.com', leave it out",
    ],
    ['a gap that is narrowed', () => [narrowed(undefined)], `calls[0]: got undefined, ${ENDPOINT}`],
    [
      'a microservice that is narrowed',
      () => [narrowed(cart)],
      "calls[0]: is the microservice 'cart', allowed one of its ports: endpoint('http')",
    ],
  ])('that calls %s is told so', (_, calls, problem) => {
    const own = plainChart('web');
    Reflect.construct(Microservice, [own, 'web', { ...least, calls: calls() }]);
    expect(problemsOf(own)).toEqual([`[shop/web] ${problem}`]);
  });

  test('is told of what is added to its calls, too', () => {
    const own = plainChart('web');
    const web = new Microservice(own, 'web', { ...least });
    Reflect.apply(web.addCalls, web, [[cart.endpoint('grpc')], bank]);
    expect(problemsOf(own)).toEqual([
      expect.stringMatching(
        /^\[shop\/web\] addCalls\(\)\[0\]: got \[\{"kind":"service-endpoint".*allowed an endpoint: /,
      ),
      '[shop/web] addCalls()[1].port: got 0, allowed a whole number from 1 to 65535',
    ]);
    expect(web.calls.map(({ to }) => to)).toEqual([bank]);
  });
});
