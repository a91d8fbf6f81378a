import { apiGroupOf } from '../kubernetes/scope';
import { fieldsOf, findText } from '../manifest/fields';
import type { Manifest } from '../manifest/manifest';
import type { ImmutableChange } from './immutable-change';
import { RULES } from './immutable-rules';

export type { ImmutableChange } from './immutable-change';

/** Annotation by which an object tells Argo CD how to apply it. */
const SYNC_OPTIONS = 'argocd.argoproj.io/sync-options';

/**
 * Finds what can't be changed, in two states of one object: selectors of workloads, a Job's pods, a
 * StatefulSet's claims, a Service's address, a claim's class, a binding's role, and what else is fixed when an
 * object is made. Empty where the two are of different kinds.
 */
export function immutableChanges(before: Manifest, after: Manifest): readonly ImmutableChange[] {
  const kind = `${apiGroupOf(after.apiVersion)}/${after.kind}`;
  if (`${apiGroupOf(before.apiVersion)}/${before.kind}` !== kind) return [];
  return RULES.get(kind)?.(before, after) ?? [];
}

/** Annotations by which an object is a hook, and says when Argo CD deletes it. */
const HOOK = 'argocd.argoproj.io/hook';
const HOOK_DELETE_POLICY = 'argocd.argoproj.io/hook-delete-policy';

/** Whether Argo CD deletes an object and makes it anew: where it can't be changed, or as a hook. */
export function isMadeAnew({ metadata }: Manifest): boolean {
  const annotations = fieldsOf(metadata.annotations);
  const options = wordsIn(annotations[SYNC_OPTIONS]);
  if (options.includes('Force=true') && options.includes('Replace=true')) return true;
  if (wordsIn(annotations[HOOK]).length === 0) return false;
  const policies = wordsIn(annotations[HOOK_DELETE_POLICY]);
  // Without a word, it is deleted before the next one is made.
  return policies.length === 0 || policies.includes('BeforeHookCreation');
}

function wordsIn(annotation: unknown): readonly string[] {
  const text = findText(annotation) ?? '';
  return text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
}
