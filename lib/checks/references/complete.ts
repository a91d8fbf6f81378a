import type { Check } from '../rule';

/**
 * A check that runs where all objects are there. Where a construct has been given what is wrong, its objects are
 * missing for that reason, which has been told.
 */
export function whenComplete<Id extends string>(check: Check<Id>): Check<Id> {
  return {
    ...check,
    check: (objects, context) => (context.told.length > 0 ? [] : check.check(objects, context)),
  };
}
