import { checkRegex } from '../../lib/traffic/regex';

test.each([
  '',
  '.*',
  '^/v(\\d+)/(.*)$',
  '(?i)cart',
  '(?P<user>\\w+)',
  '(?:a|b){1,1000}',
  '[[:alpha:]]+',
  '[^]a]',
  '[\\]a]+',
  '[(?=]',
  '\\Q(?=\\E',
  '\\\\1',
  '\\pL+',
  'a{,3}',
])('takes %p', (regex) => {
  expect(checkRegex('uri.regex', regex)).toEqual([]);
});

test.each([
  ['a(?=b)', 'looks ahead or behind'],
  ['(?<!a)b', 'looks ahead or behind'],
  ['(a)\\1', 'refers back to a group'],
  ['(?<x>a)\\k<x>', 'refers back to a group'],
  ['(?>a)', 'has an atomic group'],
  ['a++', 'has a possessive quantifier'],
  ['a{1001}', 'repeats more than 1000 times'],
  ['a{1,1001}', 'repeats more than 1000 times'],
  ['(a', "doesn't compile (unterminated group)"],
  ['a**', "doesn't compile (nothing to repeat)"],
  ['[z-a]', "doesn't compile (range out of order in character class)"],
  ['[a', "doesn't compile (unterminated character class)"],
])('rejects %p', (regex, why) => {
  expect(checkRegex('uri.regex', regex)).toEqual([
    {
      field: 'uri.regex',
      message: `got ${JSON.stringify(regex)}, which ${why}: write an expression that RE2 takes`,
    },
  ]);
});
