import { fieldsOf } from '../../manifest/fields';
import { describe } from '../../manifest/identity';
import type { ManifestEntry } from '../../manifest/manifest-set';
import { show } from '../../problem/problem';
import { type Finding, findingOf } from '../finding';
import { kindOf, namespaceOf, type Objects, type PodsEntry } from '../objects';
import { rules } from '../rule';
import { whenComplete } from './complete';
import { hasAllPods } from './outside';

/** Workloads that count pods by a selector. */
const WORKLOADS = [
  'apps/DaemonSet',
  'apps/Deployment',
  'apps/ReplicaSet',
  'apps/StatefulSet',
  'argoproj.io/Rollout',
];

/** What workloads select. */
export const workloadSelectors = whenComplete(
  rules(
    'references',
    {
      'overlapping-selector': ['warning', "a workload's selector selects another one's pods, too"],
      'selector-misses-own-pods': ['error', "a workload's selector doesn't select its pods"],
    },
    {
      kinds: WORKLOADS,
      check: (objects) =>
        WORKLOADS.flatMap((kind) =>
          objects.ofKind(kind).flatMap((entry) => checkSelector(objects, entry)),
        ),
    },
  ),
);

function checkSelector(objects: Objects, entry: ManifestEntry): readonly Finding[] {
  const spec = fieldsOf(entry.manifest.spec);
  if (spec.selector === undefined || fieldsOf(spec.template).spec === undefined) return [];
  const selected = objects.select(entry, spec.selector);
  const isOwn = selected.some((pods) => pods.entry === entry);
  const field = 'spec.selector';
  if (!isOwn)
    return [
      findingOf('selector-misses-own-pods', entry, {
        field,
        message: `got ${show(spec.selector)}, and the pods have ${show(fieldsOf(fieldsOf(fieldsOf(spec.template).metadata).labels))}: make them alike`,
      }),
    ];
  // One selector for two is told as `shared-selector`.
  const same = JSON.stringify(spec.selector);
  const other = selected.find(
    ({ entry: one }) =>
      one !== entry &&
      (kindOf(one.manifest) === 'Pod' ||
        (WORKLOADS.includes(kindOf(one.manifest)) &&
          JSON.stringify(fieldsOf(one.manifest.spec).selector) !== same)),
  );
  if (other === undefined) return [];
  const message = `got ${show(spec.selector)}, which selects the pods of ${describe(other.entry.manifest)} at [${other.entry.origin}], too: select by a label that only these pods have`;
  return [findingOf('overlapping-selector', entry, { field, message }, 'warning')];
}

/** What budgets are for. */
export const budgets = whenComplete(
  rules(
    'references',
    {
      'budget-selects-no-pod': ['error', 'a PodDisruptionBudget selects no pod'],
      'shared-budget': ['error', 'two PodDisruptionBudgets are for the same pods'],
    },
    { kinds: ['policy/PodDisruptionBudget'], check: checkBudgets },
  ),
);

function checkBudgets(objects: Objects): readonly Finding[] {
  const owners = new Map<PodsEntry, ManifestEntry>();
  return objects.ofKind('policy/PodDisruptionBudget').flatMap((entry) => {
    const { selector } = fieldsOf(entry.manifest.spec);
    if (selector === undefined || selector === null) return [];
    const field = 'spec.selector';
    const selected = objects.select(entry, selector);
    if (selected.length === 0 && hasAllPods(objects, entry))
      return [noPod('budget-selects-no-pod', entry, field, selector, 'error')];
    const shared = selected.find((pods) => owners.has(pods));
    const owner = shared && owners.get(shared);
    for (const pods of selected) if (!owners.has(pods)) owners.set(pods, entry);
    if (shared === undefined || owner === undefined) return [];
    const message = `got ${show(selector)}, which selects the pods of ${describe(shared.entry.manifest)}, as ${describe(owner.manifest)} at [${owner.origin}] does: pods with two budgets can't be evicted; take one of the two out`;
    return [findingOf('shared-budget', entry, { field, message })];
  });
}

/** A selector that selects no pod. */
export function noPod(
  id: string,
  entry: ManifestEntry,
  field: string,
  selector: unknown,
  severity: 'error' | 'warning',
): Finding {
  const message = `got ${show(selector)}, which selects no pod of namespace '${namespaceOf(entry.manifest)}': name labels of its pods`;
  return findingOf(id, entry, { field, message }, severity);
}
