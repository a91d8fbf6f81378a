import { address } from '../../lib/endpoint/address';
import { externalEndpoint } from '../../lib/endpoint/endpoint';
import {
  checkEnv,
  checkEnvFrom,
  configKey,
  containerResource,
  type EnvFrom,
  type EnvValue,
  endpointsInEnv,
  planEnv,
  planEnvFrom,
  podField,
  secretKey,
} from '../../lib/pod/env';
import { cartEndpoint } from '../endpoint/endpoints';
import { lines, unseen, untyped } from '../problem/lines';

const cart = cartEndpoint();

describe('planned environment variables', () => {
  test.each<[string, EnvValue, object]>([
    ['a text', 'on', { value: 'on' }],
    ['an empty text', '', { value: '' }],
    ['a number', 8080, { value: '8080' }],
    ['a boolean', false, { value: 'false' }],
    ['an endpoint', cart, { value: 'cart:80' }],
    ['text with an endpoint', address`http://${cart}/`, { value: 'http://cart:80/' }],
    [
      'a key of a Secret',
      secretKey('db', 'password'),
      { valueFrom: { secretKeyRef: { name: 'db', key: 'password' } } },
    ],
    [
      'an optional key of a ConfigMap',
      configKey('flags', 'color', { optional: true }),
      { valueFrom: { configMapKeyRef: { name: 'flags', key: 'color', optional: true } } },
    ],
    [
      'a field of the pod',
      podField('status.podIP'),
      { valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
    ],
    [
      'a limit',
      containerResource('limits.cpu'),
      { valueFrom: { resourceFieldRef: { resource: 'limits.cpu' } } },
    ],
    [
      'a request of another container, in some unit',
      containerResource('requests.memory', { container: 'proxy', divisor: '1Mi' }),
      {
        valueFrom: {
          resourceFieldRef: {
            resource: 'requests.memory',
            containerName: 'proxy',
            divisor: { value: '1Mi' },
          },
        },
      },
    ],
  ])('hold %s', (_, value, planned) => {
    expect(planEnv({ A: value }, 'shop-qa')).toEqual([{ name: 'A', ...planned }]);
  });

  test('stand in the order of the spec', () => {
    expect(planEnv({ B: 1, A: 2 }, undefined)?.map(({ name }) => name)).toEqual(['B', 'A']);
  });

  test('see addresses from the namespace of the pod', () => {
    expect(planEnv({ CART: cart }, 'blog-qa')).toEqual([
      { name: 'CART', value: 'cart.shop-qa.svc.cluster.local:80' },
    ]);
  });

  test('are left out where there is none', () => {
    expect([planEnv({}, 'shop-qa'), planEnv(undefined, 'shop-qa')]).toEqual([undefined, undefined]);
  });
});

test('endpoints are found in environment variables', () => {
  const bank = externalEndpoint({ host: 'bank.example.com', port: 443 });
  const env = { A: '1', CART: cart, URL: address`https://${bank}`, KEY: secretKey('db', 'key') };
  expect(endpointsInEnv(env)).toEqual([cart, bank]);
});

describe('checked environment variables', () => {
  test.each(['A', '_a', 'a.b-c_9', '-a', '.a', 'a..b'])('may be called %s', (name) => {
    expect(checkEnv('env', { [name]: '' })).toEqual([]);
  });

  test.each(['', '9A', 'A B', 'A=B', 'Ä', '.', '..', '..a'])('rejects the name %j', (name) => {
    expect(lines(checkEnv('env', { [name]: '' }))).toEqual([
      `env: got "${name}", allowed a variable name: letters, digits, '-', '_' and '.', with no digit and no '..' in front`,
    ]);
  });

  test.each<[string, EnvValue]>([
    ['text', 'any\ntext'],
    ['0', 0],
    ['true', true],
    ['an endpoint', cart],
    ['a key', secretKey('my.db', 'tls.crt')],
    ['a pod field', podField("metadata.labels['app']")],
    ['a resource', containerResource('limits.cpu', { divisor: '1m' })],
  ])('may hold %s', (_, value) => {
    expect(checkEnv('env', { A: value })).toEqual([]);
  });

  test.each([
    [Number.NaN, 'NaN'],
    [Number.POSITIVE_INFINITY, 'Infinity'],
    [untyped(null), 'null'],
    [untyped(['a']), 'a list of 1'],
    [untyped({ kind: 'other' }), 'an object'],
    [undefined, 'undefined'],
  ])('rejects %s', (value, shown) => {
    expect(lines(checkEnv('env', { A: value }))).toEqual([
      `env.A: got ${shown}, allowed a string, a number, a boolean, an endpoint, secretKey(), configKey(), podField() or containerResource()`,
    ]);
  });

  test('rejects a value with which Linux starts no program', () => {
    expect(checkEnv('env', { A: 'x'.repeat(131_069) })).toEqual([]);
    expect(lines(checkEnv('env', { A: 'x'.repeat(131_070) }))).toEqual([
      'env.A: got 131072 bytes, allowed at most 131071: Linux starts no program with a longer argument or variable; put it into a file, by config.files',
    ]);
  });

  test('rejects a NUL character', () => {
    expect(lines(checkEnv('env', { A: 'a\0' }))).toEqual([
      'env.A: got "a\\u0000", allowed text without NUL characters',
    ]);
  });

  test('rejects a key whose object, or itself, has a wrong name', () => {
    const env = { A: secretKey('My DB', 'password'), B: configKey('flags', 'a/b') };
    expect(lines(checkEnv('env', env))).toEqual([
      'env.A: got "My DB", allowed DNS labels joined by dots, at most 253 characters',
      `env.B: got "a/b", allowed 1 to 253 letters, digits, '-', '_' and '.', with no '..' in front`,
    ]);
  });

  test('rejects an external endpoint with wrong parameters, wherever it stands', () => {
    const bank = externalEndpoint({ host: 'bank', port: 0 });
    expect(lines(checkEnv('env', { A: bank, B: address`http://${bank}` }))).toEqual([
      'env.A.port: got 0, allowed a whole number from 1 to 65535',
      'env.B.port: got 0, allowed a whole number from 1 to 65535',
    ]);
  });
});

describe('keys of whole objects', () => {
  const sources: readonly EnvFrom[] = [
    { configMap: 'flags' },
    { secret: 'db', prefix: 'DB_', optional: true },
    { secret: 'must', optional: false },
  ];

  test('are planned in order', () => {
    expect(planEnvFrom(sources)).toEqual([
      { configMapRef: { name: 'flags' } },
      { prefix: 'DB_', secretRef: { name: 'db', optional: true } },
      { secretRef: { name: 'must' } },
    ]);
  });

  test('are left out where there is none', () => {
    expect([planEnvFrom(), planEnvFrom([])]).toEqual([undefined, undefined]);
  });

  test('pass the check', () => {
    expect(checkEnvFrom('envFrom', sources)).toEqual([]);
    expect(checkEnvFrom('envFrom')).toEqual([]);
  });

  test('rejects wrong names and prefixes', () => {
    const wrong = [{ configMap: 'A' }, { secret: '', prefix: '9' }];
    expect(lines(checkEnvFrom('envFrom', wrong))).toEqual([
      'envFrom[0].configMap: got "A", allowed DNS labels joined by dots, at most 253 characters',
      'envFrom[1].secret: got "", allowed DNS labels joined by dots, at most 253 characters',
      `envFrom[1].prefix: got "9", allowed letters, digits, '-', '_' and '.', with no digit and no '..' in front`,
    ]);
  });
});

test.each([
  [
    () => containerResource(unseen('limits.cp')),
    /containerResource\(\): got "limits\.cp", allowed/,
  ],
  [() => containerResource('limits.cpu', unseen({ divisor: '2' })), /divisor: got "2", allowed/],
  [() => containerResource('limits.cpu', unseen({ divisor: '1Mi' })), /allowed '1' or '1m'/],
  [() => containerResource('limits.memory', unseen({ divisor: '1m' })), /a unit of bytes: '1Mi'/],
])('rejects resources and units that there are not: %#', (make, message) => {
  expect(make).toThrow(message);
});

test('takes resources in their own units', () => {
  expect(containerResource('limits.cpu', { divisor: '1m' })).toMatchObject({ divisor: '1m' });
  expect(containerResource('limits.memory', { divisor: '1Mi' })).toMatchObject({ divisor: '1Mi' });
  expect(containerResource('requests.memory', { divisor: '1' })).toMatchObject({ divisor: '1' });
});
