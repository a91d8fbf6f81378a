import { checkDnsSubdomain, checkPortNumber } from '../../kubernetes/names';
import { type Problem, show, wrongValue } from '../../problem/problem';
import { checkRegex } from '../regex';
import { checkEach, checkHeaderNames, checkOptional, checkWhole } from '../values';
import { backendsOf } from './http-route-plan';
import type {
  Cors,
  HttpFilter,
  HttpRouteMatch,
  HttpRouteProps,
  HttpRouteRule,
  PathChange,
  PathMatch,
  RequestRedirect,
} from './http-route-spec';
import {
  checkBackends,
  checkCommonFilter,
  checkFiltersOnce,
  checkGatewayTime,
  checkRouteOptions,
  checkRules,
  checkValues,
  checkWithin,
} from './route-check';

/** Checks an HTTPRoute: what its schema and its rules of validation ask for, and more. */
export function checkHttpRoute(name: string, props: HttpRouteProps): readonly Problem[] {
  const { rules } = props;
  return [
    ...checkRouteOptions(name, props),
    ...(rules.length === 0 ? [{ field: 'rules', message: 'is empty: add one' }] : []),
    ...checkRules(rules),
    ...checkEach('rules', rules, checkRule),
  ];
}

function checkRule(field: string, rule: HttpRouteRule): readonly Problem[] {
  const { matches, filters = [], timeouts } = rule;
  const backends = backendsOf(rule);
  return [
    ...checkEach(`${field}.matches`, matches, checkMatch),
    ...checkEach(`${field}.filters`, filters, checkFilter),
    ...checkFiltersOnce(`${field}.filters`, filters),
    ...checkTogether(field, rule),
    ...(backends.length > 0 ? checkBackends(`${field}.backends`, backends, checkFilter) : []),
    ...checkGatewayTime(`${field}.timeouts.request`, timeouts?.request),
    ...checkGatewayTime(`${field}.timeouts.backendRequest`, timeouts?.backendRequest),
    ...checkWithin(`${field}.timeouts.backendRequest`, timeouts?.backendRequest, timeouts?.request),
  ];
}

/** A request is redirected, or it goes somewhere; and a prefix is replaced only where there is one. */
function checkTogether(field: string, rule: HttpRouteRule): readonly Problem[] {
  const { matches = [], filters = [] } = rule;
  const redirects = filters.some(({ requestRedirect }) => requestRedirect !== undefined);
  const rewrites = filters.some(({ urlRewrite }) => urlRewrite !== undefined);
  const isElsewhere = filters.some(({ extensionRef }) => extensionRef !== undefined);
  const count = backendsOf(rule).length;
  const changes = filters.map(({ requestRedirect, urlRewrite }) => requestRedirect ?? urlRewrite);
  const replacesPrefix = changes.some((change) => change?.path?.replacePrefixMatch !== undefined);
  return [
    ...(redirects && count > 0
      ? [
          {
            field: `${field}.backends`,
            message: 'gets nothing beside requestRedirect: leave it out',
          },
        ]
      : []),
    ...(redirects && rewrites
      ? [{ field: `${field}.filters`, message: 'has requestRedirect and urlRewrite: keep one' }]
      : []),
    ...(!redirects && !isElsewhere && count === 0
      ? [
          {
            field: `${field}.backends`,
            message: 'is missing: all requests would be answered by 500',
          },
        ]
      : []),
    ...(replacesPrefix && (matches.length !== 1 || !matches.every(isPrefix))
      ? [
          {
            field: `${field}.matches`,
            message: 'has to be one with a path prefix, beside replacePrefixMatch',
          },
        ]
      : []),
  ];
}

function isPrefix({ path }: HttpRouteMatch): boolean {
  return typeof path === 'string' || path?.prefix !== undefined;
}

function checkMatch(field: string, match: HttpRouteMatch): readonly Problem[] {
  return [
    ...checkOptional(`${field}.path`, match.path, checkPath),
    ...checkValues(`${field}.headers`, match.headers),
    ...checkValues(`${field}.queryParams`, match.queryParams),
  ];
}

function checkPath(field: string, match: PathMatch): readonly Problem[] {
  if (typeof match === 'object' && match.regex !== undefined)
    return checkRegex(`${field}.regex`, match.regex);
  const path = typeof match === 'string' ? match : (match.exact ?? match.prefix ?? '');
  return checkAbsolutePath(field, path);
}

/** Checks a path that stands for itself. */
export function checkAbsolutePath(field: string, path: string): readonly Problem[] {
  const isPlain = /^\/[A-Za-z0-9/\-._~!$&'()*+,;=:@%]*$/.test(path);
  const isClean = !/\/\/|\/\.\.?(\/|$)|%2[fF]/.test(path);
  return isPlain && isClean && path.length <= 1024
    ? []
    : [
        {
          field,
          message: `got ${show(path)}, allowed a path: it begins with '/', without '//' and '..'`,
        },
      ];
}

function checkFilter(field: string, filter: HttpFilter): readonly Problem[] {
  const { requestRedirect, urlRewrite, cors } = filter;
  return [
    ...checkCommonFilter(field, filter),
    ...checkOptional(`${field}.requestRedirect`, requestRedirect, checkRedirect),
    ...checkOptional(`${field}.urlRewrite.hostname`, urlRewrite?.hostname, checkDnsSubdomain),
    ...checkOptional(`${field}.urlRewrite.path`, urlRewrite?.path, checkPathChange),
    ...checkOptional(`${field}.cors`, cors, checkCors),
  ];
}

function checkRedirect(field: string, redirect: RequestRedirect): readonly Problem[] {
  return [
    ...checkOptional(`${field}.hostname`, redirect.hostname, checkDnsSubdomain),
    ...checkOptional(`${field}.port`, redirect.port, checkPortNumber),
    ...checkOptional(`${field}.path`, redirect.path, checkPathChange),
  ];
}

function checkPathChange(field: string, change: PathChange): readonly Problem[] {
  const { replaceFullPath, replacePrefixMatch } = change;
  return [replaceFullPath, replacePrefixMatch].flatMap((path) =>
    path === undefined || path === '' ? [] : checkAbsolutePath(field, path),
  );
}

function checkCors(field: string, cors: Cors): readonly Problem[] {
  const { allowOrigins = [], allowMethods = [], allowHeaders = [], exposeHeaders = [] } = cors;
  const lists = { allowOrigins, allowMethods, allowHeaders };
  return [
    ...Object.entries(lists).flatMap(([name, list]) =>
      list.length > 1 && list.some((item) => item === '*')
        ? [wrongValue(`${field}.${name}`, list, "'*' alone, or no '*'")]
        : [],
    ),
    ...checkHeaderNames(`${field}.allowHeaders`, allowHeaders),
    ...checkHeaderNames(`${field}.exposeHeaders`, exposeHeaders),
    ...(cors.allowCredentials === true && allowOrigins.includes('*')
      ? [
          {
            field: `${field}.allowCredentials`,
            message: 'lets every site act as the user: name the origins in `allowOrigins`',
          },
        ]
      : []),
    ...checkWhole(`${field}.maxAge`, cors.maxAge, 1),
  ];
}
