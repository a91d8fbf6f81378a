import { fieldsOf, findText, itemsOf } from '../../manifest/fields';
import type { ManifestEntry } from '../../manifest/manifest-set';
import { type Finding, findingOf } from '../finding';
import { namespaceOf, type Objects } from '../objects';
import { type CheckContext, rules } from '../rule';
import { whenComplete } from './complete';
import { findExternal, findTarget, noObject } from './outside';

const GROUP = 'rbac.authorization.k8s.io';
const BINDINGS = [`${GROUP}/RoleBinding`, `${GROUP}/ClusterRoleBinding`];

/** What bindings bind. */
export const roles = whenComplete(
  rules(
    'references',
    {
      'missing-role': ['error', 'a binding gives a role that is not there'],
      'missing-subject': ['error', 'a binding gives a role to a ServiceAccount that is not there'],
    },
    {
      kinds: BINDINGS,
      check: (objects, context) =>
        BINDINGS.flatMap((kind) =>
          objects
            .ofKind(kind)
            .flatMap((entry) => [
              ...checkRole(objects, context, entry),
              ...checkSubjects(objects, context, entry),
            ]),
        ),
    },
  ),
);

/** Roles that each cluster has, without a namespace and in namespaces of its own. */
const EVERYWHERE: Readonly<Record<'ClusterRole' | 'Role', RegExp>> = {
  ClusterRole: /^(cluster-admin|admin|edit|view|system:.*)$/,
  Role: /^(extension-apiserver-authentication-reader|system:.*)$/,
};

/** Namespaces that each cluster has, for itself. */
const OWN_NAMESPACES = ['kube-public', 'kube-system'];

function checkRole(
  objects: Objects,
  context: CheckContext,
  entry: ManifestEntry,
): readonly Finding[] {
  const { kind, name } = fieldsOf(entry.manifest.roleRef);
  if (typeof name !== 'string' || (kind !== 'Role' && kind !== 'ClusterRole')) return [];
  const isOfCluster = kind === 'ClusterRole';
  const isInReach = isOfCluster || OWN_NAMESPACES.includes(namespaceOf(entry.manifest));
  if (isInReach && EVERYWHERE[kind].test(name)) return [];
  const full = `${GROUP}/${kind}`;
  const place = isOfCluster ? '' : undefined;
  const isThere = isOfCluster
    ? objects.find(entry, full, name, '') !== undefined ||
      findExternal(objects, context, full, name, '') !== undefined
    : findTarget(objects, context, entry, full, name) !== undefined;
  if (isThere || name.includes('{{')) return [];
  return [
    findingOf(
      'missing-role',
      entry,
      { field: 'roleRef.name', message: noObject(objects, entry, full, name, place) },
      // A role of the cluster may be anyone's.
      isOfCluster ? 'warning' : 'error',
    ),
  ];
}

function checkSubjects(
  objects: Objects,
  context: CheckContext,
  entry: ManifestEntry,
): readonly Finding[] {
  return itemsOf(entry.manifest.subjects).flatMap((item, index) => {
    const { kind, name, namespace = namespaceOf(entry.manifest) } = fieldsOf(item);
    const place = findText(namespace);
    if (kind !== 'ServiceAccount' || typeof name !== 'string' || !place || name === 'default')
      return [];
    if (findTarget(objects, context, entry, 'ServiceAccount', name, place) !== undefined) return [];
    const message = noObject(objects, entry, 'ServiceAccount', name, place);
    return [findingOf('missing-subject', entry, { field: `subjects[${index}].name`, message })];
  });
}
