import type { ManifestSet } from '../../manifest/manifest-set';
import { requireManifests } from '../../manifest/require';
import { BASELINE, PRACTICES, RESTRICTED } from './controls';
import { findingsOf, type HardeningFinding } from './finding';
import { findLikeness } from './likeness';
import { type PodEntry, readPods } from './pod';
import { type PodSecurityLevel, type Surroundings, surroundingsOf } from './surroundings';
import { findIdleToken } from './token';

/** The controls that hold in a namespace, by the Pod Security Standard that it enforces. */
const CONTROLS = {
  restricted: [...BASELINE, ...RESTRICTED, ...PRACTICES],
  baseline: [...BASELINE, ...PRACTICES],
  privileged: PRACTICES,
} as const satisfies Record<PodSecurityLevel, unknown>;

/**
 * Finds pods that don't meet the *restricted* Pod Security Standard, or what their namespace enforces in its
 * place, and pods that have a writable root file system, a node's folder or a token because nothing was said.
 */
export function checkHardening(manifests: ManifestSet): readonly HardeningFinding[] {
  requireManifests('checkHardening()', manifests);
  return checkPods(readPods(manifests), surroundingsOf(manifests));
}

/** The same, of pods that have been read. */
export function checkPods(
  pods: readonly PodEntry[],
  around: Surroundings,
): readonly HardeningFinding[] {
  const findings: HardeningFinding[] = [];
  const faultless = new Set<string>();
  for (const pod of pods) {
    const level = around.levelOf(pod.entry);
    const likeness = findLikeness(pod.template);
    const key = likeness === undefined ? undefined : `${level} ${likeness}`;
    if (key === undefined || !faultless.has(key)) {
      const found = runControls(pod, level);
      if (found.length === 0 && key !== undefined) faultless.add(key);
      findings.push(...found);
    }
    const idle = findIdleToken(pod, around);
    if (idle.length > 0) findings.push(...findingsOf('Service Account Token', pod.entry, idle));
  }
  return findings;
}

function runControls(
  { entry, pod }: PodEntry,
  level: PodSecurityLevel,
): readonly HardeningFinding[] {
  const findings: HardeningFinding[] = [];
  for (const [control, find] of CONTROLS[level]) {
    const violations = find(pod);
    if (violations.length > 0) findings.push(...findingsOf(control, entry, violations));
  }
  return findings;
}
