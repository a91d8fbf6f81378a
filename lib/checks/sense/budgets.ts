import { fieldsOf } from '../../manifest/fields';
import { describe } from '../../manifest/identity';
import type { ManifestEntry } from '../../manifest/manifest-set';
import { show } from '../../problem/problem';
import { type Finding, findingOf, type Severity } from '../finding';
import { type Objects, type PodsEntry, perSet } from '../objects';
import { whenComplete } from '../references/complete';
import { rule, rules } from '../rule';
import { servedPods, type Workload, workloadOf, workloadsIn } from './workloads';

const BUDGET = 'policy/PodDisruptionBudget';

/** What budgets say of evictions. */
export const evictions = rules(
  'sense',
  {
    'blocking-budget': ['error', 'a PodDisruptionBudget lets no pod be evicted'],
    'budget-without-choice': [
      'error',
      'a PodDisruptionBudget says both minAvailable and maxUnavailable, or neither',
    ],
    'unready-pods-block-drains': ['warning', 'pods that never get ready keep nodes from draining'],
  },
  {
    kinds: [BUDGET],
    check: (objects, { kubernetes }) =>
      objects
        .ofKind(BUDGET)
        .flatMap((entry) => [
          ...checkChoice(entry),
          ...checkBlocking(objects, entry),
          ...checkUnready(entry, kubernetes),
        ]),
  },
);

function checkChoice(entry: ManifestEntry): readonly Finding[] {
  const { minAvailable, maxUnavailable } = fieldsOf(entry.manifest.spec);
  const said = [minAvailable, maxUnavailable].filter((value) => (value ?? undefined) !== undefined);
  if (said.length === 1) return [];
  const message = `says ${said.length === 0 ? 'neither' : 'both'} minAvailable ${said.length === 0 ? 'nor' : 'and'} maxUnavailable, allowed one of them: maxUnavailable: 1, as a rule`;
  return [findingOf('budget-without-choice', entry, { field: 'spec', message })];
}

function checkBlocking(objects: Objects, entry: ManifestEntry): readonly Finding[] {
  const { minAvailable, maxUnavailable, selector } = fieldsOf(entry.manifest.spec);
  const blocked = (
    field: string,
    value: unknown,
    why: string,
    allowed: string,
    severity: Severity = 'error',
  ) => {
    const message = `got ${show(value)}, ${why}: no pod may be evicted, and no node drained; allowed ${allowed}`;
    return [findingOf('blocking-budget', entry, { field: `spec.${field}`, message }, severity)];
  };
  if (maxUnavailable === 0 || maxUnavailable === '0%')
    return blocked('maxUnavailable', maxUnavailable, 'so none may be away', '1 or more');
  if (minAvailable === '100%')
    return blocked('minAvailable', minAvailable, 'so all must be there', 'maxUnavailable: 1');
  if (minAvailable === undefined || minAvailable === null) return [];
  const selected = workloadsOf(objects, entry, selector);
  if (selected === undefined) return [];
  const all = selected.reduce((sum, { least }) => sum + least, 0);
  const wanted = wantedOf(minAvailable, all);
  if (wanted === undefined || all === 0 || wanted < all) return [];
  const [first] = selected;
  const names = first === undefined ? '' : `${describe(first.entry.manifest)} has`;
  const who = selected.length === 1 ? names : `${selected.length} workloads have`;
  return blocked(
    'minAvailable',
    minAvailable,
    `and ${who} ${all} pod${all === 1 ? '' : 's'} at the fewest`,
    all === 1 ? 'maxUnavailable: 1, or two pods' : `${all - 1} or less, or maxUnavailable: 1`,
    // An autoscaler may have added some.
    selected.some(({ autoscaler }) => autoscaler !== undefined) ? 'warning' : 'error',
  );
}

/** What keeps the pods of a budget; undefined where nobody can tell how many there are. */
function workloadsOf(
  objects: Objects,
  entry: ManifestEntry,
  selector: unknown,
): readonly Workload[] | undefined {
  const found = objects.select(entry, selector).map((pods) => workloadOf(objects).get(pods));
  const known = found.flatMap((workload) => workload ?? []);
  return known.length === found.length && known.length > 0 ? known : undefined;
}

/** How many pods must be there: a share is rounded up. */
function wantedOf(minAvailable: unknown, all: number): number | undefined {
  if (typeof minAvailable === 'number') return minAvailable;
  const percent = typeof minAvailable === 'string' ? /^(\d+)%$/.exec(minAvailable)?.[1] : undefined;
  return percent === undefined ? undefined : Math.ceil((Number(percent) * all) / 100);
}

/** Until 1.27 the field was off as a rule. */
function checkUnready(entry: ManifestEntry, kubernetes: string): readonly Finding[] {
  const { unhealthyPodEvictionPolicy: policy } = fieldsOf(entry.manifest.spec);
  if ((policy ?? undefined) !== undefined || Number(kubernetes.split('.')[1]) < 27) return [];
  const message =
    'is missing: a pod that never gets ready is never evicted; allowed AlwaysAllow, or IfHealthyBudget where a pod that is not ready must stay, too';
  return [
    findingOf(
      'unready-pods-block-drains',
      entry,
      { field: 'spec.unhealthyPodEvictionPolicy', message },
      'warning',
    ),
  ];
}

const budgeted = perSet(
  (objects): ReadonlySet<PodsEntry | undefined> =>
    new Set(
      objects
        .ofKind(BUDGET)
        .flatMap((entry) => objects.select(entry, fieldsOf(entry.manifest.spec).selector)),
    ),
);

export const missingBudgets = whenComplete(
  rule({
    id: 'missing-budget',
    group: 'sense',
    severity: 'warning',
    summary: 'a drain may take all pods behind a Service at once',
    kinds: ['Service'],
    check: (objects) =>
      workloadsIn(objects)
        .filter(
          ({ least, pods }) =>
            least > 1 && servedPods(objects).has(pods) && !budgeted(objects).has(pods),
        )
        .map(({ entry, least }) => ({
          entry,
          field: '',
          message: `has ${least} pods and no PodDisruptionBudget, so a drain may evict all of them at once: add one with maxUnavailable: 1`,
        })),
  }),
);
