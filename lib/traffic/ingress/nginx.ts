import type { StringMap } from '../../kubernetes/labels';
import { type Problem, wrongValue } from '../../problem/problem';
import { checkRegex } from '../regex';
import { checkHeaderNames, checkOptional, checkWhole, checkWord } from '../values';

/** Which requests an Ingress takes from another one of the same host and path. At least one way. */
export interface NginxCanary {
  /** Part of the requests, of `weightTotal`. @default none */
  readonly weight?: number;
  /** @default 100 */
  readonly weightTotal?: number;
  /** Header whose value `always` leads here and `never` doesn't. @default none */
  readonly byHeader?: string;
  /** The value that leads here instead. */
  readonly byHeaderValue?: string;
  /** An expression for values that lead here instead. */
  readonly byHeaderPattern?: string;
  /** Cookie whose value `always` leads here and `never` doesn't. @default none */
  readonly byCookie?: string;
}

/** What the NGINX Ingress controller is told by annotations; all others stand in `annotations`. */
export interface NginxOptions {
  readonly canary?: NginxCanary;
  /** Sends clients to HTTPS, where there is TLS. @default true */
  readonly sslRedirect?: boolean;
  /** @default 'HTTP' */
  readonly backendProtocol?: 'HTTP' | 'HTTPS' | 'GRPC' | 'GRPCS' | 'FCGI' | 'AUTO_HTTP';
  /** New path; `$1` is the first group of a path that is an expression. @default as it is */
  readonly rewriteTarget?: string;
}

const PREFIX = 'nginx.ingress.kubernetes.io';

/** The annotations of the NGINX Ingress controller. */
export function nginxAnnotations(options: NginxOptions = {}): StringMap {
  const { canary, sslRedirect, backendProtocol, rewriteTarget } = options;
  const values = {
    'backend-protocol': backendProtocol,
    canary: canary && true,
    'canary-by-cookie': canary?.byCookie,
    'canary-by-header': canary?.byHeader,
    'canary-by-header-pattern': canary?.byHeaderPattern,
    'canary-by-header-value': canary?.byHeaderValue,
    'canary-weight': canary?.weight,
    'canary-weight-total': canary?.weightTotal,
    'rewrite-target': rewriteTarget,
    'ssl-redirect': sslRedirect,
  };
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) =>
      value === undefined ? [] : [[`${PREFIX}/${name}`, String(value)]],
    ),
  );
}

/** Checks what the NGINX Ingress controller is told. */
export function checkNginx(field: string, options: NginxOptions): readonly Problem[] {
  return [
    ...checkOptional(`${field}.canary`, options.canary, checkCanary),
    ...checkWord(`${field}.backendProtocol`, options.backendProtocol, [
      'HTTP',
      'HTTPS',
      'GRPC',
      'GRPCS',
      'FCGI',
      'AUTO_HTTP',
    ]),
  ];
}

function checkCanary(field: string, canary: NginxCanary): readonly Problem[] {
  const { weight, weightTotal = 100, byHeader, byHeaderValue, byHeaderPattern, byCookie } = canary;
  return [
    ...([weight, byHeader, byCookie].every((way) => way === undefined)
      ? [{ field, message: 'takes no request: add weight, byHeader or byCookie' }]
      : []),
    ...checkWhole(`${field}.weightTotal`, weightTotal, 1),
    ...checkWhole(`${field}.weight`, weight, 0, weightTotal),
    ...checkHeaderNames(
      `${field}.byHeader`,
      [byHeader].flatMap((name) => name ?? []),
    ),
    ...checkHeaderNames(
      `${field}.byCookie`,
      [byCookie].flatMap((name) => name ?? []),
    ),
    ...(byHeader === undefined && (byHeaderValue ?? byHeaderPattern) !== undefined
      ? [{ field: `${field}.byHeader`, message: 'is missing: a value is that of a header' }]
      : []),
    ...(byHeaderValue !== undefined && byHeaderPattern !== undefined
      ? [
          wrongValue(
            `${field}.byHeaderPattern`,
            byHeaderPattern,
            'it alone, or byHeaderValue alone',
          ),
        ]
      : []),
    ...checkOptional(`${field}.byHeaderPattern`, byHeaderPattern, checkRegex),
  ];
}
