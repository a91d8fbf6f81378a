import { findRegexMistake, RegexError, regexOf } from '../../lib/schema/regex';

test.each([
  ['^[a-z0-9]([-a-z0-9]*[a-z0-9])?$', 'a-1', true],
  ['^[a-z0-9]([-a-z0-9]*[a-z0-9])?$', 'a-', false],
  ['b', 'abc', true],
  ['(?i)^JIB$', 'jib', true],
  ['^(?i:j)ib$', 'JIB', false],
  ['(?s)a.b', 'a\nb', true],
  ['a.b', 'a\nb', false],
  ['^[[:alpha:]]+$', 'abC', true],
  ['^\\x41\\x{1F600}.$', 'A😀😀', true],
  ['\\Aa\\z', 'a', true],
  ['^(?P<name>a)$', 'a', true],
])('%j reads %j as Go does', (pattern, text, fits) => {
  expect(regexOf(pattern).test(text)).toBe(fits);
});

test('finds all, or the first ones', () => {
  expect(regexOf('[0-9]+').findAll('1, 20 and 300')).toEqual(['1', '20', '300']);
  expect(regexOf('[0-9]+').findAll('1, 20 and 300', 2)).toEqual(['1', '20']);
  expect(regexOf('x').findAll('1')).toEqual([]);
});

test.each(['(?=a)', '(a', 'a)', '[a', '*a', 'a**', '(a)\\1', 'a{1001}', '[b-a]', '\\p{Klingon}'])(
  'says why %j is none of Go, again and again',
  (pattern) => {
    const mistake = findRegexMistake(pattern);
    expect(mistake).toMatch(/^(invalid|missing|unexpected) /);
    expect(findRegexMistake(pattern)).toBe(mistake);
    expect(() => regexOf(pattern)).toThrow(RegexError);
  },
);

test.each([
  ['^(a+)+$', `${'a'.repeat(50_000)}!`],
  ['(x+x+)+y', 'x'.repeat(50_000)],
  ['(a|a)*b', 'a'.repeat(50_000)],
])('%j goes through a long text once', (pattern, text) => {
  expect(regexOf(pattern).test(text)).toBe(false);
});

test.each([
  ['a', 'a'.repeat(50_000)],
  ['(.*a){1000}', 'a'.repeat(50_000)],
])('%j gives up on a text that would take too long', (pattern, text) => {
  expect(() => regexOf(pattern).findAll(text)).toThrow(
    new RegexError('the text is too long for its regular expression: 50000 characters'),
  );
});
