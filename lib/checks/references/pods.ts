import { fieldsOf, findText, itemsOf } from '../../manifest/fields';
import type { ManifestEntry } from '../../manifest/manifest-set';
import { findNearest } from '../../problem/nearest';
import { show } from '../../problem/problem';
import { type Finding, findingOf } from '../finding';
import { namespaceOf, type Objects, type PodsEntry, perSet } from '../objects';
import { type CheckContext, rules } from '../rule';
import { whenComplete } from './complete';
import { findTarget, noObject } from './outside';
import { placeOf } from './secrets';
import { accountOf, containersOf } from './uses';

/** What pods name besides their configuration. */
export const podReferences = whenComplete(
  rules(
    'references',
    {
      'missing-claim': [
        'warning',
        'a pod mounts a PersistentVolumeClaim that is not there, and another is not mounted',
      ],
      'missing-port-name': [
        'error',
        'a probe asks for a port by a name that its container has not',
      ],
      'missing-priority-class': ['warning', 'a pod names a PriorityClass that is not there'],
      'missing-service-account': ['error', 'a pod runs as a ServiceAccount that is not there'],
      'missing-volume': ['error', 'a container mounts a volume that its pod has not'],
    },
    {
      check: (objects, context) =>
        objects.pods().flatMap((pods) => [
          ...checkVolumes(pods),
          ...checkPortNames(pods),
          // Pods of what has no namespace run in any.
          ...(namespaceOf(pods.entry.manifest) === '' ? [] : checkObjects(objects, context, pods)),
        ]),
    },
  ),
);

function checkObjects(
  objects: Objects,
  context: CheckContext,
  pods: PodsEntry,
): readonly Finding[] {
  const { entry, template } = pods;
  const findings: Finding[] = [];
  const account = accountOf(pods);
  if (
    account !== undefined &&
    findTarget(objects, context, entry, 'ServiceAccount', account) === undefined
  )
    findings.push(
      findingOf('missing-service-account', entry, {
        field: `${template.path}spec.serviceAccountName`,
        message: noObject(objects, entry, 'ServiceAccount', account),
      }),
    );
  const priority = findText(template.spec.priorityClassName) ?? '';
  const kind = 'scheduling.k8s.io/PriorityClass';
  if (
    !/^$|^system-/.test(priority) &&
    findTarget(objects, context, entry, kind, priority) === undefined
  )
    findings.push(
      findingOf(
        'missing-priority-class',
        entry,
        {
          field: `${template.path}spec.priorityClassName`,
          message: noObject(objects, entry, kind, priority, ''),
        },
        'warning',
      ),
    );
  for (const [index, item] of itemsOf(template.spec.volumes).entries()) {
    const { name, persistentVolumeClaim } = fieldsOf(item);
    const claim = findText(fieldsOf(persistentVolumeClaim).claimName);
    if (claim === undefined || isClaimOfSet(objects, pods, claim)) continue;
    // A claim may be there for years. Where another one is made and not mounted, it is the one that is meant.
    if (!hasUnmounted(objects, entry)) continue;
    if (findTarget(objects, context, entry, 'PersistentVolumeClaim', claim) !== undefined) continue;
    findings.push(
      findingOf(
        'missing-claim',
        entry,
        {
          field: `${template.path}spec.volumes[${findText(name) ?? index}].persistentVolumeClaim.claimName`,
          message: noObject(objects, entry, 'PersistentVolumeClaim', claim),
        },
        'warning',
      ),
    );
  }
  return findings;
}

/** Places with claims that are made and that no pod mounts. */
const unmounted = perSet((objects) => {
  const mounted = new Set(
    objects.pods().flatMap(({ entry, template }) =>
      itemsOf(template.spec.volumes).map((volume) => {
        const { claimName } = fieldsOf(fieldsOf(volume).persistentVolumeClaim);
        return placeOf(entry, String(claimName));
      }),
    ),
  );
  return new Set(
    objects
      .ofKind('PersistentVolumeClaim')
      .filter((entry) => !mounted.has(placeOf(entry, entry.manifest.metadata.name)))
      .map((entry) => placeOf(entry, '')),
  );
});

function hasUnmounted(objects: Objects, entry: ManifestEntry): boolean {
  return unmounted(objects).has(placeOf(entry, ''));
}

/** A StatefulSet's claims are called `data-mysql-0`. */
function isClaimOfSet(objects: Objects, { entry }: PodsEntry, claim: string): boolean {
  return objects.inNamespace(entry, 'apps/StatefulSet').some(({ manifest }) =>
    itemsOf(fieldsOf(manifest.spec).volumeClaimTemplates).some((template) => {
      const name = findText(fieldsOf(fieldsOf(template).metadata).name);
      const prefix = `${name}-${manifest.metadata.name}-`;
      return claim.startsWith(prefix) && /^\d+$/.test(claim.slice(prefix.length));
    }),
  );
}

function checkVolumes(pods: PodsEntry): readonly Finding[] {
  const { entry, template } = pods;
  const names = new Set(
    [
      ...itemsOf(template.spec.volumes),
      ...itemsOf(fieldsOf(entry.manifest.spec).volumeClaimTemplates).map(
        (claim) => fieldsOf(claim).metadata,
      ),
    ].flatMap((volume) => findText(fieldsOf(volume).name) ?? []),
  );
  return containersOf(pods).flatMap(({ fields, path }) =>
    (['volumeMounts', 'volumeDevices'] as const).flatMap((list) =>
      itemsOf(fields[list]).flatMap((mount, index) => {
        const name = findText(fieldsOf(mount).name);
        if (name === undefined || names.has(name)) return [];
        return [
          findingOf('missing-volume', entry, {
            field: `${path}.${list}[${index}].name`,
            message: `got ${show(name)}, allowed ${listOf(names, name, 'a volume of the pod, and it has none')}`,
          }),
        ];
      }),
    ),
  );
}

const PROBES = ['livenessProbe', 'readinessProbe', 'startupProbe'] as const;
const HOOKS = ['postStart', 'preStop'] as const;

function checkPortNames(pods: PodsEntry): readonly Finding[] {
  return containersOf(pods).flatMap(({ fields, path }) => {
    const handlers = [
      ...PROBES.map((key) => [key, fields[key]] as const),
      ...HOOKS.map((key) => [`lifecycle.${key}`, fieldsOf(fields.lifecycle)[key]] as const),
    ];
    return handlers.flatMap(([key, handler]) =>
      (['httpGet', 'tcpSocket'] as const).flatMap((action) => {
        const { port } = fieldsOf(fieldsOf(handler)[action]);
        if (typeof port !== 'string' || /^\d+$/.test(port) || port.includes('{{')) return [];
        const names = new Set(
          itemsOf(fields.ports).flatMap((one) => findText(fieldsOf(one).name) ?? []),
        );
        if (names.has(port)) return [];
        return [
          findingOf('missing-port-name', pods.entry, {
            field: `${path}.${key}.${action}.port`,
            message: `got ${show(port)}, allowed a number, or ${listOf(names, port, 'the name of a port of the container, and it names none')}`,
          }),
        ];
      }),
    );
  });
}

/** The names that are allowed, the nearest one first. */
export function listOf(names: Iterable<string>, wrong: string, otherwise: string): string {
  const all = [...names];
  if (all.length === 0) return otherwise;
  const near = findNearest(wrong, all);
  const sorted = near === undefined ? all : [near, ...all.filter((name) => name !== near)];
  const rest = sorted.length > 5 ? ` and ${sorted.length - 5} more` : '';
  return `${sorted.slice(0, 5).map(show).join(', ')}${rest}`;
}
