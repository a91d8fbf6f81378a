/** An API version that Kubernetes has removed, or will. */
export interface ApiVersion {
  readonly apiVersion: string;
  readonly kinds: readonly string[];
  /** Minor version of Kubernetes, `25` for 1.25, that deprecates it. */
  readonly deprecated: number;
  /** That serves it no more; undefined where none has been named. */
  readonly removed?: number;
  /** What to write, the first of these that the cluster has; none where there is nothing like it. */
  readonly instead: readonly Replacement[];
}

/** An API version that may be written instead of another. */
export interface Replacement {
  readonly apiVersion: string;
  /** Minor version of Kubernetes that serves it first. @default before any that is in use */
  readonly since?: number;
}

/** An API version that is newer than the schemas, and has the fields of one that they have. */
export interface NewerVersion {
  readonly apiVersion: string;
  readonly kinds: readonly string[];
  /** Minor version of Kubernetes that serves it first. */
  readonly since: number;
  readonly like: string;
}

export const NEWER_VERSIONS: readonly NewerVersion[] = [
  {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kinds: ['ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding'],
    since: 30,
    like: 'admissionregistration.k8s.io/v1beta1',
  },
  {
    apiVersion: 'flowcontrol.apiserver.k8s.io/v1',
    kinds: ['FlowSchema', 'PriorityLevelConfiguration'],
    since: 29,
    like: 'flowcontrol.apiserver.k8s.io/v1beta3',
  },
];

/**
 * @see https://kubernetes.io/docs/reference/using-api/deprecation-guide/
 */
export const API_VERSIONS: readonly ApiVersion[] = [
  of('extensions/v1beta1', ['DaemonSet', 'Deployment', 'ReplicaSet'], 8, 16, 'apps/v1'),
  of('extensions/v1beta1', ['NetworkPolicy'], 9, 16, 'networking.k8s.io/v1'),
  of('extensions/v1beta1', ['PodSecurityPolicy'], 10, 16),
  of('extensions/v1beta1', ['Ingress'], 14, 22, 'networking.k8s.io/v1'),
  of('apps/v1beta1', ['Deployment', 'StatefulSet'], 9, 16, 'apps/v1'),
  of('apps/v1beta2', ['DaemonSet', 'Deployment', 'ReplicaSet', 'StatefulSet'], 9, 16, 'apps/v1'),
  of(
    'admissionregistration.k8s.io/v1beta1',
    ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'],
    16,
    22,
    'admissionregistration.k8s.io/v1',
  ),
  of(
    'admissionregistration.k8s.io/v1beta1',
    ['ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding'],
    30,
    34,
    { apiVersion: 'admissionregistration.k8s.io/v1', since: 30 },
  ),
  of(
    'apiextensions.k8s.io/v1beta1',
    ['CustomResourceDefinition'],
    16,
    22,
    'apiextensions.k8s.io/v1',
  ),
  of('apiregistration.k8s.io/v1beta1', ['APIService'], 10, 22, 'apiregistration.k8s.io/v1'),
  of('authentication.k8s.io/v1beta1', ['TokenReview'], 6, 22, 'authentication.k8s.io/v1'),
  of(
    'certificates.k8s.io/v1beta1',
    ['CertificateSigningRequest'],
    19,
    22,
    'certificates.k8s.io/v1',
  ),
  of('coordination.k8s.io/v1beta1', ['Lease'], 14, 22, 'coordination.k8s.io/v1'),
  of('networking.k8s.io/v1beta1', ['Ingress', 'IngressClass'], 19, 22, 'networking.k8s.io/v1'),
  of(
    'rbac.authorization.k8s.io/v1beta1',
    ['ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding'],
    17,
    22,
    'rbac.authorization.k8s.io/v1',
  ),
  of(
    'rbac.authorization.k8s.io/v1alpha1',
    ['ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding'],
    17,
    22,
    'rbac.authorization.k8s.io/v1',
  ),
  of('scheduling.k8s.io/v1beta1', ['PriorityClass'], 14, 22, 'scheduling.k8s.io/v1'),
  of(
    'storage.k8s.io/v1beta1',
    ['CSIDriver', 'CSINode', 'StorageClass', 'VolumeAttachment'],
    19,
    22,
    'storage.k8s.io/v1',
  ),
  of('storage.k8s.io/v1beta1', ['CSIStorageCapacity'], 24, 27, 'storage.k8s.io/v1'),
  of('batch/v1beta1', ['CronJob'], 21, 25, 'batch/v1'),
  of('discovery.k8s.io/v1beta1', ['EndpointSlice'], 21, 25, 'discovery.k8s.io/v1'),
  of('events.k8s.io/v1beta1', ['Event'], 19, 25, 'events.k8s.io/v1'),
  of('autoscaling/v2beta1', ['HorizontalPodAutoscaler'], 22, 25, 'autoscaling/v2'),
  of('autoscaling/v2beta2', ['HorizontalPodAutoscaler'], 23, 26, 'autoscaling/v2'),
  of('policy/v1beta1', ['PodDisruptionBudget'], 21, 25, 'policy/v1'),
  of('policy/v1beta1', ['PodSecurityPolicy'], 21, 25),
  of('node.k8s.io/v1beta1', ['RuntimeClass'], 20, 25, 'node.k8s.io/v1'),
  ...['v1beta1', 'v1beta2', 'v1beta3'].map((version, index) =>
    of(
      `flowcontrol.apiserver.k8s.io/${version}`,
      ['FlowSchema', 'PriorityLevelConfiguration'],
      [23, 26, 29][index] ?? 29,
      [26, 29, 32][index] ?? 32,
      { apiVersion: 'flowcontrol.apiserver.k8s.io/v1', since: 29 },
      ...(index < 2 ? [{ apiVersion: 'flowcontrol.apiserver.k8s.io/v1beta3', since: 26 }] : []),
    ),
  ),
  of('v1', ['Endpoints'], 33, undefined, 'discovery.k8s.io/v1 EndpointSlice'),
  of('v1', ['ComponentStatus'], 19),
];

function of(
  apiVersion: string,
  kinds: readonly string[],
  deprecated: number,
  removed?: number,
  ...instead: readonly (Replacement | string)[]
): ApiVersion {
  return {
    apiVersion,
    kinds,
    deprecated,
    removed,
    instead: instead.map((one) => (typeof one === 'string' ? { apiVersion: one } : one)),
  };
}
