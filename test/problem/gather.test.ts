import { gather, gatherAll } from '../../lib/problem/gather';
import type { Problem } from '../../lib/problem/problem';

const problem = (field: string): Problem => ({ field, message: 'is wrong' });

test('what checks have found is told in their order', () => {
  expect(gather([], [problem('a'), problem('b')], [], [problem('c')])).toEqual(
    ['a', 'b', 'c'].map(problem),
  );
});

test('more checks than a call takes arguments are no mistake', () => {
  const found = Array.from({ length: 200_000 }, (_, index) =>
    index === 150_000 ? [problem('late')] : [],
  );
  expect(gatherAll(found)).toEqual([problem('late')]);
  expect(gatherAll(found.slice(0, 100_000))).toEqual([]);
});
