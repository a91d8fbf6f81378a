import { findNearest } from '../../lib/problem/nearest';

const KNOWN = ['replicas', 'readinessProbe', 'ports', 'port'];

test.each([
  ['replica', 'replicas'],
  ['relpicas', 'replicas'],
  ['Replicas', 'replicas'],
  ['readynesProb', 'readinessProbe'],
  ['port', 'port'],
  ['prts', 'ports'],
])('takes %s for %s', (word, nearest) => {
  expect(findNearest(word, KNOWN)).toBe(nearest);
});

test.each([
  ['two steps in a short word', 'ab', 'cd', 'cd'],
  ['three steps in a short word', 'abc', 'def', undefined],
  ['a third of a long word', 'abcdefghi', 'abcdefxyz', 'abcdefxyz'],
  ['more than a third of a long word', 'abcdefghi', 'abcdewxyz', undefined],
])('with %s away', (_, word, candidate, nearest) => {
  expect(findNearest(word, [candidate])).toBe(nearest);
});

test('finds nothing among nothing', () => {
  expect(findNearest('replicas', [])).toBeUndefined();
});

test('compares no words that nobody can misspell', () => {
  const long = 'x'.repeat(2 ** 20);
  expect(findNearest(long, [`${long}y`])).toBeUndefined();
});
