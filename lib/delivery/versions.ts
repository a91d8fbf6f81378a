import type { Duration } from '../kubernetes/duration';
import type { StringMap } from '../kubernetes/labels';
import { type Problem, wrongValue } from '../problem/problem';
import type { AntiAffinity } from './canary';
import { secondsOf } from './options';
import { checkMetadata, type Metadata } from './release-analysis';

/** Checks the weight of a preference. */
export function checkAntiAffinity(
  field: string,
  antiAffinity: AntiAffinity | undefined,
): readonly Problem[] {
  // Another word is told where shapes are.
  if (antiAffinity === undefined || typeof antiAffinity === 'string') return [];
  const { preferred } = antiAffinity;
  return Number.isInteger(preferred) && preferred >= 1 && preferred <= 100
    ? []
    : [wrongValue(`${field}.preferred`, preferred, 'a whole number from 1 to 100')];
}

/** Checks what only one version's pods have: all of them have to be selected as before. */
export function checkVersionMetadata(
  field: string,
  metadata: Metadata | undefined,
  selector: StringMap = {},
): readonly Problem[] {
  return [
    ...checkMetadata(field, metadata),
    ...Object.keys(metadata?.labels ?? {})
      .filter((key) => Object.hasOwn(selector, key))
      .map((key) =>
        wrongValue(
          `${field}.labels`,
          key,
          'another label: this one selects the pods of all versions',
        ),
      ),
  ];
}

/** Anti-affinity in Argo Rollouts' words. */
export function planAntiAffinity(antiAffinity: AntiAffinity | undefined) {
  if (antiAffinity === undefined) return undefined;
  return antiAffinity === 'required'
    ? { requiredDuringSchedulingIgnoredDuringExecution: {} }
    : { preferredDuringSchedulingIgnoredDuringExecution: { weight: antiAffinity.preferred } };
}

/** A delay in seconds, of which the controller takes 0 for never. */
export function planDelay(delay: Duration | 'never' | undefined): number | undefined {
  return delay === 'never' ? 0 : secondsOf(delay);
}
