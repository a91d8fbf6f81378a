import { immutableChanges, isMadeAnew } from '../checks/immutable';
import type { Manifest } from '../manifest/manifest';
import { dangerOf } from './danger';
import { lossOf } from './loss';
import type { Consequence } from './spec';

/** Fields that the API server doesn't let anybody change, with the way out. */
export function immutableConsequences(before: Manifest, after: Manifest): readonly Consequence[] {
  const changes = immutableChanges(before, after);
  if (changes.length === 0) return [];
  if (isMadeAnew(after))
    return [
      remaking(
        before,
        changes.map(({ field }) => field),
      ),
    ];
  return changes.map(({ field, wayOut, isFinal }) => ({
    effect: 'immutable field',
    message: `${field} can't change: the sync will fail`,
    advice: wayOut,
    danger: dangerOf('immutable', after),
    ...(isFinal === true && { isFinal }),
  }));
}

/** Argo CD deletes the object and makes it anew, with what is lost by that. */
function remaking(before: Manifest, fields: readonly string[]): Consequence {
  const message = `is deleted and made anew by Argo CD, since ${fields.join(' and ')} can't change`;
  const loss = lossOf(before);
  return loss?.danger === undefined
    ? { effect: 'recreates', message }
    : { ...loss, message, advice: 'take Force=true and Replace=true out of its sync options' };
}
