import { type Fields, fieldsOf, findText, itemsOf } from '../../manifest/fields';
import type { ManifestEntry } from '../../manifest/manifest-set';
import { show } from '../../problem/problem';
import { type Finding, findingOf } from '../finding';
import { kindOf, type PodsEntry } from '../objects';
import { containersOf } from '../references/uses';
import { rules } from '../rule';
import { type Workload, workloadsIn } from './workloads';

/** What the API server refuses of pods and Services, and what it takes and is not meant. */
export const podSense = rules(
  'sense',
  {
    'missing-image': ['error', 'a container has no image'],
    'old-account-field': ['warning', 'a pod names its ServiceAccount in a field of the past'],
    'port-names': ['error', 'ports that need names of their own have none, or the same one'],
    'restart-policy': ['error', 'a workload has a restart policy that its kind may not have'],
    'stuck-update': ['error', 'an update may neither add a pod nor take one away'],
    'unspread-pods': ['warning', 'several pods may run on one node'],
  },
  {
    check: (objects) => [
      ...objects
        .pods()
        .flatMap((pods) => [
          ...checkImage(pods),
          ...checkAccount(pods),
          ...checkNames(pods),
          ...checkRestart(pods),
        ]),
      ...objects.ofKind('Service').flatMap(checkService),
      ...['apps/Deployment', 'apps/DaemonSet', 'argoproj.io/Rollout'].flatMap((kind) =>
        objects.ofKind(kind).flatMap(checkUpdate),
      ),
      ...workloadsIn(objects).flatMap(checkSpread),
    ],
  },
);

function checkImage(pods: PodsEntry): readonly Finding[] {
  // What a controller completes may be without.
  if (pods.entry.manifest.kind === 'PodTemplate') return [];
  return containersOf(pods).flatMap(({ fields, path }) =>
    fields.image
      ? []
      : [
          findingOf('missing-image', pods.entry, {
            field: `${path}.image`,
            message: 'is missing, so there is nothing to run: name one, with its version',
          }),
        ],
  );
}

function checkAccount({ entry, template }: PodsEntry): readonly Finding[] {
  const { serviceAccount: old, serviceAccountName: name } = template.spec;
  if (typeof old !== 'string' || old === name) return [];
  const message = `got ${show(old)}, which serviceAccountName has replaced: write it there`;
  const field = `${template.path}spec.serviceAccount`;
  return [findingOf('old-account-field', entry, { field, message }, 'warning')];
}

function checkNames(pods: PodsEntry): readonly Finding[] {
  return containersOf(pods).flatMap(({ fields, path }) =>
    repeated(itemsOf(fields.ports)).map(([name, index]) =>
      findingOf('port-names', pods.entry, {
        field: `${path}.ports[${index}].name`,
        message: `got ${show(name)}, which another port of the container has: give each its own`,
      }),
    ),
  );
}

function checkService(entry: ManifestEntry): readonly Finding[] {
  const ports = itemsOf(fieldsOf(entry.manifest.spec).ports);
  const told = (index: number, message: string) =>
    findingOf('port-names', entry, { field: `spec.ports[${index}].name`, message });
  const unnamed =
    ports.length < 2
      ? []
      : ports.flatMap((port, index) => (findText(fieldsOf(port).name) ? [] : [index]));
  return [
    ...unnamed.map((index) => told(index, 'is missing: of several ports, each needs a name')),
    ...repeated(ports).map(([name, index]) =>
      told(index, `got ${show(name)}, which another port of the Service has: give each its own`),
    ),
  ];
}

/** Names that stand a second time, and where. */
function repeated(ports: readonly unknown[]): readonly (readonly [string, number])[] {
  const seen = new Set<string>();
  return ports.flatMap((port, index) => {
    const name = findText(fieldsOf(port).name) ?? '';
    const isSeen = name !== '' && seen.has(name);
    seen.add(name);
    return isSeen ? [[name, index] as const] : [];
  });
}

/** What each kind may have; a Pod may have all. */
const RESTARTS: Readonly<Record<string, readonly string[]>> = {
  'apps/DaemonSet': ['Always'],
  'apps/Deployment': ['Always'],
  'apps/ReplicaSet': ['Always'],
  'apps/StatefulSet': ['Always'],
  'argoproj.io/Rollout': ['Always'],
  'batch/CronJob': ['Never', 'OnFailure'],
  'batch/Job': ['Never', 'OnFailure'],
  'keda.sh/ScaledJob': ['Never', 'OnFailure'],
};

function checkRestart({ entry, template }: PodsEntry): readonly Finding[] {
  const allowed = RESTARTS[kindOf(entry.manifest)];
  const { restartPolicy } = template.spec;
  const policy = findText(restartPolicy) || 'Always';
  if (allowed === undefined || allowed.includes(policy)) return [];
  const isMissing = (restartPolicy ?? '') === '';
  const got = isMissing ? "is missing, which is 'Always'" : `got ${show(policy)}`;
  const message = `${got}, allowed ${allowed.join(' or ')} in a ${entry.manifest.kind}`;
  return [
    findingOf('restart-policy', entry, { field: `${template.path}spec.restartPolicy`, message }),
  ];
}

function checkUpdate(entry: ManifestEntry): readonly Finding[] {
  const { strategy, updateStrategy } = fieldsOf(entry.manifest.spec);
  const { kind } = entry.manifest;
  const [field, place] = updatesOf(
    kind,
    fieldsOf(kind === 'DaemonSet' ? updateStrategy : strategy),
  );
  if (place === undefined) return [];
  const isNone = (value: unknown) =>
    value === 0 || (typeof value === 'string' && /^0+%?$/.test(value));
  const surge = place.maxSurge ?? (kind === 'DaemonSet' ? 0 : undefined);
  if (!isNone(surge) || !isNone(place.maxUnavailable)) return [];
  const message = `got maxSurge 0 and maxUnavailable 0, so no update ever begins: allowed 1 or more of one of them`;
  return [findingOf('stuck-update', entry, { field, message })];
}

function updatesOf(kind: string, strategy: Fields): readonly [string, Fields | undefined] {
  if (kind === 'Rollout')
    return ['spec.strategy.canary', strategy.canary ? fieldsOf(strategy.canary) : undefined];
  const name = kind === 'DaemonSet' ? 'updateStrategy' : 'strategy';
  const { type = 'RollingUpdate', rollingUpdate } = strategy;
  return [
    `spec.${name}.rollingUpdate`,
    type === 'RollingUpdate' && rollingUpdate ? fieldsOf(rollingUpdate) : undefined,
  ];
}

function checkSpread({ pods, least }: Workload): readonly Finding[] {
  if (least < 2 || pods === undefined) return [];
  const { affinity, topologySpreadConstraints } = pods.template.spec;
  const isApart = fieldsOf(affinity).podAntiAffinity;
  if (itemsOf(topologySpreadConstraints).length > 0 || isApart) return [];
  const message = `keeps none of ${least} pods from running on one node, with which all would go: add topologySpreadConstraints, or podAntiAffinity`;
  const field = `${pods.template.path}spec.topologySpreadConstraints`;
  return [findingOf('unspread-pods', pods.entry, { field, message }, 'warning')];
}
