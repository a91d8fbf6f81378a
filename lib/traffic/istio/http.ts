import type { Destination, Weighted } from '../destination';
import type { TrafficDuration } from '../values';
import type { Fault } from './fault';
import type { ObjectName } from './gateway-name';
import type { HeaderOperations } from './headers';
import type { HttpMatch, StringMatch } from './match';

/** One of several destinations of requests. */
export interface WeightedHttp extends Weighted {
  /** @default none */
  readonly headers?: HeaderOperations;
}

/** A copy of requests, whose answers nobody waits for. */
export interface Mirror {
  readonly to: Destination;
  /** @default 100 */
  readonly percentage?: number;
}

/** When a request is sent again. @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRetry */
export interface Retries {
  /** At most, from 0 for never. */
  readonly attempts: number;
  /** @default the route's timeout */
  readonly perTryTimeout?: TrafficDuration;
  /** Conditions, and status codes: `['5xx', 'connect-failure', '429']`. @default the mesh's */
  readonly retryOn?: readonly (RetryCondition | `${number}`)[];
  /** The least time between two. @default 25ms */
  readonly backoff?: TrafficDuration;
  /** Whether it may go to a place further away. @default the mesh's */
  readonly retryRemoteLocalities?: boolean;
  /** Whether it goes to a pod that hasn't been tried. @default true */
  readonly retryIgnorePreviousHosts?: boolean;
}

/** Conditions that Envoy knows. */
export const RETRY_CONDITIONS = [
  '5xx',
  'gateway-error',
  'reset',
  'reset-before-request',
  'connect-failure',
  'envoy-ratelimited',
  'retriable-4xx',
  'refused-stream',
  'retriable-status-codes',
  'retriable-headers',
  'http3-post-connect-failure',
  'cancelled',
  'deadline-exceeded',
  'internal',
  'resource-exhausted',
  'unavailable',
] as const;

/** One of Envoy's conditions for another try. */
export type RetryCondition = (typeof RETRY_CONDITIONS)[number];

/** Which other sites' pages may send requests. */
export interface CorsPolicy {
  readonly allowOrigins: readonly StringMatch[];
  readonly allowMethods?: readonly string[];
  readonly allowHeaders?: readonly string[];
  readonly exposeHeaders?: readonly string[];
  /** How long a browser may keep the answer. @default the browser's */
  readonly maxAge?: TrafficDuration;
  /** With cookies and the like. @default false */
  readonly allowCredentials?: boolean;
  /** What is done with a preflight request of another origin. @default 'FORWARD' */
  readonly unmatchedPreflights?: 'FORWARD' | 'IGNORE';
}

/** What is changed of a request's address before it is forwarded. */
export type Rewrite = { readonly authority?: string } & (
  | {
      /** In place of the prefix or path that matched. @default as it is */
      readonly uri?: string;
      readonly uriRegexRewrite?: never;
    }
  | {
      /** In place of what an RE2 expression matches; `\1` is its first group. */
      readonly uriRegexRewrite: { readonly match: string; readonly rewrite: string };
      readonly uri?: never;
    }
);

/** Where the caller is sent. */
export type Redirect = {
  readonly uri?: string;
  readonly authority?: string;
  readonly scheme?: 'http' | 'https';
  /** @default 301 */
  readonly redirectCode?: 301 | 302 | 303 | 307 | 308;
} & (
  | { readonly port?: number; readonly derivePort?: never }
  | {
      readonly derivePort: 'FROM_PROTOCOL_DEFAULT' | 'FROM_REQUEST_PORT';
      readonly port?: never;
    }
);

/** An answer without anybody being asked. */
export interface DirectResponse {
  /** 200 to 599 */
  readonly status: number;
  /** Text, or base64 of anything. @default none */
  readonly body?: string | { readonly bytes: string };
}

/** What any rule for requests may say. */
export interface HttpRouteOptions {
  /** Name in metrics and logs, and for what changes it. @default none */
  readonly name?: string;
  /** Requests it is for: those that any of these fits. @default all */
  readonly match?: readonly HttpMatch[];
  readonly headers?: HeaderOperations;
  readonly corsPolicy?: CorsPolicy;
}

/** What a rule may say where requests are forwarded. */
export interface HttpForwardOptions {
  readonly rewrite?: Rewrite;
  /** @default none */
  readonly timeout?: TrafficDuration;
  /** @default the mesh's: two, where it is safe */
  readonly retries?: Retries;
  readonly mirrors?: readonly Mirror[];
  /** Mistakes that are made on purpose. @default none */
  readonly fault?: Fault;
}

type Without<T> = { readonly [K in keyof T]?: never };
type Targets = {
  readonly route: unknown;
  readonly redirect: unknown;
  readonly directResponse: unknown;
  readonly delegate: unknown;
};
type Only<K extends keyof Targets> = Without<Omit<Targets, K>>;

/**
 * What is done with some requests: they are forwarded, redirected, answered, or left to another
 * VirtualService.
 */
export type VirtualHttpRoute = HttpRouteOptions &
  (
    | ({
        readonly route: Destination | readonly WeightedHttp[];
      } & HttpForwardOptions &
        Only<'route'>)
    | ({ readonly redirect: Redirect } & Without<HttpForwardOptions> & Only<'redirect'>)
    | ({ readonly directResponse: DirectResponse } & Without<HttpForwardOptions> &
        Only<'directResponse'>)
    | ({
        /** A VirtualService without hosts. */
        readonly delegate: ObjectName;
      } & Partial<HttpForwardOptions> &
        Only<'delegate'>)
  );
