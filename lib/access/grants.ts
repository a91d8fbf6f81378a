import type { k8s } from 'cdk8s-plus-28';
import type { StringMap } from '../kubernetes/labels';
import { kubeManifest } from '../manifest/kube-manifest';
import type { Manifest } from '../manifest/manifest';
import { type Problem, wrongValue } from '../problem/problem';

/** What pods may do with the Kubernetes API, in their own namespace. */
export interface Grant {
  /** `''` is the core group. */
  readonly apiGroups: readonly string[];
  /** In plural: `configmaps`, `pods/log`. */
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  /** Only these objects. @default all of the namespace */
  readonly resourceNames?: readonly string[];
  /** Why a `*` is needed, or a right that gives others; without it, they are refused. */
  readonly wildcardBecause?: string;
}

/**
 * Rights to give oneself others: to make roles that hold more than one has, to bind them, to be someone else.
 * @see https://kubernetes.io/docs/concepts/security/rbac-good-practices/
 */
const ESCALATING: readonly string[] = ['escalate', 'bind', 'impersonate'];

/** Checks that grants say what they grant, without a `*`, or a way to more, that nobody explains. */
export function checkGrants(field: string, grants: readonly Grant[] = []): readonly Problem[] {
  return grants.flatMap((grant, index) => {
    const at = `${field}[${index}]`;
    return (['apiGroups', 'resources', 'verbs'] as const).flatMap((part) => [
      ...(grant[part].length === 0 ? [{ field: `${at}.${part}`, message: 'is empty' }] : []),
      ...((grant.wildcardBecause ?? '') === ''
        ? grant[part].flatMap((name) => checkName(at, part, name))
        : []),
    ]);
  });
}

function checkName(at: string, part: keyof Grant, name: string): readonly Problem[] {
  const field = `${at}.${part}`;
  if (name.includes('*'))
    return [wrongValue(field, name, 'names one by one, or a reason in wildcardBecause')];
  return part === 'verbs' && ESCALATING.includes(name)
    ? [wrongValue(field, name, 'verbs that give no further rights, or a reason in wildcardBecause')]
    : [];
}

/** A Role with the grants, and its binding to a service account of the same namespace. */
export function planGrants(
  name: string,
  serviceAccount: { readonly name: string; readonly namespace: string },
  grants: readonly Grant[],
  labels: StringMap,
): readonly Manifest[] {
  const metadata = { name, labels };
  return [
    kubeManifest('KubeRole', { metadata, rules: grants.map(planRule) }),
    kubeManifest('KubeRoleBinding', {
      metadata,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
      subjects: [{ kind: 'ServiceAccount', ...serviceAccount }],
    }),
  ];
}

/** A rule of a Role. */
export function planRule({ apiGroups, resources, verbs, resourceNames }: Grant): k8s.PolicyRule {
  return {
    apiGroups: [...apiGroups],
    resources: [...resources],
    verbs: [...verbs],
    resourceNames: resourceNames && [...resourceNames],
  };
}
