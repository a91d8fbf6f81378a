import { only } from '../../lib/endpoint/endpoint';
import { Microservice } from '../../lib/microservice/microservice';
import { formatProblem } from '../../lib/problem/problem';
import { least, plainChart } from '../microservice/chart';
import { problemsOf } from '../render-tree';

const shop = new Microservice(plainChart('shop'), 'shop', {
  ...least,
  ports: {
    http: 80,
    grpc: 7070,
    tcp: 6379,
    'tcp-admin': 9090,
    dns: { port: 53, protocol: 'UDP' },
    web: { port: 8443, appProtocol: 'https' },
    data: { port: 8080, appProtocol: 'http' },
  },
});

type Name = Parameters<typeof shop.endpoint>[0];

function wrong(port: Name, ...requests: Parameters<typeof only>[1][]): readonly string[] {
  return (only(shop.endpoint(port), ...requests).problems ?? []).map(formatProblem);
}

test.each<[Name, string]>([
  ['tcp', 'tcp'],
  ['tcp-admin', 'tcp'],
  ['dns', 'UDP'],
  ['web', 'https'],
])('rejects requests at port %s, of which the mesh sees none', (port, protocol) => {
  expect(wrong(port, { methods: ['GET'] })).toEqual([
    `only(): has no requests to choose from: port '${port}' is ${protocol}; leave it out, or name the port after its protocol: http, grpc`,
  ]);
});

test.each<[Name, Parameters<typeof only>[1]]>([
  ['http', { methods: ['GET', 'PUT'], paths: ['/', '/a/*', '*.png', '*'] }],
  ['data', { methods: ['GET'] }],
  ['grpc', { methods: ['POST'], paths: ['/shop.Cart/Get'] }],
])('takes requests at port %s: %j', (port, request) => {
  expect(wrong(port, request)).toEqual([]);
});

test.each<[Name, object, string]>([
  ['http', { methods: ['get'] }, `only()[0].methods[0]: got "get", allowed a method such as 'GET'`],
  [
    'grpc',
    { methods: ['GET'] },
    `only()[0].methods[0]: got "GET", allowed a method 'POST', which all calls of gRPC are`,
  ],
  [
    'http',
    { methods: [] },
    'only()[0].methods: got [], allowed a list with one at least; leave it out for all',
  ],
  [
    'http',
    { paths: '/a' },
    'only()[0].paths: got "/a", allowed a list with one at least; leave it out for all',
  ],
  [
    'http',
    { paths: ['/a/*/b'] },
    `only()[0].paths[0]: got "/a/*/b", allowed a path such as '/a', '/a/*' or '*.png'`,
  ],
  [
    'http',
    { paths: ['/a?b'] },
    `only()[0].paths[0]: got "/a?b", allowed a path such as '/a', '/a/*' or '*.png'`,
  ],
  [
    'http',
    ['GET'],
    `only()[0]: got ["GET"], allowed an object such as { methods: ['GET'], paths: ['/a'] }`,
  ],
])('rejects at port %s: %j', (port, request, problem) => {
  expect(wrong(port, request)).toEqual([problem]);
});

test('is told of whoever uses the endpoint', () => {
  const chart = plainChart('shop');
  const endpoint = only(shop.endpoint('tcp'), { methods: ['GET'] });
  new Microservice(chart, 'cart', { ...least, env: { SHOP: endpoint }, calls: [endpoint] });
  expect(problemsOf(chart).map((line) => line.split(': ')[0])).toEqual([
    '[shop/cart] env.SHOP.only()',
    '[shop/cart] calls[0].only()',
  ]);
});

test.each<[string, object]>([
  ['nothing', {}],
  ['another word', { method: ['GET'] }],
])('rejects %s in the place of methods and paths', (_, request) => {
  expect(wrong('http', request)).toEqual([
    `only()[0]: got ${JSON.stringify(request)}, allowed 'methods', 'paths' or both, and nothing else`,
  ]);
});
