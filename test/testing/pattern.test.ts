import fc from 'fast-check';
import type { JsonValue } from '../../lib/manifest/manifest';
import { absent, anything, matching, stringLike } from '../../lib/testing/any-value';
import { capture } from '../../lib/testing/capture';
import { compare } from '../../lib/testing/compare';
import type { Pattern } from '../../lib/testing/matcher';
import { arrayWith, eachItem, exactly, objectLike } from '../../lib/testing/structure';

const isText = (value: unknown): value is string => typeof value === 'string';

const fits = (pattern: Pattern, value: JsonValue | undefined) =>
  compare(pattern, value).misses === 0;

test.each<readonly [string, Pattern, JsonValue | undefined]>([
  ['an object with further fields', { a: { b: 1 } }, { a: { b: 1, c: 2 }, d: 3 }],
  ['any object, by none', {}, { a: 1 }],
  ['a list item by item', [{ a: 1 }, 2], [{ a: 1, b: 2 }, 2]],
  ['null', null, null],
  ['anything', { a: anything() }, { a: 0 }],
  ['nothing', { a: absent() }, {}],
  ['null as nothing', { a: absent() }, { a: null }],
  ['nothing in nothing', { a: { b: absent() }, c: 1 }, { a: {}, c: 1 }],
  ['text with any beginning', stringLike('*-canary'), 'cart-canary'],
  ['text with any middle, lines too', stringLike('a*z'), 'a\nz'],
  ['text with a dot', stringLike('v1.*'), 'v1.2'],
  ['a part of a text', stringLike(/canary$/), 'cart-canary'],
  ['a part of a text, by an expression with a memory', stringLike(/a/g), 'a'],
  ['a test of its own', matching('an even number', (n) => Number(n) % 2 === 0), 4],
  ['items in another order', arrayWith([3, 1]), [1, 2, 3]],
  ['no items', arrayWith([]), []],
  ['items that are all alike', eachItem({ a: anything() }), [{ a: 1 }, { a: 2, b: 3 }]],
  ['no items at all', eachItem({ a: 1 }), []],
  ['nothing, by undefined', { a: undefined }, { b: 1 }],
  ['an item for each', arrayWith([objectLike({}), { a: 1 }]), [{ a: 1 }, { b: 1 }]],
  ['exactly this', exactly({ a: [{ b: 1 }] }), { a: [{ b: 1 }] }],
  ['fields within exactly', exactly({ a: objectLike({ b: 1 }) }), { a: { b: 1, c: 2 } }],
  ['matchers within exactly', exactly({ a: anything() }), { a: 1 }],
  ['what a test accepts', capture(isText), 'a'],
  ['a matcher of jest', { a: expect.any(Number) }, { a: 1 }],
])('takes %s', (_, pattern, value) => {
  expect(compare(pattern, value)).toMatchObject({ misses: 0, wanted: value });
});

test.each<readonly [string, Pattern, JsonValue | undefined, JsonValue | undefined]>([
  ['another value', { a: 1, b: 2 }, { a: 1, b: 3, c: 4 }, { a: 1, b: 2, c: 4 }],
  ['text for a number', { a: 1 }, { a: '1' }, { a: 1 }],
  ['no object', { a: { b: 1 } }, { a: 1 }, { a: { b: 1 } }],
  ['no object, not even where nothing is wanted', { a: { b: absent() } }, {}, { a: {} }],
  ['an inherited field', { toString: anything() }, {}, { toString: '<anything>' }],
  ['a shorter list', [1, 2], [1], [1, 2]],
  ['a longer list', [1], [1, 2], [1]],
  ['no list', [1], { 0: 1 }, [1]],
  [
    'an item that is not alike',
    eachItem({ a: 1 }),
    [{ a: 1 }, { a: 2, b: 3 }],
    [{ a: 1 }, { a: 1, b: 3 }],
  ],
  ['a further field of an item', exactly(eachItem({ a: 1 })), [{ a: 1, b: 2 }], [{ a: 1 }]],
  ['no list of items', eachItem({ a: 1 }), 5, []],
  ['null for anything', { a: anything() }, { a: null }, { a: '<anything>' }],
  ['something for nothing', { a: absent() }, { a: 0, b: 1 }, { b: 1 }],
  ['other text', stringLike('*-canary'), 'canary-1', "<text like '*-canary'>"],
  ['a dot that stands for itself', stringLike('v1.*'), 'v12', "<text like 'v1.*'>"],
  ['no text', stringLike('*'), 1, "<text like '*'>"],
  [
    'what a test of its own refuses',
    matching('an even number', () => false),
    3,
    '<an even number>',
  ],
  [
    'one item for two',
    arrayWith([{ a: 1 }, { b: 1 }]),
    [{ a: 1, b: 1 }],
    [{ a: 1, b: 1 }, { b: 1 }],
  ],
  [
    'an item of that name, which is otherwise different',
    arrayWith([{ name: 'web', a: 1, b: 2 }]),
    [{ name: 'cart', a: 1, b: 2 }, { name: 'web' }],
    [
      { name: 'cart', a: 1, b: 2 },
      { name: 'web', a: 1, b: 2 },
    ],
  ],
  ['a further field', exactly({ a: { b: 1 } }), { a: { b: 1, c: 2 } }, { a: { b: 1 } }],
  ['a further field in an item', exactly([{ a: 1 }]), [{ a: 1, b: 2 }], [{ a: 1 }]],
  ['what a test does not accept', capture(isText), 1, '<what isText accepts>'],
  ['what a matcher of jest refuses', { a: expect.any(Number) }, { a: '' }, { a: '<Any<Number>>' }],
])('rejects %s', (_, pattern, value, wanted) => {
  const comparison = compare(pattern, value);
  expect(comparison.misses).toBeGreaterThan(0);
  expect(comparison.wanted).toEqual(wanted);
});

test('counts the fields that fit', () => {
  const { hits, misses } = compare({ a: 1, b: { c: 2, d: 3 } }, { a: 1, b: { c: 2, d: 4 } });
  expect([hits, misses]).toEqual([2, 1]);
});

test('any data fits itself, exactly, and what is wanted in its place fits', () => {
  const data = fc
    .jsonValue({ maxDepth: 3 })
    .filter((v) => !JSON.stringify(v).includes('__proto__'));
  const plain = (value: unknown): JsonValue => JSON.parse(JSON.stringify(value));
  fc.assert(
    fc.property(data, data, (a, b) => {
      expect(fits(exactly(plain(a)), plain(a))).toBe(true);
      const { wanted } = compare(exactly(plain(a)), plain(b));
      expect(wanted).toEqual(plain(a));
      expect(fits(plain(a), compare(plain(a), plain(b)).wanted)).toBe(true);
    }),
    { seed: 7, numRuns: 200 },
  );
});
