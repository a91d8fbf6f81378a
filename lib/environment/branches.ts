import type { EnvironmentSpec } from './spec';

/** How a text is matched: as a whole, by its beginning, or by an expression of RE2 over the whole. */
export type TextCondition =
  | { readonly exact: string; readonly prefix?: never; readonly regex?: never }
  | { readonly prefix: string; readonly exact?: never; readonly regex?: never }
  | { readonly regex: string; readonly exact?: never; readonly prefix?: never };

/**
 * What a request has to carry: a header with a value, as which gRPC's metadata travel, too, or a cookie
 * with a value, wherever it stands among others.
 */
export type Condition = TextCondition &
  (
    | { readonly header: string; readonly cookie?: never }
    | { readonly cookie: string; readonly header?: never }
  );

/** Which requests: those that any of the conditions fits. */
export type When = Condition | readonly Condition[];

/** A calendar day: `2026-12-31`. */
export type Day = `${number}-${number}-${number}`;

/** What is other than in the microservice that a variant stands beside. */
export interface VariantSpec {
  /** Pinned by a tag or a digest. */
  readonly image: string;
  /** Which requests it gets. @default those that the branch says */
  readonly when?: When;
  /** A fixed number of pods, from 1. @default 1 */
  readonly replicas?: number;
  /** Environment variables beside those of the microservice, or instead of them. @default none */
  readonly env?: Readonly<Record<string, string>>;
  /** A service account that exists, such as the microservice's. @default one of its own */
  readonly serviceAccount?: string;
}

/** One feature branch of a system, as data. */
export interface BranchSpec {
  /** The last day on which it is wanted: `2026-12-31`. Afterwards a synthesis says that it is over. */
  readonly expires: Day;
  /** Which requests its microservices get that don't say it themselves. @default each has to say it */
  readonly when?: When;
  /** By the names of the microservices that it changes. At least one. */
  readonly microservices: Readonly<Record<string, VariantSpec>>;
}

/** The open feature branches of one system, by name. */
export type SystemBranches = Readonly<Record<string, BranchSpec>>;

/** The open feature branches of an environment, by system. */
export type Branches = Readonly<Record<string, SystemBranches>>;

/** Conditions as a list. */
export function conditionsOf(when: When | undefined): readonly Condition[] {
  if (when === undefined) return [];
  return isList(when) ? when : [when];
}

function isList(when: When): when is readonly Condition[] {
  return Array.isArray(when);
}

/** Whether no feature branch may run in an environment: it is production, and says of none why it may. */
export function refusesBranches({
  tier,
  featureBranches,
}: Pick<EnvironmentSpec, 'tier' | 'featureBranches'>): boolean {
  return tier === 'production' && featureBranches === undefined;
}
