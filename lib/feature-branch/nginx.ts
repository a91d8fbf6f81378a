import type { Condition } from '../environment/branches';
import { type Problem, wrongValue } from '../problem/problem';
import type { NginxCanary } from '../traffic/ingress/nginx';
import { regexOf } from './condition';

/** The one value of a cookie that NGINX's Ingresses know. */
const ALWAYS = 'always';

/** What a canary Ingress takes: at most one header and one cookie. */
export function planNginxCanary(conditions: readonly Condition[]): NginxCanary {
  const header = conditions.find((condition) => condition.header !== undefined);
  const cookie = conditions.find((condition) => condition.cookie !== undefined);
  return {
    byHeader: header?.header,
    ...(header !== undefined &&
      (header.exact === undefined
        ? { byHeaderPattern: wholly(regexOf(header)) }
        : { byHeaderValue: header.exact })),
    byCookie: cookie?.cookie,
  };
}

/** NGINX looks for a pattern anywhere in the header. */
function wholly(pattern: string): string {
  return /^\^.*\$$/.test(pattern) && !pattern.includes('|') ? pattern : `^(?:${pattern})$`;
}

/** Checks that NGINX's Ingresses can tell the requests apart. */
export function checkNginxConditions(
  field: string,
  conditions: readonly Condition[],
): readonly Problem[] {
  const count = (kind: 'header' | 'cookie') =>
    conditions.filter((condition) => condition[kind] !== undefined).length;
  return [
    ...(['header', 'cookie'] as const).flatMap((kind) =>
      count(kind) < 2
        ? []
        : [wrongValue(field, `${count(kind)} ${kind}s`, `one ${kind}: NGINX takes no more`)],
    ),
    ...conditions
      .filter(({ cookie, exact }) => cookie !== undefined && exact !== ALWAYS)
      .map(({ cookie, exact, prefix, regex }) =>
        wrongValue(
          `${field}.cookie`,
          `${cookie}=${exact ?? prefix ?? regex}`,
          `the value '${ALWAYS}', as NGINX knows no other of a cookie, or a header`,
        ),
      ),
  ];
}
