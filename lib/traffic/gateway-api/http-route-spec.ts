import type { ServiceEndpoint } from '../../endpoint/endpoint';
import type { TrafficDuration } from '../values';
import type { CommonFilters, OneOf, RouteOptions, ValueMatch, WeightedBackend } from './route-spec';

/** How a path is matched: as a whole, by its first parts, or by an expression. A bare text is the first parts. */
export type PathMatch =
  | string
  | { readonly exact: string; readonly prefix?: never; readonly regex?: never }
  | { readonly prefix: string; readonly exact?: never; readonly regex?: never }
  | { readonly regex: string; readonly exact?: never; readonly prefix?: never };

/** Methods of HTTP. */
export type HttpMethod =
  | 'GET'
  | 'HEAD'
  | 'POST'
  | 'PUT'
  | 'DELETE'
  | 'CONNECT'
  | 'OPTIONS'
  | 'TRACE'
  | 'PATCH';

/** Conditions on a request, all of which have to hold. */
export interface HttpRouteMatch {
  /** @default any: the prefix '/' */
  readonly path?: PathMatch;
  readonly method?: HttpMethod;
  readonly headers?: Readonly<Record<string, ValueMatch>>;
  readonly queryParams?: Readonly<Record<string, ValueMatch>>;
}

/** A new path: as a whole, or in place of the prefix that matched. */
export type PathChange =
  | { readonly replaceFullPath: string; readonly replacePrefixMatch?: never }
  | { readonly replacePrefixMatch: string; readonly replaceFullPath?: never };

/** Where the caller is sent. */
export interface RequestRedirect {
  readonly scheme?: 'http' | 'https';
  readonly hostname?: string;
  readonly path?: PathChange;
  readonly port?: number;
  /** @default 302 */
  readonly statusCode?: 301 | 302 | 303 | 307 | 308;
}

/** What is changed of a request's address before it is forwarded. */
export interface UrlRewrite {
  readonly hostname?: string;
  readonly path?: PathChange;
}

/** Which other sites' pages may send requests. */
export interface Cors {
  /** `https://shop.example.com`, `https://*.example.com`, `*` */
  readonly allowOrigins?: readonly string[];
  readonly allowMethods?: readonly (HttpMethod | '*')[];
  readonly allowHeaders?: readonly string[];
  readonly exposeHeaders?: readonly string[];
  /** With cookies and the like. @default false */
  readonly allowCredentials?: boolean;
  /** How many seconds a browser may keep the answer. @default 5 */
  readonly maxAge?: number;
}

/** Something that is done with requests. */
export type HttpFilter = OneOf<
  CommonFilters & {
    readonly requestRedirect: RequestRedirect;
    readonly urlRewrite: UrlRewrite;
    readonly cors: Cors;
  }
>;

/** What is done with some requests. */
export interface HttpRouteRule {
  readonly name?: string;
  /** Requests it is for: those that any of these fits. @default all */
  readonly matches?: readonly HttpRouteMatch[];
  readonly filters?: readonly HttpFilter[];
  /** Where they go; none beside a redirect. */
  readonly backends?: ServiceEndpoint | readonly WeightedBackend<HttpFilter>[];
  readonly timeouts?: {
    readonly request?: TrafficDuration;
    /** At most `request`. */
    readonly backendRequest?: TrafficDuration;
  };
}

/** Which requests go where. At least one rule. */
export interface HttpRouteProps extends RouteOptions {
  readonly rules: readonly HttpRouteRule[];
}
