import { meetsPath } from '../../../lib/reachability/mesh/pattern';

test.each([
  ['/v1/{*}', '/v1/me'],
  ['/v1/{*}/x/{**}', '/v1/me/x/a/b'],
  ['/v1/{**}', '/v1/'],
  ['/{**}/x', '/a/b/x?q=1'],
  ['/{*}.js', '/a.js'],
])('the template %s takes %s', (pattern, path) => {
  expect(meetsPath(pattern, path)).toBe(true);
});

test.each([
  ['/v1/{*}', '/v1/'],
  ['/v1/{*}', '/v1/me/x'],
  ['/v1/{*}/x', '/v1//x'],
  ['/{**}/x', '/x'],
  ['/v1/{*}', '/v2/me'],
])('the template %s rejects %s', (pattern, path) => {
  expect(meetsPath(pattern, path)).toBe(false);
});

test('many stars take no more than their number', () => {
  const start = performance.now();
  expect(meetsPath(`${'{**}a{*}'.repeat(20)}b`, `/${'a'.repeat(5000)}`)).toBe(false);
  expect(performance.now() - start).toBeLessThan(2000);
});
