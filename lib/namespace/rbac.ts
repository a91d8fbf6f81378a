import { type Grant, planGrants, planRule } from '../access/grants';
import type { People } from '../environment/spec';
import type { StringMap } from '../kubernetes/labels';
import { kubeManifest } from '../manifest/kube-manifest';
import type { Manifest } from '../manifest/manifest';

const RBAC_GROUP = 'rbac.authorization.k8s.io';

/**
 * What a deployment from outside of the cluster may change in a namespace: all that is synthesized here,
 * but neither Secrets nor roles, by which it could give itself more.
 */
const DEPLOYER_GRANTS: readonly Grant[] = [
  {
    apiGroups: [
      '',
      'apps',
      'argoproj.io',
      'autoscaling',
      'batch',
      'cert-manager.io',
      'cilium.io',
      'gateway.networking.k8s.io',
      'keda.sh',
      'monitoring.coreos.com',
      'networking.istio.io',
      'networking.k8s.io',
      'policy',
      'security.istio.io',
      'snapshot.storage.k8s.io',
      'telemetry.istio.io',
    ],
    resources: [
      'analysistemplates',
      'authorizationpolicies',
      'certificates',
      'ciliumnetworkpolicies',
      'configmaps',
      'cronjobs',
      'daemonsets',
      'deployments',
      'destinationrules',
      'experiments',
      'gateways',
      'grpcroutes',
      'horizontalpodautoscalers',
      'httproutes',
      'ingresses',
      'jobs',
      'networkpolicies',
      'peerauthentications',
      'persistentvolumeclaims',
      'poddisruptionbudgets',
      'podmonitors',
      'prometheusrules',
      'rollouts',
      'scaledjobs',
      'scaledobjects',
      'serviceaccounts',
      'serviceentries',
      'servicemonitors',
      'services',
      'sidecars',
      'statefulsets',
      'telemetries',
      'virtualservices',
      'volumesnapshots',
    ],
    verbs: ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'],
  },
  { apiGroups: [''], resources: ['events', 'pods', 'pods/log'], verbs: ['get', 'list', 'watch'] },
];

/** What a person on call may do beside reading. */
const ON_CALL_GRANTS: readonly Grant[] = [
  { apiGroups: [''], resources: ['pods'], verbs: ['delete'] },
  { apiGroups: [''], resources: ['pods/exec', 'pods/portforward'], verbs: ['create'] },
  { apiGroups: ['apps'], resources: ['deployments', 'deployments/scale'], verbs: ['patch'] },
  { apiGroups: ['argoproj.io'], resources: ['rollouts', 'rollouts/status'], verbs: ['patch'] },
];

/** A service account for deploying from outside, limited to its namespace, without a `*`. */
export function planDeployer(namespace: string, labels: StringMap): readonly Manifest[] {
  const name = 'deployer';
  return [
    kubeManifest('KubeServiceAccount', {
      metadata: { name, labels },
      automountServiceAccountToken: false,
    }),
    ...planGrants(name, { name, namespace }, DEPLOYER_GRANTS, labels),
  ];
}

/** Bindings for the groups of people that an environment names. */
export function planPeople(people: People = {}, labels: StringMap): readonly Manifest[] {
  const { readers = [], onCall = [] } = people;
  return [
    ...planBinding(
      'readers',
      { kind: 'ClusterRole', name: 'view' },
      [...readers, ...onCall],
      labels,
    ),
    ...(onCall.length === 0
      ? []
      : [
          kubeManifest('KubeRole', {
            metadata: { name: 'on-call', labels },
            rules: ON_CALL_GRANTS.map(planRule),
          }),
        ]),
    ...planBinding('on-call', { kind: 'Role', name: 'on-call' }, onCall, labels),
  ];
}

function planBinding(
  name: string,
  role: { readonly kind: string; readonly name: string },
  groups: readonly string[],
  labels: StringMap,
): readonly Manifest[] {
  if (groups.length === 0) return [];
  return [
    kubeManifest('KubeRoleBinding', {
      metadata: { name, labels },
      roleRef: { apiGroup: RBAC_GROUP, ...role },
      subjects: [...new Set(groups)].map((group) => ({
        kind: 'Group',
        apiGroup: RBAC_GROUP,
        name: group,
      })),
    }),
  ];
}
