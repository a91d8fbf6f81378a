import {
  type Cpu,
  checkCpu,
  checkSize,
  findAmount,
  type Size,
} from '../../lib/kubernetes/quantity';
import { lines, untyped } from '../problem/lines';

test.each([
  ['250m', 0.25],
  ['2', 2],
  [0.5, 0.5],
  ['.5', 0.5],
  ['1k', 1000],
  ['64Mi', 67_108_864],
  ['1Gi', 1_073_741_824],
  ['1.5G', 1_500_000_000],
  ['1Ti', 2 ** 40],
  ['1P', 1e15],
])('%s amounts to %d', (quantity, amount) => {
  expect(findAmount(quantity)).toBe(amount);
});

test.each(['', 'm', '1 Gi', '1gi', '1K', '-1', '+1', '1e3', '1.', '0x10', Number.NaN])(
  '%j is no quantity',
  (quantity) => {
    expect(findAmount(quantity)).toBeUndefined();
  },
);

describe('CPU', () => {
  test.each<Cpu>(['1m', '250m', '2', '0.001', 0.1, 0.3, 1.005, 64])('may be %j', (cpu) => {
    expect(checkCpu('cpu', cpu)).toEqual([]);
  });

  test.each<[Cpu, string]>([
    [0, '0'],
    ['0m', '"0m"'],
    ['0.5m', '"0.5m"'],
    [0.0005, '0.0005'],
    [0.0015, '0.0015'],
    [-1, '-1'],
    ['1e3', '"1e3"'],
    [Number.NaN, 'NaN'],
    [untyped('2Gi/s'), '"2Gi/s"'],
  ])('rejects %j', (cpu, shown) => {
    expect(lines(checkCpu('cpu', cpu))).toEqual([
      `cpu: got ${shown}, allowed CPU such as '250m' or 2, in steps of a thousandth of a core ('1m')`,
    ]);
  });
});

describe('a size', () => {
  test.each<Size>(['1k', '64Mi', '1.5Gi', '0.5Ki', '2T', '1Pi'])('may be %j', (size) => {
    expect(checkSize('memory', size)).toEqual([]);
  });

  test.each<[Size, string]>([
    ['0Mi', '"0Mi"'],
    ['0.0001k', '"0.0001k"'],
    ['-1Mi', '"-1Mi"'],
    ['1e3Mi', '"1e3Mi"'],
    [untyped('64'), '"64"'],
    [untyped('1000m'), '"1000m"'],
    [untyped('64MB'), '"64MB"'],
    [untyped(64), '64'],
  ])('rejects %j', (size, shown) => {
    expect(lines(checkSize('memory', size))).toEqual([
      `memory: got ${shown}, allowed a size with its unit, such as '64Mi' or '1Gi'`,
    ]);
  });
});
