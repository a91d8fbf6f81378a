import { findText } from '../../manifest/fields';
import { NONE, type Violation } from './finding';
import { isAbsent, ofField, type PodEntry } from './pod';
import { namespaceOf, type Surroundings } from './surroundings';

const FIELD = 'automountServiceAccountToken';

/**
 * A token for the Kubernetes API that is there because nothing was said, and which opens nothing. An account
 * that isn't in the set may have its roles where it is itself; to say `true` is to have decided.
 */
export function findIdleToken(pods: PodEntry, around: Surroundings): readonly Violation[] {
  const { entry, template } = pods;
  const { spec } = template;
  if (!isAbsent(spec[FIELD])) return NONE;
  const name = findText(spec.serviceAccountName) ?? findText(spec.serviceAccount) ?? 'default';
  const account = around.findAccount(entry, name);
  const isDecided = !isAbsent(account?.[FIELD]);
  const isUnknown = account === undefined && name !== 'default';
  if (isDecided || isUnknown || around.isBound(entry, name)) return NONE;
  return ofField(
    pods.pod.whole,
    FIELD,
    undefined,
    `false, or true where a role is bound elsewhere: none is bound here to ServiceAccount ${namespaceOf(entry.manifest)}/${name}`,
  );
}
