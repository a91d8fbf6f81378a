import { findText } from '../../manifest/fields';
import type { ManifestEntry } from '../../manifest/manifest-set';
import { NONE, type Violation } from './finding';
import { isAbsent, ofField, type Pod } from './pod';
import { namespaceOf, type Surroundings } from './surroundings';

const FIELD = 'automountServiceAccountToken';

/**
 * A token for the Kubernetes API that is there because nothing was said, and which opens nothing. An account
 * that isn't in the set may have its roles where it is itself; to say `true` is to have decided.
 */
export function findIdleToken(
  { whole }: Pod,
  entry: ManifestEntry,
  around: Surroundings,
): readonly Violation[] {
  if (!isAbsent(whole.fields[FIELD])) return NONE;
  const name =
    findText(whole.fields.serviceAccountName) ?? findText(whole.fields.serviceAccount) ?? 'default';
  const account = around.findAccount(entry, name);
  const isDecided = !isAbsent(account?.[FIELD]);
  const isUnknown = account === undefined && name !== 'default';
  if (isDecided || isUnknown || around.isBound(entry, name)) return NONE;
  return ofField(
    whole,
    FIELD,
    undefined,
    `false, or true where a role is bound elsewhere: none is bound here to ServiceAccount ${namespaceOf(entry.manifest)}/${name}`,
  );
}
