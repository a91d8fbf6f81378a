import { type Condition, conditionsOf, type When } from '../environment/branches';
import { type Problem, wrongValue } from '../problem/problem';
import { checkRegex } from '../traffic/regex';
import { checkHeaderNames, checkOptional } from '../traffic/values';

/** What may stand in a header's value. */
const HEADER_VALUE = /^[!-~]([ -~]*[!-~])?$/;

/** What may stand in a cookie's value. @see https://www.rfc-editor.org/rfc/rfc6265#section-4.1.1 */
const COOKIE_VALUE = /^[!#-+\--:<-[\]-~]+$/;

/** Checks conditions on requests: one, or several of which any will do. */
export function checkWhen(field: string, when: When | undefined): readonly Problem[] {
  if (when === undefined) return [];
  const conditions = conditionsOf(when);
  if (conditions.length === 0)
    return [{ field, message: 'is empty: name a header or a cookie, or leave it out' }];
  return conditions.flatMap((condition, index) =>
    checkCondition(Array.isArray(when) ? `${field}[${index}]` : field, condition),
  );
}

function checkCondition(field: string, condition: Condition): readonly Problem[] {
  const { header, cookie, exact, prefix, regex } = condition;
  const ways = { exact, prefix, regex };
  const given = Object.entries(ways).flatMap(([way, text]) => (text === undefined ? [] : [way]));
  return [
    ...((header === undefined) === (cookie === undefined)
      ? [wrongValue(field, condition, "exactly one of 'header' and 'cookie'")]
      : []),
    ...(given.length === 1
      ? []
      : [wrongValue(field, condition, "exactly one of 'exact', 'prefix' and 'regex'")]),
    ...checkOptional(`${field}.header`, header, checkHeader),
    ...checkOptional(`${field}.cookie`, cookie, checkCookie),
    ...checkOptional(`${field}.exact`, exact, (place, text) => checkText(place, text, cookie)),
    ...checkOptional(`${field}.prefix`, prefix, (place, text) => checkText(place, text, cookie)),
    ...checkOptional(`${field}.regex`, regex, checkExpression),
  ];
}

function checkHeader(field: string, name: string): readonly Problem[] {
  if (name.toLowerCase() === 'cookie')
    return [wrongValue(field, name, "`cookie` and a cookie's name, which is found among others")];
  return checkHeaderNames(field, [name]);
}

function checkCookie(field: string, name: string): readonly Problem[] {
  // A cookie's name is made of the same letters as a header's.
  return checkHeaderNames(field, [name]).length === 0
    ? []
    : [wrongValue(field, name, "a cookie's name: letters, digits, '-' and '_'")];
}

function checkText(field: string, text: string, cookie: string | undefined): readonly Problem[] {
  if (cookie === undefined)
    return HEADER_VALUE.test(text)
      ? []
      : [wrongValue(field, text, 'ASCII letters, with no space at either end')];
  return COOKIE_VALUE.test(text)
    ? []
    : [wrongValue(field, text, "ASCII letters without spaces, ',', ';', '\"' and '\\'")];
}

function checkExpression(field: string, regex: string): readonly Problem[] {
  if (regex === '') return [wrongValue(field, regex, 'an expression that RE2 takes')];
  return checkRegex(field, regex);
}
