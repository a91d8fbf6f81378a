import { apiGroupOf } from '../../kubernetes/scope';
import { fieldsOf, findText } from '../../manifest/fields';
import { describe } from '../../manifest/identity';
import type { ManifestEntry } from '../../manifest/manifest-set';
import { show } from '../../problem/problem';
import { type Finding, findingOf } from '../finding';
import { namespaceOf, type Objects, perSet } from '../objects';
import { type CheckContext, rules } from '../rule';
import { whenComplete } from './complete';
import { findTarget, noObject } from './outside';

/** What is scaled, and by whom. */
interface Scaler {
  readonly entry: ManifestEntry;
  readonly field: string;
  readonly kind: string;
  readonly name: string;
  /** Whether it decides on the number of pods, which one alone may. */
  readonly counts: boolean;
}

/** What autoscalers scale. */
export const scaling = whenComplete(
  rules(
    'references',
    {
      'missing-scale-target': ['error', 'an autoscaler scales a workload that is not there'],
      'shared-scale-target': ['error', 'two autoscalers scale one workload'],
    },
    {
      check: (objects, context) => [
        ...scalers(objects).flatMap((scaler) => checkTarget(objects, context, scaler)),
        ...checkShared(scalers(objects)),
      ],
    },
  ),
);

const scalers = perSet((objects): readonly Scaler[] => [
  ...objects
    .ofKind('autoscaling/HorizontalPodAutoscaler')
    .flatMap((entry) => scalerOf(entry, 'scaleTargetRef', true)),
  ...objects
    .ofKind('keda.sh/ScaledObject')
    .flatMap((entry) => scalerOf(entry, 'scaleTargetRef', true)),
  ...objects
    .ofKind('autoscaling.k8s.io/VerticalPodAutoscaler')
    .flatMap((entry) => scalerOf(entry, 'targetRef', false)),
]);

function scalerOf(entry: ManifestEntry, key: string, counts: boolean): readonly Scaler[] {
  const target = fieldsOf(fieldsOf(entry.manifest.spec)[key]);
  const { apiVersion = 'apps/v1', kind = 'Deployment', name } = target;
  if (typeof name !== 'string') return [];
  const group = apiGroupOf(String(apiVersion));
  const full = group === '' ? String(kind) : `${group}/${String(kind)}`;
  return [{ entry, field: `spec.${key}`, kind: full, name, counts }];
}

function checkTarget(
  objects: Objects,
  context: CheckContext,
  { entry, field, kind, name }: Scaler,
): readonly Finding[] {
  if (findTarget(objects, context, entry, kind, name) !== undefined) return [];
  const message = noObject(objects, entry, kind, name);
  return [findingOf('missing-scale-target', entry, { field: `${field}.name`, message })];
}

function checkShared(all: readonly Scaler[]): readonly Finding[] {
  const owners = new Map<string, ManifestEntry>();
  return all.flatMap(({ entry, field, kind, name, counts }) => {
    if (!counts || isPaused(entry)) return [];
    const key = `${entry.cluster} ${namespaceOf(entry.manifest)} ${kind}/${name}`;
    const owner = owners.get(key);
    if (owner === undefined) {
      owners.set(key, entry);
      return [];
    }
    // KEDA takes over the autoscaler that an annotation and its name name.
    if (takesOver(entry, owner)) return [];
    const message = `got ${show(name)}, which ${describe(owner.manifest)} at [${owner.origin}] scales already: take one of the two out`;
    return [findingOf('shared-scale-target', entry, { field, message })];
  });
}

function isPaused({ manifest }: ManifestEntry): boolean {
  return fieldsOf(manifest.metadata.annotations)['autoscaling.keda.sh/paused'] === 'true';
}

function takesOver({ manifest }: ManifestEntry, owner: ManifestEntry): boolean {
  const { 'scaledobject.keda.sh/transfer-hpa-ownership': transfer } = fieldsOf(
    manifest.metadata.annotations,
  );
  const { advanced } = fieldsOf(manifest.spec);
  const { name } = fieldsOf(fieldsOf(advanced).horizontalPodAutoscalerConfig);
  return transfer === 'true' && findText(name) === owner.manifest.metadata.name;
}
