import { pluralOf } from '../kubernetes/plural';
import { clusterKindsOf } from '../kubernetes/scope';

/** Kubernetes' own API groups, with their resources that are in a namespace. */
const NAMESPACED: Readonly<Record<string, readonly string[]>> = {
  '': [
    'bindings',
    'configmaps',
    'endpoints',
    'events',
    'limitranges',
    'persistentvolumeclaims',
    'pods',
    'podtemplates',
    'replicationcontrollers',
    'resourcequotas',
    'secrets',
    'serviceaccounts',
    'services',
  ],
  apps: ['controllerrevisions', 'daemonsets', 'deployments', 'replicasets', 'statefulsets'],
  'authorization.k8s.io': ['localsubjectaccessreviews'],
  autoscaling: ['horizontalpodautoscalers'],
  batch: ['cronjobs', 'jobs'],
  'coordination.k8s.io': ['leasecandidates', 'leases'],
  'discovery.k8s.io': ['endpointslices'],
  'events.k8s.io': ['events'],
  'metrics.k8s.io': ['pods'],
  'networking.k8s.io': ['ingresses', 'networkpolicies'],
  policy: ['poddisruptionbudgets'],
  'rbac.authorization.k8s.io': ['rolebindings', 'roles'],
  'resource.k8s.io': ['resourceclaims', 'resourceclaimtemplates'],
  'storage.k8s.io': ['csistoragecapacities'],
};

/** What has no namespace and no kind of its own in manifests: who asks, reviews, and the like. */
const CLUSTER_WIDE: Readonly<Record<string, readonly string[]>> = {
  '': ['componentstatuses', 'groups', 'users'],
  'authentication.k8s.io': ['selfsubjectreviews', 'tokenreviews', 'userextras'],
  'authorization.k8s.io': [
    'selfsubjectaccessreviews',
    'selfsubjectrulesreviews',
    'subjectaccessreviews',
  ],
  'metrics.k8s.io': ['nodes'],
  'resource.k8s.io': ['deviceclasses', 'resourceslices'],
};

/** Parts of resources that have one of these; all others have `status` alone. */
const PARTS: Readonly<Record<string, readonly string[]>> = {
  deployments: ['scale'],
  pods: [
    'attach',
    'binding',
    'ephemeralcontainers',
    'eviction',
    'exec',
    'log',
    'portforward',
    'proxy',
    'resize',
  ],
  replicasets: ['scale'],
  replicationcontrollers: ['scale'],
  serviceaccounts: ['token'],
  services: ['proxy'],
  statefulsets: ['scale'],
};

/** Whether a group is Kubernetes' own, so that all its resources are known. */
export function isKnownGroup(group: string): boolean {
  return Object.hasOwn(NAMESPACED, group) || Object.hasOwn(CLUSTER_WIDE, group);
}

/** Kubernetes' own groups. */
export function knownGroups(): readonly string[] {
  return [...new Set([...Object.keys(NAMESPACED), ...Object.keys(CLUSTER_WIDE)])];
}

/** Resources of a group that are in a namespace, as far as they are known. */
export function namespacedIn(group: string): readonly string[] {
  return NAMESPACED[group] ?? [];
}

/** Whether a resource of a group is known to have no namespace. */
export function isClusterWide(group: string, resource: string): boolean {
  return (
    (CLUSTER_WIDE[group] ?? []).includes(resource) ||
    clusterKindsOf(group).some((kind) => pluralOf(kind.toLowerCase()) === resource)
  );
}

/** The groups of Kubernetes' own that have a resource. */
export function groupsWith(resource: string): readonly string[] {
  return knownGroups().filter((group) => namespacedIn(group).includes(resource));
}

/** Parts that a resource of Kubernetes' own has: the `log` of `pods/log`. */
export function partsOf(resource: string): readonly string[] {
  return ['finalizers', ...(PARTS[resource] ?? []), 'status'].sort();
}
