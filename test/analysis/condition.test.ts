import { findConditionError } from '../../lib/analysis/condition';

test.each([
  'result[0] >= 0.95',
  'len(result) > 0 && !isNaN(result[0]) && result[0] <= 1e-3',
  'len(result) == 0 || isNaN(result[0])',
  'all(result, {# > 10})',
  'all(result, # > 10) and none(result, {.value < -1})',
  'default(result, 0) < 0.05',
  "result.status == 'ok' ? true : false",
  'result.ok && result?.code ?? 0 < 5',
  'asFloat(result) ** 2 >= 1 and not (result contains "error")',
  'result not in [1, 2, 3]',
  'result in 1..3',
  'sum(map(result, {#})) / len(result[1:]) <= .5',
  'result | filter(# > 1) | len() > 2',
  'let x = result[0]; x > 1',
  '-result[0] < +1',
  'result.Values[0] > 1 // a comment',
])('takes %s', (condition) => {
  expect(findConditionError(condition)).toBeUndefined();
});

test.each([
  ['', 'it is empty'],
  ['result[0] = 1', "'=' is no operator: write '=='"],
  ['result[0] === 1', "'=' is no operator: write '=='"],
  ['result[0 >= 1', "'[' is never closed"],
  ['result[0)] >= 1', "')' closes nothing"],
  ['(result[0] >= 1))', "')' closes nothing"],
  ['result[0] >= ', "'>=' has nothing on its right"],
  ['(result[0] >=) && true', "'>=' has nothing on its right"],
  ['>= 0.95', "'>=' has nothing on its left"],
  ['result[0] > < 1', "'<' has nothing on its left"],
  ['result[0] 0.95', "an operator is missing before '0.95'"],
  ['result[0] >= 95%', "'%' has nothing on its right"],
  ["result == 'ok", "the text 'ok is never closed"],
  ['result[0] >= 0.95 & true', "'&' has no meaning here"],
  ['results[0] >= 0.95', "it knows no 'results', did you mean result?"],
  ['isNan(result[0])', "it knows no 'isNan', did you mean isNaN?"],
])('rejects %j: %s', (condition, error) => {
  expect(findConditionError(condition)).toBe(error);
});
