import { fieldsOf } from '../../manifest/fields';
import { describe } from '../../manifest/identity';
import type { ManifestEntry } from '../../manifest/manifest-set';
import { show } from '../../problem/problem';
import { type Finding, findingOf } from '../finding';
import { type Around, namespaceOf, specOf } from './around';
import type { RolloutEntry } from './rollout';

/** Kinds that count pods by a selector. */
const WORKLOADS = ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Rollout'];

/** Checks what Rollouts and other workloads have to do with each other. */
export function checkWorkloads(
  rollouts: readonly RolloutEntry[],
  around: Around,
): readonly Finding[] {
  return [
    ...rollouts.flatMap((rollout) => checkReference(rollout, around)),
    ...checkSelectors(rollouts, around),
    ...checkAutoscalers(rollouts, around),
  ];
}

function checkReference({ entry, reference }: RolloutEntry, around: Around): readonly Finding[] {
  if (reference === undefined || reference.found !== undefined) return [];
  const { kind, name } = reference;
  if (around.isOutside(entry, kind, name)) return [];
  return [
    findingOf(
      'missing-workload',
      entry,
      {
        field: 'spec.workloadRef',
        message: `there is no ${kind} '${name}' among these objects, and without it no pod starts`,
      },
      'warning',
    ),
  ];
}

/** Two workloads with one selector: what counts pods by it, such as an autoscaler, counts those of both. */
function checkSelectors(rollouts: readonly RolloutEntry[], around: Around): readonly Finding[] {
  const referred = new Map(rollouts.map(({ entry, reference }) => [entry, reference?.found]));
  const first = new Map<string, ManifestEntry>();
  return WORKLOADS.flatMap((kind) => around.of(kind)).flatMap((entry) => {
    const selector = fieldsOf(specOf(entry).selector);
    const text = selectorText(selector);
    if (text === undefined) return [];
    const key = `${entry.cluster} ${namespaceOf(entry)} ${text}`;
    const other = first.get(key);
    if (other === undefined) {
      first.set(key, entry);
      return [];
    }
    if (referred.get(entry) === other) return [];
    return [
      findingOf('shared-selector', entry, {
        field: 'spec.selector',
        message: `got ${show(selector)}, which is that of ${describe(other.manifest)} at [${other.origin}], too: give the pods of one of the two a label of their own, and select by it`,
      }),
    ];
  });
}

/** A selector in an order that depends on nothing; undefined where there is none. */
function selectorText({ matchLabels, matchExpressions }: ReturnType<typeof fieldsOf>) {
  const labels = Object.entries(fieldsOf(matchLabels)).map(([key, value]) => `${key}=${value}`);
  if (labels.length === 0 && matchExpressions === undefined) return undefined;
  return JSON.stringify([labels.sort(), matchExpressions ?? []]);
}

function checkAutoscalers(rollouts: readonly RolloutEntry[], around: Around): readonly Finding[] {
  const owners = new Map(
    rollouts.flatMap((rollout) =>
      rollout.reference?.found === undefined ? [] : [[rollout.reference.found, rollout] as const],
    ),
  );
  if (owners.size === 0) return [];
  return around.of('HorizontalPodAutoscaler').flatMap((entry) => {
    const { kind, name } = fieldsOf(specOf(entry).scaleTargetRef);
    const target =
      typeof kind === 'string' && typeof name === 'string'
        ? around.find(entry, kind, name)
        : undefined;
    const rollout = target && owners.get(target);
    if (rollout === undefined) return [];
    return [
      findingOf('autoscaler-of-referred-workload', entry, {
        field: 'spec.scaleTargetRef',
        message: `got ${String(kind)} '${String(name)}', whose pods are those of ${describe(rollout.entry.manifest)}: name the Rollout`,
      }),
    ];
  });
}
