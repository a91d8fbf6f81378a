import fc from 'fast-check';
import { wavesOf } from '../../lib/argocd/waves';

test('puts callees before their callers', () => {
  expect(waves({ frontend: ['cart', 'ads'], cart: ['redis'], ads: [], redis: [] })).toEqual({
    frontend: 2,
    cart: 1,
    ads: 0,
    redis: 0,
  });
});

test('gives a circle one place, after all that it calls', () => {
  expect(waves({ a: ['b'], b: ['c'], c: ['a', 'store'], store: [], top: ['b'] })).toEqual({
    a: 1,
    b: 1,
    c: 1,
    store: 0,
    top: 2,
  });
});

test('takes a call to itself, and one to what is elsewhere, for none', () => {
  expect(waves({ a: ['a', 'elsewhere'] })).toEqual({ a: 0 });
});

test('holds for any graph: nothing comes before what it calls, unless that calls it back', () => {
  const size = 8;
  const node = fc.integer({ min: 0, max: size - 1 });
  fc.assert(
    fc.property(fc.array(fc.tuple(node, node), { maxLength: 24 }), (edges) => {
      const calls = new Map(
        Array.from({ length: size }, (_, from) => [
          String(from),
          edges.filter(([caller]) => caller === from).map(([, callee]) => String(callee)),
        ]),
      );
      const found = wavesOf(calls);
      for (const [from, to] of edges) {
        const [caller = -1, callee = -1] = [found.get(String(from)), found.get(String(to))];
        if (reaches(calls, String(to), String(from))) expect(caller).toBe(callee);
        else expect(caller).toBeGreaterThan(callee);
      }
      expect(found.size).toBe(size);
    }),
  );
});

test('is linear: a chain of ten thousand', () => {
  const calls = new Map(
    Array.from({ length: 10_000 }, (_, index) => [String(index), [String(index + 1)]]),
  );
  expect(wavesOf(calls).get('0')).toBe(9_999);
});

function waves(calls: Readonly<Record<string, readonly string[]>>) {
  return Object.fromEntries(wavesOf(new Map(Object.entries(calls))));
}

function reaches(calls: ReadonlyMap<string, readonly string[]>, from: string, to: string): boolean {
  const seen = new Set([from]);
  for (const name of seen) for (const callee of calls.get(name) ?? []) seen.add(callee);
  return seen.has(to);
}
