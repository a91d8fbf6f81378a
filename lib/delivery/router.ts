import type { IngressSpec } from '../environment/ingress';
import type { JsonObject, Manifest } from '../manifest/manifest';
import type { Problem } from '../problem/problem';
import type { ControllerOwned, ReleaseSurroundings, RolloutContext } from './context';

/** What a router can do beside splitting traffic by weight. */
export interface RouterSupport {
  /** Routes by header, in steps. */
  readonly headerRoute: boolean;
  /** Copies of requests, in steps. */
  readonly mirrorRoute: boolean;
  /** Traffic for the pods of an experiment. */
  readonly experimentWeight: boolean;
  /** Weights that don't add up to 100. */
  readonly maxTrafficWeight: boolean;
  /** Two Services that take turns as stable and canary. */
  readonly pingPong: boolean;
}

/** What a router's plan takes from the release that it is of. */
export interface RouterContext extends RolloutContext {
  /** Names of the Services of the two versions; the same where the router needs but one. */
  readonly services: { readonly stable: string; readonly canary: string };
  /** Whether the two Services take turns as stable and canary. @default false */
  readonly takesTurns?: boolean;
  /** Routes that steps set and take away, the strongest first. */
  readonly managedRoutes: readonly string[];
  /** Whether steps send traffic to experiments, too. */
  readonly hasExperimentTraffic: boolean;
}

/** What a router makes. */
export interface RouterPlan {
  /** Its part of `strategy.canary.trafficRouting`. */
  readonly trafficRouting: JsonObject;
  readonly manifests: readonly Manifest[];
  readonly controllerOwned: readonly ControllerOwned[];
}

/** What a router makes of the way in from outside that `exposed` declares. */
export interface ExposedSupport {
  /** Ways in that it can split; by any other, nothing would reach the new version. */
  readonly waysIn: readonly IngressSpec['kind'][];
  /** Ways in whose routes stay as they are, and the controller works on them. @default none: it makes its own */
  readonly keepsRoutesOf?: readonly IngressSpec['kind'][];
  /** Options of `exposed` that its own routes can't have. @default none */
  readonly lacks?: readonly ('path' | 'timeout')[];
}

/** What splits traffic between two versions while a canary runs. */
export interface Router<S extends RouterSupport = RouterSupport> {
  /** In words: `Istio`. */
  readonly kind: string;
  readonly supports: S;
  /** Whether each version has a Service of its own, or both share that of the workload's name. @default 'by-version' */
  readonly services?: 'by-version' | 'shared';
  /** How `headerRoute()` may match a header. @default 'any' */
  readonly headerMatch?: 'any' | 'exact';
  /**
   * Whether a route of a name stays when a release ends, so that no step can take the name for its own.
   * @default no name does
   */
  keepsRoute?(route: string, of: Pick<RouterContext, 'name' | 'services'>): boolean;
  /** What it takes from `exposed`. @default nothing: routes from outside are for the user to make */
  readonly exposed?: ExposedSupport;
  /** Whether its own options lead traffic in from outside, through the environment's gateway. @default false */
  readonly opensGateway?: boolean;
  plan(context: RouterContext): RouterPlan;
  /** What is wrong with its own options. @default nothing */
  check?(field: string, surroundings?: ReleaseSurroundings): readonly Problem[];
}

/** What the names of rules for feature branches begin with, in the routes that routers make. */
export const BRANCH_RULE = 'branch';

/** Whether a rule of a name is one that `name` begins: `primary`, or `primary-grpc`. */
export function isRuleOf(name: string, route: string): boolean {
  return route === name || route.startsWith(`${name}-`);
}
