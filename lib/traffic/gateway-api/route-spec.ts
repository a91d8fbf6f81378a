import type { ServiceEndpoint } from '../../endpoint/endpoint';
import type { ObjectOptions } from '../wire';

/** A Gateway that a route attaches to: one that is made here will do. */
export interface ParentReference {
  readonly name: string;
  /** @default that of the route */
  readonly namespace?: string | undefined;
  /** Name of one of its listeners. @default all that fit */
  readonly sectionName?: string;
  /** @default all that fit */
  readonly port?: number;
}

/** How a value is matched; a bare text has to be the same. */
export type ValueMatch =
  | string
  | { readonly exact: string; readonly regex?: never }
  | { readonly regex: string; readonly exact?: never };

/** One of several Services, with its part. */
export interface WeightedBackend<F> {
  readonly to: ServiceEndpoint;
  /** Percentage of the requests; all of a rule add up to 100. @default 100, where it is the only one */
  readonly weight?: number;
  /** What is done with its requests. @default nothing */
  readonly filters?: readonly F[];
}

/** What is done with headers. */
export interface HeaderModifier {
  readonly set?: Readonly<Record<string, string>>;
  readonly add?: Readonly<Record<string, string>>;
  readonly remove?: readonly string[];
}

type Copies =
  | { readonly percent?: number; readonly fraction?: never }
  | {
      readonly fraction: { readonly numerator: number; readonly denominator?: number };
      readonly percent?: never;
    };

/** What a filter may do with any request. */
export interface CommonFilters {
  readonly requestHeaderModifier: HeaderModifier;
  readonly responseHeaderModifier: HeaderModifier;
  readonly requestMirror: { readonly to: ServiceEndpoint } & Copies;
  readonly extensionRef: { readonly group: string; readonly kind: string; readonly name: string };
}

/** One of a map's members, alone. */
export type OneOf<M> = {
  [K in keyof M]: { readonly [P in K]: M[P] } & { readonly [P in Exclude<keyof M, K>]?: never };
}[keyof M];

/** What any route says. */
export interface RouteOptions extends ObjectOptions {
  /** Gateways that it is attached to. At least one. */
  readonly parents: readonly ParentReference[];
  /** Hosts that it is for: `shop.example.com`, `*.example.com`. @default those of the listeners */
  readonly hostnames?: readonly string[];
}
