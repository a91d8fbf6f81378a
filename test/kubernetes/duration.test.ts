import { checkDuration, type Duration, findSeconds } from '../../lib/kubernetes/duration';
import { lines, untyped } from '../problem/lines';

test.each([
  ['0s', 0],
  ['15s', 15],
  ['5m', 300],
  ['2h', 7200],
  ['015s', 15],
])('%s is %d seconds', (duration, seconds) => {
  expect(findSeconds(duration)).toBe(seconds);
});

test.each(['', '15', 's', '1.5s', '-1s', '1e3s', '15 s', '15S', '1m30s', '1d', '15s\n'])(
  '%j is no duration',
  (text) => {
    expect(findSeconds(text)).toBeUndefined();
  },
);

describe('a checked duration', () => {
  test.each<[Duration | undefined, number]>([
    [undefined, 1],
    ['0s', 0],
    ['1s', 1],
    ['1m', 60],
    ['2147483647s', 0],
  ])('may be %s, at least %ds', (duration, min) => {
    expect(checkDuration('period', duration, min)).toEqual([]);
  });

  test.each<[Duration, string]>([
    ['1.5s', '"1.5s"'],
    ['-1s', '"-1s"'],
    ['2147483648s', '"2147483648s"'],
    [untyped('15'), '"15"'],
    [untyped(15), '15'],
  ])('rejects %s', (duration, shown) => {
    expect(lines(checkDuration('period', duration))).toEqual([
      `period: got ${shown}, allowed a duration such as '15s', '5m' or '1h'`,
    ]);
  });

  test.each<[Duration, number]>([
    ['0s', 1],
    ['59s', 60],
  ])('rejects %s where it is to be at least %ds', (duration, min) => {
    expect(lines(checkDuration('period', duration, min))).toEqual([
      `period: got "${duration}", allowed a duration such as '15s', '5m' or '1h', at least ${min}s`,
    ]);
  });
});
