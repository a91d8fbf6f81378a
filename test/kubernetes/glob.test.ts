import fc from 'fast-check';
import { globOf } from '../../lib/kubernetes/glob';

test.each([
  ['', ''],
  ['*', ''],
  ['*', 'a\nb'],
  ['cart', 'cart'],
  ['cart*', 'cart'],
  ['*-canary', 'cart-canary'],
  ['a*b*c', 'a1b2c'],
  ['a*ab', 'aab'],
  ['a**c', 'abc'],
  ['v1.*', 'v1.2'],
])('%j takes %j', (glob, text) => {
  expect(globOf(glob)(text)).toBe(true);
});

test.each([
  ['', 'a'],
  ['cart', 'carts'],
  ['cart', 'a cart'],
  ['ab*ba', 'aba'],
  ['a*b*b', 'ab'],
  ['v1.*', 'v12'],
  ['*-canary', 'canary'],
])('%j rejects %j', (glob, text) => {
  expect(globOf(glob)(text)).toBe(false);
});

test('takes the texts that an expression takes', () => {
  const letters = (alphabet: string) =>
    fc.string({ unit: fc.constantFrom(...alphabet), maxLength: 8 });
  fc.assert(
    fc.property(letters('ab*'), letters('ab'), (glob, text) => {
      expect(globOf(glob)(text)).toBe(new RegExp(`^${glob.replaceAll('*', '.*')}$`).test(text));
    }),
    { seed: 7, numRuns: 2000 },
  );
});

test('is as fast for many stars, and for a long text', () => {
  const start = performance.now();
  expect(globOf(`${'*a'.repeat(20)}*b`)('a'.repeat(100_000))).toBe(false);
  expect(globOf('a'.repeat(2 ** 20))('a')).toBe(false);
  expect(performance.now() - start).toBeLessThan(1000);
});
