import type { k8s } from 'cdk8s-plus-28';
import type { StringMap } from '../kubernetes/labels';
import { kubeManifest } from '../manifest/kube-manifest';
import type { Manifest } from '../manifest/manifest';

/** What pods may do with the Kubernetes API, in their own namespace. */
export interface Grant {
  /** `''` is the core group. */
  readonly apiGroups: readonly string[];
  /** In plural: `configmaps`, `pods/log`. */
  readonly resources: readonly string[];
  /** In lower case: `get`, `list`, `watch`, `create`, `update`, `patch`, `delete`. */
  readonly verbs: readonly Lowercase<string>[];
  /** Only these objects. @default all of the namespace */
  readonly resourceNames?: readonly string[];
  /**
   * Why a `*` is needed, or a right that gives others: to read all Secrets, to run pods, to open policies.
   * Without a reason, in words, they are refused.
   */
  readonly because?: string;
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
