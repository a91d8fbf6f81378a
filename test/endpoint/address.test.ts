import {
  address,
  endpointsIn,
  hostOf,
  isAddress,
  portOf,
  renderAddress,
} from '../../lib/endpoint/address';
import { externalEndpoint } from '../../lib/endpoint/endpoint';
import { Microservice } from '../../lib/microservice/microservice';
import { InputError, wrongValue } from '../../lib/problem/problem';
import { least, plainChart } from '../microservice/chart';
import { cartEndpoint } from './endpoints';

const cart = cartEndpoint();
const bank = externalEndpoint({ host: 'api.bank.example.com', port: 443 });

describe('a rendered address', () => {
  test.each([
    ['an endpoint of the same namespace', cart, 'shop-qa', 'cart:80'],
    ['an endpoint of another namespace', cart, 'blog-qa', 'cart.shop-qa.svc.cluster.local:80'],
    ['an endpoint seen from no namespace', cart, undefined, 'cart.shop-qa.svc.cluster.local:80'],
    [
      'an endpoint of a cluster with a domain of its own',
      cartEndpoint({ clusterDomain: 'k8s.example.com' }),
      'blog-qa',
      'cart.shop-qa.svc.k8s.example.com:80',
    ],
    ['an endpoint without namespace', cartEndpoint({ namespace: undefined }), 'blog-qa', 'cart:80'],
    ['an external endpoint', bank, 'shop-qa', 'api.bank.example.com:443'],
    ['the host alone', hostOf(cart), 'shop-qa', 'cart'],
    ['the host alone, elsewhere', hostOf(cart), 'blog-qa', 'cart.shop-qa.svc.cluster.local'],
    ['the port alone', portOf(cart), 'blog-qa', '80'],
    ['text with an endpoint', address`http://${cart}/api`, 'shop-qa', 'http://cart:80/api'],
    [
      'text with parts of endpoints',
      address`${hostOf(cart)}|${portOf(bank)}`,
      'shop-qa',
      'cart|443',
    ],
    ['text with nothing in it', address`plain`, 'shop-qa', 'plain'],
  ])('of %s', (_, value, namespace, text) => {
    expect(renderAddress(value, namespace)).toBe(text);
  });
});

describe('the endpoints in an address', () => {
  test.each([
    ['an endpoint', cart, [cart]],
    ['an external endpoint', bank, [bank]],
    ['a host', hostOf(cart), [cart]],
    ['a port', portOf(bank), [bank]],
    ['text', address`${cart},${hostOf(bank)}`, [cart, bank]],
    ['plain text', address`plain`, []],
  ])('of %s', (_, value, endpoints) => {
    expect(endpointsIn(value)).toEqual(endpoints);
  });
});

test('text leaves out what is empty', () => {
  expect(address`${cart}`.parts).toEqual([cart]);
});

test.each([cart, bank, hostOf(cart), portOf(cart), address`plain`])(
  'a $kind is an address',
  (value) => {
    expect(isAddress(value)).toBe(true);
  },
);

test.each(['cart:80', 80, undefined, null, {}, { kind: 1 }, { kind: 'secret-key' }])(
  '%j is no address',
  (value) => {
    expect(isAddress(value)).toBe(false);
  },
);

describe('what is no endpoint', () => {
  const frontend = new Microservice(plainChart('shop'), 'frontend', { ...least });

  test.each<[string, (value: unknown) => unknown]>([
    ['address``', (value) => Reflect.apply(address, undefined, [['http://', ''], value])],
    ['hostOf()', (value) => Reflect.apply(hostOf, undefined, [value])],
    ['portOf()', (value) => Reflect.apply(portOf, undefined, [value])],
  ])('is refused by %s', (name, make) => {
    expect(() => make(undefined)).toThrow(
      new InputError([
        wrongValue(
          name,
          undefined,
          "an endpoint: cart.endpoint('grpc'), or externalEndpoint({ host, port })",
        ),
      ]),
    );
    expect(() => make(frontend)).toThrow(
      `${name}: is the microservice 'frontend', allowed one of its ports: endpoint('http')`,
    );
    expect(() => make(bank)).not.toThrow();
  });
});
