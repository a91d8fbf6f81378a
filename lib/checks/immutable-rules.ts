import { findAmount } from '../kubernetes/quantity';
import { fieldsOf, itemsOf } from '../manifest/fields';
import type { Manifest } from '../manifest/manifest';
import { isSame } from '../manifest/same';
import type { ImmutableChange } from './immutable-change';

/** Finds the changes that one kind doesn't allow. */
type Rule = (before: Manifest, after: Manifest) => readonly ImmutableChange[];

const NEW_WORKLOAD =
  'give the workload a new name, so that it starts beside the old one, which is pruned';
const NEW_CLAIM = 'make a claim of a new name, copy the data, and mount that one';
const NEW_NAME = 'make one of a new name, and use that one';

/** What can't be changed, by API group and kind. */
export const RULES: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ...['apps/Deployment', 'apps/DaemonSet', 'apps/ReplicaSet', 'argoproj.io/Rollout'].map(
    (kind) => [kind, fields(NEW_WORKLOAD, 'spec.selector')] as const,
  ),
  ['apps/StatefulSet', checkStatefulSet],
  [
    'batch/Job',
    fields(
      'give the Job a name of its own for each version, or have Argo CD make it anew by the annotation argocd.argoproj.io/sync-options: Force=true,Replace=true',
      'spec.selector',
      'spec.template',
      'spec.completions',
      'spec.completionMode',
      'spec.podFailurePolicy',
      'spec.successPolicy',
      'spec.backoffLimitPerIndex',
      'spec.managedBy',
    ),
  ],
  ['/Service', checkService],
  ['/PersistentVolumeClaim', checkClaim],
  ['/ConfigMap', checkSealed],
  [
    '/Secret',
    (before, after) => [...fields(NEW_NAME, 'type')(before, after), ...checkSealed(before, after)],
  ],
  ...['RoleBinding', 'ClusterRoleBinding'].map(
    (kind) =>
      [
        `rbac.authorization.k8s.io/${kind}`,
        fields('make a binding of a new name, and remove this one', 'roleRef'),
      ] as const,
  ),
  [
    'storage.k8s.io/StorageClass',
    fields(
      'make a class of a new name for new claims; old ones stay as they are',
      'provisioner',
      'parameters',
      'reclaimPolicy',
      'volumeBindingMode',
    ),
  ],
  ['scheduling.k8s.io/PriorityClass', fields(NEW_NAME, 'value', 'preemptionPolicy')],
  ['networking.k8s.io/IngressClass', fields(NEW_NAME, 'spec.controller')],
  ['node.k8s.io/RuntimeClass', fields(NEW_NAME, 'handler')],
]);

/** A rule by which fields stay as they are. */
function fields(wayOut: string, ...paths: readonly string[]): Rule {
  return (before, after) =>
    paths.flatMap((field) =>
      changeAt(field, valueAt(before, field), valueAt(after, field), { wayOut }),
    );
}

function changeAt(
  field: string,
  before: unknown,
  after: unknown,
  way: WayOut,
): readonly ImmutableChange[] {
  return isSame(before, after) ? [] : [{ field, before, after, ...way }];
}

/** What to do, and whether there is no other way. */
type WayOut = Pick<ImmutableChange, 'wayOut' | 'isFinal'>;

const ORPHAN =
  'delete the StatefulSet with --cascade=orphan, so that its pods and claims stay, and sync';

/** Of a StatefulSet's claims, those that are there already are other objects, which may grow. */
function checkStatefulSet(before: Manifest, after: Manifest): readonly ImmutableChange[] {
  const field = 'spec.volumeClaimTemplates';
  const [old, now] = [valueAt(before, field), valueAt(after, field)];
  return [
    ...fields(
      `${ORPHAN}; or give it a new name`,
      'spec.selector',
      'spec.serviceName',
      'spec.podManagementPolicy',
    )(before, after),
    ...changeAt(field, old, now, wayOutOfClaims(claimSizes(old), claimSizes(now))),
  ];
}

function wayOutOfClaims(
  old: ReadonlyMap<string, number>,
  now: ReadonlyMap<string, number>,
): WayOut {
  const changed = [...now].filter(([name, size]) => size !== (old.get(name) ?? size));
  const smaller = changed.filter(([name, size]) => size < (old.get(name) ?? size));
  const names = (claims: typeof changed) => claims.map(([name]) => `'${name}'`).join(', ');
  if (smaller.length > 0)
    return {
      wayOut: `a claim can't shrink, and ${names(smaller)} would: leave the size, or make a StatefulSet of a new name and copy the data`,
      isFinal: true,
    };
  if (changed.length > 0)
    return {
      wayOut: `to expand ${names(changed)}, raise spec.resources.requests.storage of each pod's claim in the cluster, if its class has allowVolumeExpansion, then ${ORPHAN}`,
    };
  return {
    wayOut: `${ORPHAN}; pods that are there keep their claims as they are; or give it a new name`,
  };
}

/** Sizes of claims by name. */
function claimSizes(templates: unknown): ReadonlyMap<string, number> {
  return new Map(
    itemsOf(templates).map((template) => {
      const { metadata, spec } = fieldsOf(template);
      const { requests } = fieldsOf(fieldsOf(spec).resources);
      return [String(fieldsOf(metadata).name), amountOf(fieldsOf(requests).storage)];
    }),
  );
}

/** An address that the cluster gave stays, and so does having none. */
function checkService(before: Manifest, after: Manifest): readonly ImmutableChange[] {
  const [old, now] = [fieldsOf(before.spec), fieldsOf(after.spec)];
  if (old.type === 'ExternalName' || now.type === 'ExternalName') return [];
  // Without a word, the Service keeps the address that it has.
  const keeps = now.clusterIP === undefined && old.clusterIP !== 'None';
  return keeps
    ? []
    : changeAt('spec.clusterIP', old.clusterIP, now.clusterIP, {
        wayOut:
          'make a Service of a new name, or delete this one before the sync, which breaks its connections',
      });
}

/** A claim may grow, and nothing else. */
function checkClaim(before: Manifest, after: Manifest): readonly ImmutableChange[] {
  const storage = 'spec.resources.requests.storage';
  const [old, now] = [valueAt(before, storage), valueAt(after, storage)];
  return [
    ...fields(
      NEW_CLAIM,
      'spec.accessModes',
      'spec.storageClassName',
      'spec.volumeMode',
      'spec.volumeName',
      'spec.selector',
      'spec.dataSource',
      'spec.dataSourceRef',
    )(before, after),
    ...(amountOf(now) < amountOf(old)
      ? changeAt(storage, old, now, { wayOut: `${NEW_CLAIM}, or leave the size`, isFinal: true })
      : []),
  ];
}

/** One that is marked stays as it is, mark included. */
function checkSealed(before: Manifest, after: Manifest): readonly ImmutableChange[] {
  if (before.immutable !== true) return [];
  return fields(
    'make one of a new name, such as one with a hash of its data, and mount that one',
    'immutable',
    'data',
    'binaryData',
    'stringData',
  )(before, after);
}

function amountOf(quantity: unknown): number {
  const known = typeof quantity === 'string' || typeof quantity === 'number';
  return (known ? findAmount(quantity) : undefined) ?? 0;
}

function valueAt(manifest: Manifest, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => fieldsOf(value)[key], manifest);
}
