import type { External } from '../manifest/external';
import type { Manifest } from '../manifest/manifest';
import type { ManifestEntry } from '../manifest/manifest-set';
import type { Problem } from '../problem/problem';
import type { RolloutPeak } from './capacity/peak';
import { type Finding, findingOf, type Severity } from './finding';
import type { EnvironmentRules } from './hardening/environments';
import type { Objects } from './objects';

/** What a rule is about: a schema, what objects say of each other, what they mean, how safe they are. */
export type RuleGroup = 'schema' | 'references' | 'sense' | 'safety';

/** The groups, in the order of reports. */
export const GROUPS = [
  'schema',
  'references',
  'sense',
  'safety',
] as const satisfies readonly RuleGroup[];

/** What a report and a page say of a rule. */
export interface RuleInfo<Id extends string = string> {
  /** `shared-service`: it is in waivers, and in the name of the rule's page. */
  readonly id: Id;
  readonly group: RuleGroup;
  readonly severity: Severity;
  /** What it finds, in a sentence without a full stop. */
  readonly summary: string;
}

/** What a rule may know besides the objects. */
export interface CheckContext {
  /** Version of Kubernetes that the objects are for: `1.28`. */
  readonly kubernetes: string;
  /** What holds in each environment. */
  readonly environments: readonly EnvironmentRules[];
  /** What exists outside, so that objects may refer to it. */
  readonly externals: readonly External[];
  /** What is known already, as lines: it isn't told again. */
  readonly told: readonly string[];
  /** The most pods that a Rollout has while it is released. */
  readonly peak: RolloutPeak;
  /** An object as it is in the cluster, as far as that is known. */
  readonly before: (entry: ManifestEntry) => Manifest | undefined;
}

/** What a rule has found: an object, the field in it, what is wrong, and what to do. */
export interface Found extends Problem {
  readonly entry: ManifestEntry;
  /** @default the message says it */
  readonly fix?: string;
}

/** A pure function over objects that gives the findings of one rule, or of some that look at the same. */
export interface Check<Id extends string = string> {
  readonly rules: readonly RuleInfo<Id>[];
  /** Kinds without which there is nothing to look at: `Service`, `apps/Deployment`. @default it always runs */
  readonly kinds?: readonly string[];
  readonly check: (objects: Objects, context: CheckContext) => readonly Finding[];
}

/** A rule, and what finds it. */
export interface Rule<Id extends string> extends RuleInfo<Id> {
  /** Kinds without which there is nothing to look at: `Service`, `apps/Deployment`. @default it always runs */
  readonly kinds?: readonly string[];
  readonly check: (objects: Objects, context: CheckContext) => Iterable<Found>;
}

/** A check of one rule. */
export function rule<const Id extends string>(spec: Rule<Id>): Check<Id> {
  const { id, group, severity, summary, kinds } = spec;
  return {
    rules: [{ id, group, severity, summary }],
    kinds,
    check: (objects, context) =>
      Array.from(spec.check(objects, context), ({ entry, field, message, fix }) => ({
        ...findingOf(id, entry, { field, message }, severity),
        ...(fix !== undefined && { fix }),
      })),
  };
}

/** A check of several rules, which one look at the objects finds. */
export function rules<const Id extends string>(
  group: RuleGroup,
  summaries: Readonly<Record<Id, readonly [Severity, string]>>,
  check: Pick<Check, 'kinds' | 'check'>,
): Check<Id>;
export function rules(
  group: RuleGroup,
  summaries: Readonly<Record<string, readonly [Severity, string]>>,
  { kinds, check }: Pick<Check, 'kinds' | 'check'>,
): Check {
  return {
    rules: Object.entries(summaries).map(([id, [severity, summary]]) => ({
      id,
      group,
      severity,
      summary,
    })),
    kinds,
    check,
  };
}

/** A context in which nothing is known besides the objects. */
export function contextOf(known: Partial<CheckContext> = {}): CheckContext {
  return {
    kubernetes: '1.28',
    environments: [],
    externals: [],
    told: [],
    peak: (_, replicas) => replicas,
    before: () => undefined,
    ...known,
  };
}
