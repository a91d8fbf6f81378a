import type { Endpoint } from '../../endpoint/endpoint';
import type { StringMap } from '../../kubernetes/labels';
import type { ObjectOptions } from '../wire';
import type { PortPolicy } from './traffic-policy';

/** How a destination is called. */
export interface TrafficPolicy extends PortPolicy {
  /** What holds for single ports instead. @default nothing */
  readonly portLevelSettings?: readonly (PortPolicy & { readonly port: Endpoint })[];
  /** Connects through a proxy by the method CONNECT or POST. @default none */
  readonly tunnel?: {
    readonly protocol?: 'CONNECT' | 'POST';
    readonly targetHost: string;
    readonly targetPort: number;
  };
  /** Tells the destination the caller's address. @default none */
  readonly proxyProtocol?: { readonly version: 'V1' | 'V2' };
  /** How many requests may be tries at once, of those that run. @default none */
  readonly retryBudget?: {
    /** @default 20 */
    readonly percent?: number;
    /** @default 3 */
    readonly minRetryConcurrency?: number;
  };
}

/** Some of a destination's pods. */
export interface SubsetSpec {
  /** Labels that its pods have. @default none: whoever routes to it adds them */
  readonly labels?: StringMap;
  /** What holds for it instead. @default nothing */
  readonly trafficPolicy?: TrafficPolicy;
}

/** How a destination is called, and which parts it has. */
export interface DestinationRuleProps<S extends string = string> extends ObjectOptions {
  /** The destination: all ports of this endpoint's host. */
  readonly to: Endpoint;
  /** Pods by name. The names are what `subset()` takes. @default none */
  readonly subsets?: Readonly<Record<S, SubsetSpec>>;
  readonly trafficPolicy?: TrafficPolicy;
  /** Labels of the callers it holds for, in its own namespace. @default all callers */
  readonly workloadSelector?: StringMap;
  /** Namespaces that it holds for: `.` is its own, `*` all. @default all */
  readonly exportTo?: readonly string[];
}
