import type { ServiceEndpoint } from '../../endpoint/endpoint';
import type { CommonFilters, OneOf, RouteOptions, ValueMatch, WeightedBackend } from './route-spec';

/** Conditions on a call, all of which have to hold. */
export interface GrpcRouteMatch {
  /** `hipstershop.CartService`, or one of its methods, or one of any service's. @default any */
  readonly method?: {
    readonly service?: string;
    readonly method?: string;
    /** Takes both for regular expressions. @default false */
    readonly isRegex?: boolean;
  };
  /** Metadata of the call. */
  readonly headers?: Readonly<Record<string, ValueMatch>>;
}

/** Something that is done with calls. */
export type GrpcFilter = OneOf<CommonFilters>;

/** What is done with some calls. */
export interface GrpcRouteRule {
  readonly name?: string;
  /** Calls it is for: those that any of these fits. @default all */
  readonly matches?: readonly GrpcRouteMatch[];
  readonly filters?: readonly GrpcFilter[];
  /** Where they go. */
  readonly backends: ServiceEndpoint | readonly WeightedBackend<GrpcFilter>[];
}

/** Which calls go where. At least one rule. */
export interface GrpcRouteProps extends RouteOptions {
  readonly rules: readonly GrpcRouteRule[];
}
