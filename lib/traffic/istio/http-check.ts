import { checkDnsSubdomain, checkPortNumber } from '../../kubernetes/names';
import { type Problem, wrongValue } from '../../problem/problem';
import { checkDestination, checkRoute, weightedOf } from '../destination';
import { checkRegex } from '../regex';
import {
  checkDistinct,
  checkEach,
  checkHeaderNames,
  checkOptional,
  checkPercentage,
  checkTime,
  checkWhole,
  checkWord,
  findMilliseconds,
} from '../values';
import { checkFault } from './fault';
import { checkObjectName } from './gateway-name';
import { checkHeaders } from './headers';
import {
  type CorsPolicy,
  type DirectResponse,
  type Mirror,
  RETRY_CONDITIONS,
  type Redirect,
  type Retries,
  type Rewrite,
  type VirtualHttpRoute,
  type WeightedHttp,
} from './http';
import {
  checkHttpMatch,
  checkStringMatch,
  isConditional,
  isRegex,
  type StringMatch,
} from './match';

/** Checks rules for requests, one by one, and that each of them is reached. */
export function checkHttpRoutes(
  field: string,
  rules: readonly VirtualHttpRoute[],
  isProduction: boolean,
): readonly Problem[] {
  const first = rules.findIndex(takesAll);
  return [
    ...checkEach(field, rules, (place, rule) => checkHttpRoute(place, rule, isProduction)),
    ...checkDistinct(
      `${field}.name`,
      rules.map(({ name }) => name),
    ),
    ...(first >= 0 && first < rules.length - 1
      ? [
          {
            field: `${field}[${first}].match`,
            message: 'fits every request, so that what follows is never reached: put it last',
          },
        ]
      : []),
  ];
}

function takesAll({ match = [] }: VirtualHttpRoute): boolean {
  return match.length === 0 || match.some((one) => !isConditional(one));
}

function checkHttpRoute(
  field: string,
  rule: VirtualHttpRoute,
  isProduction: boolean,
): readonly Problem[] {
  const { route } = rule;
  return [
    ...checkTarget(field, rule),
    ...checkEach(`${field}.match`, rule.match, checkHttpMatch),
    ...checkOptional(`${field}.headers`, rule.headers, checkHeaders),
    ...checkOptional(`${field}.corsPolicy`, rule.corsPolicy, checkCors),
    ...checkOptional(`${field}.route`, route, checkRoute),
    ...(route === undefined ? [] : checkRouteHeaders(`${field}.route`, weightedOf(route))),
    ...checkOptional(`${field}.redirect`, rule.redirect, checkRedirect),
    ...checkOptional(`${field}.directResponse`, rule.directResponse, checkDirectResponse),
    ...checkOptional(`${field}.delegate`, rule.delegate, checkObjectName),
    ...(rule.delegate === undefined ? [] : checkDelegateMatch(field, rule)),
    ...checkOptional(`${field}.rewrite`, rule.rewrite, checkRewrite),
    ...checkAuthority(field, rule),
    ...checkTime(`${field}.timeout`, rule.timeout),
    ...checkOptional(`${field}.retries`, rule.retries, (place, retries) =>
      checkRetries(place, retries, rule.timeout),
    ),
    ...checkEach(`${field}.mirrors`, rule.mirrors, checkMirror),
    ...checkOptional(`${field}.fault`, rule.fault, (place, fault) =>
      checkFault(place, fault, isProduction),
    ),
  ];
}

const TARGETS = ['route', 'redirect', 'directResponse', 'delegate'] as const;

/** What the compiler says, for those who don't ask it. */
function checkTarget(field: string, rule: VirtualHttpRoute): readonly Problem[] {
  const said = TARGETS.filter((target) => rule[target] !== undefined);
  const answers = rule.redirect !== undefined || rule.directResponse !== undefined;
  const forwards = (['rewrite', 'fault'] as const).filter((key) => rule[key] !== undefined);
  return [
    ...(said.length === 1
      ? []
      : [wrongValue(field, said.join(' and ') || 'none', `exactly one of ${TARGETS.join(', ')}`)]),
    ...(answers
      ? forwards.map((key) => ({
          field: `${field}.${key}`,
          message: 'is only for requests that are forwarded: take it out',
        }))
      : []),
  ];
}

function checkRouteHeaders(field: string, route: readonly WeightedHttp[]): readonly Problem[] {
  return route.flatMap(({ headers }, index) =>
    checkOptional(`${field}[${index}].headers`, headers, checkHeaders),
  );
}

/** Istio compares the matches of both, which it can't do with regular expressions. */
function checkDelegateMatch(field: string, { match = [] }: VirtualHttpRoute): readonly Problem[] {
  return match.flatMap(({ uri, scheme, method, authority, ...maps }, index) =>
    Object.entries({
      uri,
      scheme,
      method,
      authority,
      ...maps.headers,
      ...maps.withoutHeaders,
      ...maps.queryParams,
    })
      .filter(([, text]) => isRegex(text))
      .map(([name]) =>
        wrongValue(
          `${field}.match[${index}]`,
          `regex for ${name}`,
          'exact and prefix, beside a delegate',
        ),
      ),
  );
}

