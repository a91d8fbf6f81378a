import fc from 'fast-check';
import { fieldChanges, pathInWords } from '../../lib/diff/fields';
import type { JsonValue } from '../../lib/manifest/manifest';
import { isSame } from '../../lib/manifest/same';

const changes = (before: JsonValue, after: JsonValue) =>
  fieldChanges(before, after).map(({ path, ...values }) => ({
    path: pathInWords(path),
    ...values,
  }));

test('names fields that came, went and changed', () => {
  expect(changes({ a: 1, b: { c: [1] }, d: 2 }, { b: { c: [1, 2] }, d: 2, e: {} })).toEqual([
    { path: 'a', before: 1, after: undefined },
    { path: 'b.c', before: [1], after: [1, 2] },
    { path: 'e', before: undefined, after: {} },
  ]);
});

test('finds items of lists by their names, wherever they stand', () => {
  const before = [
    { name: 'a', value: '1' },
    { name: 'b', value: '2' },
  ];
  const after = [
    { name: 'new', value: '0' },
    { name: 'a', value: '1' },
    { name: 'b', value: '3' },
  ];
  expect(changes({ env: before }, { env: after })).toEqual([
    { path: 'env[b].value', before: '2', after: '3' },
    { path: 'env[new]', before: undefined, after: { name: 'new', value: '0' } },
  ]);
});

test('tells of another order, which matters to some lists', () => {
  const [a, b] = [{ name: 'a' }, { name: 'b' }];
  expect(changes({ env: [a, b] }, { env: [b, a] })).toEqual([
    { path: 'env[order]', before: ['a', 'b'], after: ['b', 'a'] },
  ]);
});

test('finds items without names by their place between those that stayed', () => {
  const steps: JsonValue = [{ setWeight: 20 }, { pause: {} }, { setWeight: 60 }];
  const more: JsonValue = [{ setWeight: 20 }, { pause: {} }, { pause: {} }, { setWeight: 60 }];
  expect(changes({ steps }, { steps: more })).toEqual([
    { path: 'steps[2]', before: undefined, after: { pause: {} } },
  ]);
});

test('keeps ports apart that have the same number', () => {
  const before: JsonValue = [{ port: 53 }, { port: 53, protocol: 'UDP' }];
  expect(changes({ ports: before }, { ports: [{ port: 53 }] })).toEqual([
    { path: 'ports[1]', before: { port: 53, protocol: 'UDP' }, after: undefined },
  ]);
});

test.each([
  [['metadata', 'labels', 'app.kubernetes.io/name'], 'metadata.labels["app.kubernetes.io/name"]'],
  [['spec', 'containers', '[web]', 'image'], 'spec.containers[web].image'],
])('writes the path %j', (path, text) => {
  expect(pathInWords(path)).toBe(text);
});

const json = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom<JsonValue>('a', 'b', 1, true, null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('name', 'key', 'a', '__proto__', 'toString'), tie('value'), {
      noNullPrototype: true,
    }),
  ),
})).value;

test('finds a change exactly where two values are not the same', () => {
  fc.assert(
    fc.property(json, json, (before, after) => {
      expect(fieldChanges(before, after).length > 0).toBe(!isSame(before, after));
    }),
    { numRuns: 2000 },
  );
});
