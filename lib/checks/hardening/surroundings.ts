import { apiGroupOf } from '../../kubernetes/scope';
import { fieldsOf, findText, itemsOf } from '../../manifest/fields';
import type { Manifest } from '../../manifest/manifest';
import type { ManifestEntry, ManifestSet } from '../../manifest/manifest-set';

/** What the objects around a pod say about it. */
export interface Surroundings {
  /** The Pod Security Standard that the pod's namespace enforces; 'restricted' where the set doesn't say. */
  levelOf(entry: ManifestEntry): PodSecurityLevel;
  /** A ServiceAccount of the pod's namespace, if the set has it. */
  findAccount(entry: ManifestEntry, name: string): Manifest | undefined;
  /** Whether a role is bound to a ServiceAccount of the pod's namespace, or to all in it. */
  isBound(entry: ManifestEntry, name: string): boolean;
}

/** How much a namespace allows. */
export type PodSecurityLevel = 'restricted' | 'baseline' | 'privileged';

const ENFORCE = 'pod-security.kubernetes.io/enforce';

/** Reads namespaces, ServiceAccounts and who has a role, in one pass over a manifest set. */
export function surroundingsOf(manifests: ManifestSet): Surroundings {
  const levels = new Map<string, PodSecurityLevel>();
  const accounts = new Map<string, Manifest>();
  const bound = new Set<string>();
  for (const { manifest, cluster } of manifests) {
    if (!KINDS.has(manifest.kind)) continue;
    const key = `${apiGroupOf(manifest.apiVersion)}/${manifest.kind}`;
    if (key === '/Namespace') levels.set(keyOf(cluster, manifest.metadata.name), levelIn(manifest));
    else if (key === '/ServiceAccount')
      accounts.set(keyOf(cluster, namespaceOf(manifest), manifest.metadata.name), manifest);
    else if (BINDINGS.includes(key))
      for (const subject of subjectsOf(manifest)) bound.add(keyOf(cluster, ...subject));
  }
  return {
    levelOf: ({ manifest, cluster }) =>
      levels.get(keyOf(cluster, namespaceOf(manifest))) ?? 'restricted',
    findAccount: ({ manifest, cluster }, name) =>
      accounts.get(keyOf(cluster, namespaceOf(manifest), name)),
    isBound: ({ manifest, cluster }, name) => {
      const namespace = namespaceOf(manifest);
      return (
        bound.has(keyOf(cluster, namespace, name)) ||
        bound.has(keyOf(cluster, namespace)) ||
        bound.has(keyOf(cluster))
      );
    },
  };
}

/** An object's namespace; `default` where none is said. */
export function namespaceOf({ metadata }: Manifest): string {
  return findText(metadata.namespace) ?? 'default';
}

/** Kinds that say something; most objects are of others. */
const KINDS: ReadonlySet<string> = new Set([
  'Namespace',
  'ServiceAccount',
  'RoleBinding',
  'ClusterRoleBinding',
]);

const BINDINGS = [
  'rbac.authorization.k8s.io/RoleBinding',
  'rbac.authorization.k8s.io/ClusterRoleBinding',
];

function keyOf(...parts: readonly string[]): string {
  return parts.join(' ');
}

function levelIn({ metadata }: Manifest): PodSecurityLevel {
  const level = fieldsOf(metadata.labels)[ENFORCE];
  return level === 'baseline' || level === 'privileged' ? level : 'restricted';
}

/** Each ServiceAccount that has the role: namespace and name, namespace alone for all in it, neither for all. */
function subjectsOf(binding: Manifest): readonly (readonly string[])[] {
  return itemsOf(binding.subjects).flatMap((item): readonly (readonly string[])[] => {
    const { kind, name, namespace } = fieldsOf(item);
    if (typeof name !== 'string') return [];
    if (kind === 'ServiceAccount') return [[findText(namespace) ?? namespaceOf(binding), name]];
    const [system, sort, ...rest] = name.split(':');
    if (kind === 'User' && system === 'system' && sort === 'serviceaccount') return [rest];
    if (kind === 'Group' && system === 'system' && sort === 'serviceaccounts') return [rest];
    return kind === 'Group' && name === 'system:authenticated' ? [[]] : [];
  });
}
