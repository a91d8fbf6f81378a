import { diffTexts } from '../../lib/testing/line-diff';

test.each([
  ['a\nb\nc', 'a\nb\nc', [' 1 a', ' 2 b', ' 3 c']],
  ['a\nb\nc', 'a\nx\nc', [' 1 a', '-2 b', '+2 x', ' 3 c']],
  ['a\nc', 'a\nb\nc', [' 1 a', '+2 b', ' 2 c']],
  ['a\nb\nc', 'a\nc', [' 1 a', '-2 b', ' 3 c']],
  ['a\nb\nx', 'b\na\nx', ['-1 a', ' 2 b', '+2 a', ' 3 x']],
  ['a', 'a\na\na', [' 1 a', '+2 a', '+3 a']],
])('tells %j from %j', (before, after, lines) => {
  expect(
    diffTexts(before, after).map(({ mark, number, text }) => `${mark}${number} ${text}`),
  ).toEqual(lines);
});

test('takes no more time and memory for long texts that have nothing in common', () => {
  const text = (word: string) => Array.from({ length: 20_000 }, (_, i) => `${word}${i}`).join('\n');
  expect(diffTexts(text('a'), text('b'))).toHaveLength(40_000);
});
