import type { ManifestSet } from '../manifest/manifest-set';
import { type Waiver, waiversOn } from '../manifest/waiver';
import { Objects } from './objects';
import { allRules, CHECKS } from './registry';
import { type Check, type CheckContext, contextOf } from './rule';
import { applyWaivers, type Waived } from './waivers';

/**
 * Runs all rules over a manifest set.
 * @param known - what is known besides the objects
 * @param waivers - from code; those in annotations are found here
 */
export function runChecks(
  manifests: ManifestSet,
  known: Partial<CheckContext> = {},
  waivers: readonly Waiver[] = [],
): Waived {
  const objects = new Objects(manifests);
  const context = contextOf(known);
  const findings = CHECKS.flatMap((check: Check) =>
    concerns(check, objects) ? check.check(objects, context) : [],
  );
  return applyWaivers(
    findings,
    [...waivers, ...waiversOn(manifests)],
    allRules().map(({ id }) => id),
    context.told.length === 0,
  );
}

function concerns({ kinds }: Check, objects: Objects): boolean {
  return kinds?.some((kind) => objects.ofKind(kind).length > 0) ?? true;
}
