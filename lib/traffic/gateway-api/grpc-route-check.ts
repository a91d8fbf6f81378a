import { type Problem, wrongValue } from '../../problem/problem';
import { checkRegex } from '../regex';
import { checkEach } from '../values';
import { grpcBackendsOf } from './grpc-route-plan';
import type { GrpcRouteMatch, GrpcRouteProps, GrpcRouteRule } from './grpc-route-spec';
import {
  checkBackends,
  checkCommonFilter,
  checkFiltersOnce,
  checkRouteOptions,
  checkRules,
  checkValues,
} from './route-check';

/** Checks a GRPCRoute: what its schema and its rules of validation ask for, and more. */
export function checkGrpcRoute(name: string, props: GrpcRouteProps): readonly Problem[] {
  const { rules } = props;
  return [
    ...checkRouteOptions(name, props),
    ...(rules.length === 0 ? [{ field: 'rules', message: 'is empty: add one' }] : []),
    ...checkRules(rules),
    ...checkEach('rules', rules, checkRule),
  ];
}

function checkRule(field: string, rule: GrpcRouteRule): readonly Problem[] {
  const { matches, filters = [] } = rule;
  return [
    ...checkEach(`${field}.matches`, matches, checkMatch),
    ...checkEach(`${field}.filters`, filters, checkCommonFilter),
    ...checkFiltersOnce(`${field}.filters`, filters),
    ...checkBackends(`${field}.backends`, grpcBackendsOf(rule), checkCommonFilter),
  ];
}

const SERVICE = /^\.?[a-z_]\w*(\.[a-z_]\w*)*$/i;
const METHOD = /^[a-z_]\w*$/i;

function checkMatch(field: string, { method, headers }: GrpcRouteMatch): readonly Problem[] {
  return [
    ...(method === undefined ? [] : checkMethod(`${field}.method`, method)),
    ...checkValues(`${field}.headers`, headers),
  ];
}

function checkMethod(
  field: string,
  { service, method, isRegex }: NonNullable<GrpcRouteMatch['method']>,
): readonly Problem[] {
  const parts = Object.entries({ service, method });
  if (isRegex === true)
    return parts.flatMap(([name, text]) =>
      text === undefined ? [] : checkRegex(`${field}.${name}`, text),
    );
  return [
    ...(service === undefined && method === undefined
      ? [{ field, message: 'is empty: name service, method or both' }]
      : []),
    ...(service === undefined || SERVICE.test(service)
      ? []
      : [wrongValue(`${field}.service`, service, "a service such as 'hipstershop.CartService'")]),
    ...(method === undefined || METHOD.test(method)
      ? []
      : [wrongValue(`${field}.method`, method, "a method such as 'GetCart'")]),
  ];
}
