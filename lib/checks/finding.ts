import { describe } from '../manifest/identity';
import type { ManifestEntry } from '../manifest/manifest-set';
import { inOneLine, type Problem, shorten } from '../problem/problem';

/** How much a finding weighs: an error is one in any cluster, a warning where nothing else makes up for it. */
export type Severity = 'error' | 'warning';

/** What a check over objects reports. */
export interface Finding extends Problem {
  /** Name of the rule: `shared-service`. */
  readonly rule: string;
  readonly severity: Severity;
  /** The object in words: `Rollout shop-prod/cart`. */
  readonly object: string;
  /** Construct path, or file and line. */
  readonly origin: string;
  /** What to do, where the message doesn't say it. */
  readonly fix?: string;
}

/** A problem of an object, as a finding. */
export function findingOf(
  rule: string,
  { manifest, origin }: ManifestEntry,
  problem: Problem,
  severity: Severity = 'error',
): Finding {
  return { rule, severity, object: describe(manifest), origin, ...problem };
}

/** A finding as one line: `[origin] object: field: message`. */
export function lineOf({ origin, object, field, message, fix }: Finding): string {
  const what = field === '' ? message : `${shorten(field)}: ${message}`;
  return inOneLine(
    `[${shorten(origin)}] ${shorten(object)}: ${what}${fix === undefined ? '' : `: ${fix}`}`,
  );
}

/** The findings of one weight, as lines. */
export function linesOf(findings: readonly Finding[], severity: Severity): readonly string[] {
  return findings.filter((finding) => finding.severity === severity).map(lineOf);
}
