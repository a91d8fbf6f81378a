import type { Condition, When } from '../../lib/environment/branches';
import { describeCondition, headerConditionOf, regexOf } from '../../lib/feature-branch/condition';
import { checkWhen } from '../../lib/feature-branch/condition-check';
import { checkNginxConditions, planNginxCanary } from '../../lib/feature-branch/nginx';
import { formatProblem } from '../../lib/problem/problem';

/** Whether a header's value fits a condition on a cookie. */
function fits(condition: Condition, value: string): boolean {
  return new RegExp(regexOf(headerConditionOf(condition).value)).test(value);
}

describe('a cookie', () => {
  test.each([
    'user=my.feature',
    'user=my.feature; theme=dark',
    'theme=dark; user=my.feature',
    'a=1; user=my.feature; b=2',
    'a=1;user=my.feature;b=2',
  ])('is found in %s', (value) => {
    expect(fits({ cookie: 'user', exact: 'my.feature' }, value)).toBe(true);
  });

  test.each([
    'superuser=my.feature',
    'user=my.feature2',
    'user=my-feature',
    'a=user=my.feature',
    'user=other',
    'user=',
    '',
  ])('is not found in %s', (value) => {
    expect(fits({ cookie: 'user', exact: 'my.feature' }, value)).toBe(false);
  });

  test('is matched by its beginning, within its own value', () => {
    const condition: Condition = { cookie: 'user', prefix: 'my+' };
    expect(fits(condition, 'a=1; user=my+feature; b=2')).toBe(true);
    expect(fits(condition, 'user=my+')).toBe(true);
    expect(fits(condition, 'user=other; my+=1')).toBe(false);
  });

  test('is matched by an expression, whole', () => {
    const condition: Condition = { cookie: 'user', regex: 'anna|bert' };
    expect(fits(condition, 'user=bert; b=2')).toBe(true);
    expect(fits(condition, 'user=berta')).toBe(false);
  });
});

test('a header is matched by its name in lower case, in the words of the router', () => {
  expect(headerConditionOf({ header: 'UserId', prefix: 'a' })).toEqual({
    name: 'userid',
    value: { prefix: 'a' },
  });
  expect(regexOf({ prefix: 'a.b' })).toBe('^a\\.b.*$');
});

test.each<[Condition, string]>([
  [{ cookie: 'user', exact: 'a' }, 'cookie user=a'],
  [{ header: 'userid', prefix: 'a' }, 'header userid^=a'],
  [{ header: 'userid', regex: 'a' }, 'header userid~=a'],
])('is told in words', (condition, words) => {
  expect(describeCondition(condition)).toBe(words);
});

const linesOf = (when: When) => checkWhen('when', when).map(formatProblem);

test('conditions that are right are so', () => {
  expect(linesOf({ cookie: 'shop_session-id', exact: '4f9e715d-fe56' })).toEqual([]);
  expect(
    linesOf([
      { header: 'x-user', prefix: 'a b' },
      { header: 'X', regex: 'a.*' },
    ]),
  ).toEqual([]);
});

test.each<[string, When, string]>([
  ['none', [], 'when: is empty: name a header or a cookie, or leave it out'],
  [
    'a header with a space',
    { header: 'user id', exact: 'a' },
    'when.header: got "user id", allowed names of headers: letters, digits and \'-\'',
  ],
  [
    'the header of all cookies',
    { header: 'Cookie', exact: 'user=a' },
    'when.header: got "Cookie", allowed `cookie` and a cookie\'s name, which is found among others',
  ],
  [
    'a cookie with a sign of its own',
    { cookie: 'user=', exact: 'a' },
    "when.cookie: got \"user=\", allowed a cookie's name: letters, digits, '-' and '_'",
  ],
  [
    'a value with a space at its end',
    [{ header: 'a', exact: 'b ' }],
    'when[0].exact: got "b ", allowed ASCII letters, with no space at either end',
  ],
  [
    'a value that no cookie has',
    { cookie: 'a', prefix: 'b;' },
    "when.prefix: got \"b;\", allowed ASCII letters without spaces, ',', ';', '\"' and '\\'",
  ],
  [
    'nothing',
    { cookie: 'a', exact: '' },
    "when.exact: got \"\", allowed ASCII letters without spaces, ',', ';', '\"' and '\\'",
  ],
  [
    'no expression',
    { cookie: 'a', regex: '' },
    'when.regex: got "", allowed an expression that RE2 takes',
  ],
  [
    'what RE2 does not take',
    { cookie: 'a', regex: '(?=a)' },
    'when.regex: got "(?=a)", which looks ahead or behind: write an expression that RE2 takes',
  ],
])('rejects %s', (_, when, line) => {
  expect(linesOf(when)).toEqual([line]);
});

describe('for NGINX', () => {
  const nginx = (...conditions: readonly Condition[]) =>
    checkNginxConditions('when', conditions).map(formatProblem);

  test('a header and a cookie become annotations', () => {
    const conditions: readonly Condition[] = [
      { header: 'X-User', prefix: 'a' },
      { cookie: 'branch', exact: 'always' },
    ];
    expect(nginx(...conditions)).toEqual([]);
    expect(planNginxCanary(conditions)).toEqual({
      byHeader: 'X-User',
      byHeaderPattern: '^a.*$',
      byCookie: 'branch',
    });
  });

  test('an expression is held against the whole header', () => {
    expect(planNginxCanary([{ header: 'X-User', regex: 'a|b' }])).toMatchObject({
      byHeaderPattern: '^(?:a|b)$',
    });
    expect(planNginxCanary([{ header: 'X-User', regex: '^a.*$' }])).toMatchObject({
      byHeaderPattern: '^a.*$',
    });
  });

  test('rejects a value of a cookie, and more than one of a kind', () => {
    expect(nginx({ cookie: 'user', exact: 'a' })).toEqual([
      'when.cookie: got "user=a", allowed the value \'always\', as NGINX knows no other of a cookie, or a header',
    ]);
    expect(nginx({ header: 'a', exact: '1' }, { header: 'b', exact: '1' })).toEqual([
      'when: got "2 headers", allowed one header: NGINX takes no more',
    ]);
  });
});