/** The host of the request is replaced once at most. */
function checkAuthority(field: string, rule: VirtualHttpRoute): readonly Problem[] {
  const { set = {}, add = {} } = rule.headers?.request ?? {};
  const names = [...Object.keys(set), ...Object.keys(add)].filter((name) =>
    ['host', ':authority'].includes(name.toLowerCase()),
  );
  const hosts = [...names, ...(rule.rewrite?.authority === undefined ? [] : ['rewrite.authority'])];
  return hosts.length < 2
    ? []
    : [wrongValue(`${field}.headers.request`, hosts.join(' and '), 'one new host')];
}

function checkCors(field: string, policy: CorsPolicy): readonly Problem[] {
  const { allowOrigins, allowMethods = [], allowHeaders = [], exposeHeaders = [] } = policy;
  return [
    ...checkEach(`${field}.allowOrigins`, allowOrigins, checkStringMatch),
    ...checkEach(`${field}.allowMethods`, allowMethods, (place, method) =>
      checkWord(place, method, METHODS),
    ),
    ...checkHeaderNames(`${field}.allowHeaders`, allowHeaders),
    ...checkHeaderNames(`${field}.exposeHeaders`, exposeHeaders),
    ...checkTime(`${field}.maxAge`, policy.maxAge),
    ...(policy.allowCredentials === true && allowOrigins.some(isAnyOrigin)
      ? [
          {
            field: `${field}.allowCredentials`,
            message: 'lets every site act as the user: name the origins in `allowOrigins`',
          },
        ]
      : []),
  ];
}

const METHODS = [
  '*',
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'CONNECT',
  'OPTIONS',
  'TRACE',
];

function isAnyOrigin(origin: StringMatch): boolean {
  if (typeof origin === 'string') return origin === '*';
  const { exact, prefix, regex } = origin;
  return (
    exact === '*' ||
    (prefix !== undefined && /^(\*|(https?(:\/?\/?)?)?)$/.test(prefix)) ||
    (regex !== undefined && /^\^?\.[*+]\$?$/.test(regex))
  );
}

function checkRedirect(field: string, redirect: Redirect): readonly Problem[] {
  const { uri, authority, scheme, port, derivePort } = redirect;
  const isSame = [uri, authority, scheme, port, derivePort].every((part) => part === undefined);
  return [
    ...(isSame
      ? [{ field, message: 'leads back to itself: add uri, authority, scheme or port' }]
      : []),
    ...checkOptional(`${field}.port`, port, checkPortNumber),
    ...checkOptional(`${field}.authority`, authority, checkAuthorityText),
    ...checkWord(`${field}.scheme`, scheme, ['http', 'https']),
    ...(redirect.redirectCode === undefined ||
    [301, 302, 303, 307, 308].includes(redirect.redirectCode)
      ? []
      : [wrongValue(`${field}.redirectCode`, redirect.redirectCode, '301, 302, 303, 307 or 308')]),
  ];
}

function checkAuthorityText(field: string, authority: string): readonly Problem[] {
  return checkDnsSubdomain(field, authority.replace(/:\d+$/, ''));
}

function checkDirectResponse(field: string, { status }: DirectResponse): readonly Problem[] {
  return checkWhole(`${field}.status`, status, 200, 599);
}

function checkRewrite(field: string, rewrite: Rewrite): readonly Problem[] {
  const { uri, authority, uriRegexRewrite } = rewrite;
  return [
    ...(uri === undefined && authority === undefined && uriRegexRewrite === undefined
      ? [{ field, message: 'changes nothing: add uri, uriRegexRewrite or authority' }]
      : []),
    ...(uriRegexRewrite === undefined
      ? []
      : checkRegex(`${field}.uriRegexRewrite.match`, uriRegexRewrite.match)),
  ];
}

function checkRetries(
  field: string,
  retries: Retries,
  timeout: VirtualHttpRoute['timeout'],
): readonly Problem[] {
  const { attempts, perTryTimeout, retryOn, backoff, retryRemoteLocalities } = retries;
  const isUseless =
    attempts === 0 &&
    [perTryTimeout, retryOn, backoff, retryRemoteLocalities].some((value) => value !== undefined);
  return [
    ...checkWhole(`${field}.attempts`, attempts, 0),
    ...(isUseless
      ? [
          wrongValue(
            `${field}.attempts`,
            0,
            'from 1 beside other fields, or 0 alone for no retries',
          ),
        ]
      : []),
    ...checkTime(`${field}.perTryTimeout`, perTryTimeout),
    ...checkTime(`${field}.backoff`, backoff),
    ...checkEach(`${field}.retryOn`, retryOn, checkRetryOn),
    ...(timeOf(perTryTimeout) > timeOf(timeout)
      ? [wrongValue(`${field}.perTryTimeout`, perTryTimeout, `at most the timeout, ${timeout}`)]
      : []),
  ];
}

/** A length of time that isn't given is neither too short nor too long. */
function timeOf(duration: VirtualHttpRoute['timeout']): number {
  return (duration === undefined ? undefined : findMilliseconds(duration)) ?? Number.NaN;
}

function checkRetryOn(field: string, condition: string): readonly Problem[] {
  return /^[1-5]\d\d$/.test(condition) ? [] : checkWord(field, condition, RETRY_CONDITIONS);
}

function checkMirror(field: string, { to, percentage }: Mirror): readonly Problem[] {
  return [
    ...checkDestination(`${field}.to`, to),
    ...checkPercentage(`${field}.percentage`, percentage),
  ];
}
