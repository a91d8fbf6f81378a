import { endpointsInConfig, planConfig } from '../../lib/config/plan';
import type { Config, ConfigFiles } from '../../lib/config/spec';
import { address } from '../../lib/endpoint/address';
import { cartEndpoint } from '../endpoint/endpoints';

const FILES = { mountPath: '/etc/cart', contents: { 'a.yaml': 'a: 1\n', 'b.txt': '' } };

describe('planned configuration', () => {
  test('is text, with addresses as seen from the namespace', () => {
    const values = { PORT: 8080, ON: true, CART: cartEndpoint(), TEXT: 'x' };
    expect(planConfig('frontend', { values }, 'blog-qa')).toEqual({
      values: {
        name: expect.stringMatching(/^frontend-config-[0-9a-f]{8}$/),
        data: {
          PORT: '8080',
          ON: 'true',
          CART: 'cart.shop-qa.svc.cluster.local:80',
          TEXT: 'x',
        },
      },
    });
  });

  test('is files in a ConfigMap of their own', () => {
    expect(planConfig('cart', { files: FILES }, undefined)).toEqual({
      files: {
        name: expect.stringMatching(/^cart-files-[0-9a-f]{8}$/),
        data: FILES.contents,
      },
    });
  });

  test('has bytes as base64, beside text or alone', () => {
    const bytes = new Uint8Array([0, 255, 254]);
    const planned = (contents: ConfigFiles['contents']) =>
      planConfig('cart', { files: { contents } }, undefined).files;
    expect(planned({ 'a.txt': 'a', 'b.bin': bytes, 'c.bin': Buffer.from('c') })).toMatchObject({
      data: { 'a.txt': 'a' },
      binaryData: { 'b.bin': 'AP/+', 'c.bin': 'Yw==' },
    });
    expect(planned({ 'b.bin': bytes })).toMatchObject({
      data: undefined,
      binaryData: { 'b.bin': 'AP/+' },
    });
  });

  test.each([undefined, {}, { values: {}, files: { mountPath: '/etc', contents: {} } }])(
    'is nothing for %j',
    (config) => {
      expect(planConfig('cart', config, undefined)).toEqual({});
    },
  );
});

test('endpoints are found in configuration values', () => {
  const values = { A: '1', CART: cartEndpoint(), URL: address`http://${cartEndpoint()}` };
  expect(endpointsInConfig({ values })).toEqual([cartEndpoint(), cartEndpoint()]);
  expect(endpointsInConfig()).toEqual([]);
});

describe('the hash in the name', () => {
  const names = (config: Config) => {
    const { values, files } = planConfig('cart', config, 'shop-qa');
    return [values?.name, files?.name];
  };
  const contents = (files: ConfigFiles['contents']) => ({ mountPath: '/etc', contents: files });

  test('is eight hex digits that stay the same', () => {
    expect(names({ values: { A: '1' } })).toEqual(['cart-config-7663e8de', undefined]);
  });

  test('does not depend on the order', () => {
    expect(names({ values: { B: '2', A: '1' } })).toEqual(names({ values: { A: '1', B: '2' } }));
    const one = Buffer.from('1');
    const two = Buffer.from('2');
    expect(names({ files: contents({ b: two, a: one }) })).toEqual(
      names({ files: contents({ a: one, b: two }) }),
    );
  });

  test.each<[string, Config, Config]>([
    ['a value', { values: { A: '1' } }, { values: { A: '2' } }],
    ['a name', { values: { A: '1' } }, { values: { B: '1' } }],
    ['a file', { files: contents({ a: '1' }) }, { files: contents({ a: '2' }) }],
    [
      'a byte',
      { files: contents({ a: new Uint8Array([1]), b: '1' }) },
      { files: contents({ a: new Uint8Array([2]), b: '1' }) },
    ],
    [
      'text beside bytes',
      { files: contents({ a: new Uint8Array([1]), b: '1' }) },
      { files: contents({ a: new Uint8Array([1]), b: '2' }) },
    ],
    [
      'what is text and what is bytes',
      { files: contents({ a: 'AQ==' }) },
      { files: contents({ a: new Uint8Array([1]) }) },
    ],
  ])('changes with %s', (_, one, other) => {
    expect(names(one)).not.toEqual(names(other));
  });
});
