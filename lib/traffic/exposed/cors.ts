import { checkDuration, type Duration, findSeconds } from '../../kubernetes/duration';
import type { StringMap } from '../../kubernetes/labels';
import { checkDnsSubdomain } from '../../kubernetes/names';
import { type Problem, wrongValue } from '../../problem/problem';
import type { Cors, HttpMethod } from '../gateway-api/http-route-spec';
import type { CorsPolicy } from '../istio/http';
import type { StringMatch } from '../istio/match';
import { checkEach, checkHeaderNames, checkWord } from '../values';
import { listOf } from '../wire';

/** A site: `https://shop.example.com`, with its port where it has one; `https://*.example.com` for each one level below. */
export type Site = `http://${string}` | `https://${string}`;

/**
 * Which other sites' pages may send requests, as browsers ask for it. All sites at once, `'*'`, never with
 * cookies and the like.
 * @see https://developer.mozilla.org/en-US/docs/Web/HTTP/Guides/CORS
 */
export type ExposedCors = {
  /** @default GET, HEAD and POST */
  readonly methods?: readonly HttpMethod[];
  /** Headers that requests may have beside the simple ones. @default Content-Type */
  readonly headers?: readonly string[];
  /** Headers of answers that pages may read. @default none beside the simple ones */
  readonly exposeHeaders?: readonly string[];
  /** How long a browser may keep the answer to its question. @default '10m' */
  readonly maxAge?: Duration;
} & (
  | {
      /** At least one. */
      readonly origins: readonly Site[];
      /** With cookies and the like. */
      readonly credentials: true;
    }
  | {
      /** At least one, or `'*'` for all. */
      readonly origins: readonly (Site | '*')[];
      /** @default false */
      readonly credentials?: false;
    }
);

const METHODS = [
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'DELETE',
  'CONNECT',
  'OPTIONS',
  'TRACE',
  'PATCH',
] as const satisfies readonly HttpMethod[];

/** Everything said, as each way in has defaults of its own, and NGINX generous ones. */
function corsOf({
  origins,
  credentials = false,
  methods = ['GET', 'HEAD', 'POST'],
  headers = ['Content-Type'],
  exposeHeaders,
  maxAge = '10m',
}: ExposedCors) {
  return { origins, credentials, methods, headers, exposeHeaders: listOf(exposeHeaders), maxAge };
}

/** As a VirtualService has it. */
export function istioCors(cors: ExposedCors): CorsPolicy {
  const { origins, credentials, methods, headers, exposeHeaders, maxAge } = corsOf(cors);
  return {
    allowOrigins: origins.map(originMatch),
    allowMethods: methods,
    allowHeaders: headers,
    exposeHeaders,
    maxAge,
    allowCredentials: credentials,
  };
}

/** One name in place of the star, as NGINX has it, too. */
function originMatch(origin: string): StringMatch {
  if (origin === '*') return { regex: '.*' };
  if (!origin.includes('*')) return { exact: origin };
  return { regex: origin.replaceAll('.', '\\.').replace('*', '[a-z0-9-]+') };
}

/** As an HTTPRoute has it. */
export function gatewayCors(cors: ExposedCors): Cors {
  const { origins, credentials, methods, headers, exposeHeaders, maxAge } = corsOf(cors);
  return {
    allowOrigins: origins,
    allowMethods: methods,
    allowHeaders: headers,
    exposeHeaders,
    ...(credentials && { allowCredentials: true }),
    maxAge: findSeconds(maxAge),
  };
}

/**
 * As the NGINX Ingress controller has it, by annotations; where it isn't told, it allows credentials.
 * @see https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/#enable-cors
 */
export function nginxCors(cors: ExposedCors): StringMap {
  const { origins, credentials, methods, headers, exposeHeaders, maxAge } = corsOf(cors);
  const values = {
    'enable-cors': 'true',
    'cors-allow-origin': origins.join(', '),
    'cors-allow-methods': methods.join(', '),
    'cors-allow-headers': headers.join(', '),
    'cors-expose-headers': exposeHeaders?.join(', '),
    'cors-allow-credentials': String(credentials),
    'cors-max-age': String(findSeconds(maxAge)),
  };
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) =>
      value === undefined ? [] : [[`nginx.ingress.kubernetes.io/${name}`, value]],
    ),
  );
}

/** Checks origins, methods and headers, and that no cookies are given to everybody. */
export function checkExposedCors(field: string, cors: ExposedCors): readonly Problem[] {
  const { origins, methods = [], headers = [], exposeHeaders = [], maxAge } = cors;
  const credentials: boolean = cors.credentials ?? false;
  const all: readonly string[] = origins ?? [];
  return [
    ...(all.length > 0
      ? []
      : [wrongValue(`${field}.origins`, all, "at least one: 'https://shop.example.com'")]),
    ...checkEach(`${field}.origins`, all, checkOrigin),
    ...(all.includes('*') && all.length > 1
      ? [wrongValue(`${field}.origins`, all, "'*' alone, or sites without it")]
      : []),
    ...(credentials && all.includes('*')
      ? [
          {
            field: `${field}.credentials`,
            message:
              "is not for origin '*', as browsers refuse it: name the sites, or leave it out",
          },
        ]
      : []),
    ...checkEach(`${field}.methods`, methods, (place, method) => checkWord(place, method, METHODS)),
    ...checkHeaderNames(`${field}.headers`, headers),
    ...checkHeaderNames(`${field}.exposeHeaders`, exposeHeaders),
    ...checkDuration(`${field}.maxAge`, maxAge, 1),
  ];
}

const ORIGIN = /^https?:\/\/(?:\*\.)?([a-z0-9.-]+)(?::\d{1,5})?$/;

function checkOrigin(field: string, origin: string): readonly Problem[] {
  if (origin === '*') return [];
  const host = ORIGIN.exec(origin)?.[1];
  if (host !== undefined && checkDnsSubdomain(field, host).length === 0) return [];
  return [
    wrongValue(
      field,
      origin,
      "a site without a path: 'https://shop.example.com', 'https://*.example.com', or '*'",
    ),
  ];
}
