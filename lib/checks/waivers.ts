import { ANNOTATION } from '../kubernetes/annotations';
import { listBy } from '../manifest/grouping';
import type { Waiver } from '../manifest/waiver';
import { findNearest } from '../problem/nearest';
import { show } from '../problem/problem';
import type { Finding, Severity } from './finding';
import { rules } from './rule';

/** What may be wrong with waivers themselves. */
export const waiverRules = rules(
  'sense',
  {
    'unknown-waiver': ['error', 'a waiver names a rule that there is not'],
    'unused-waiver': ['warning', 'a waiver allows what no rule finds'],
    'waiver-without-reason': ['error', 'a waiver says no reason'],
  },
  // They are found when the waivers are applied.
  { check: () => [] },
);

/** Findings, with those apart that somebody has answered for. */
export interface Waived {
  readonly findings: readonly Finding[];
  readonly waived: readonly WaivedFinding[];
}

/** What a rule has found, and why it is meant. */
export interface WaivedFinding {
  readonly finding: Finding;
  readonly reason: string;
}

/**
 * Takes out what is allowed, and tells of waivers that say no reason, name no rule, or allow nothing.
 * @param ids - of all rules
 * @param isWhole - whether all objects are there. What isn't made because of a mistake is not found by any rule,
 * so that nobody can say of a waiver that it allows nothing. @default true
 */
export function applyWaivers(
  findings: readonly Finding[],
  waivers: readonly Waiver[],
  ids: readonly string[],
  isWhole = true,
): Waived {
  if (waivers.length === 0) return { findings, waived: [] };
  const byRule = listBy(waivers, ({ rule }) => [rule]);
  const used = new Set<Waiver>();
  const waived: WaivedFinding[] = [];
  const left = findings.filter((finding) => {
    const covering = (byRule.get(finding.rule) ?? []).filter((waiver) => covers(waiver, finding));
    for (const waiver of covering) used.add(waiver);
    const [reason] = covering.flatMap((waiver) => waiver.reason || []);
    if (reason === undefined) return true;
    waived.push({ finding, reason });
    return false;
  });
  const wrong = waivers.flatMap((waiver) => checkWaiver(waiver, used.has(waiver) || !isWhole, ids));
  return { findings: [...left, ...wrong], waived };
}

function covers({ origin, object }: Waiver, finding: Finding): boolean {
  if (object !== undefined) return finding.origin === origin && finding.object === object;
  return origin === '' || finding.origin === origin || finding.origin.startsWith(`${origin}/`);
}

function checkWaiver(
  waiver: Waiver,
  mayBeUsed: boolean,
  ids: readonly string[],
): readonly Finding[] {
  const { rule, reason } = waiver;
  if (!ids.includes(rule)) {
    const near = findNearest(rule, ids);
    const hint = near === undefined ? 'docs/checks.md lists them' : `did you mean '${near}'?`;
    return [findingOn(waiver, 'unknown-waiver', `there is no rule ${show(rule)}: ${hint}`)];
  }
  if (reason === '') {
    const message = "got no reason, allowed some words on why it is meant: 'because ...'";
    return [findingOn(waiver, 'waiver-without-reason', message)];
  }
  if (mayBeUsed) return [];
  return [findingOn(waiver, 'unused-waiver', 'allows nothing: take it out', 'warning')];
}

function findingOn(
  { rule, origin, object }: Waiver,
  id: string,
  message: string,
  severity: Severity = 'error',
): Finding {
  return {
    rule: id,
    severity,
    origin,
    object: object ?? `allow('${rule}')`,
    field: object === undefined ? '' : `metadata.annotations["${ANNOTATION.allow}${rule}"]`,
    message,
  };
}
