/** Kinds whose specs say which requests go where. */
export const TRAFFIC_KINDS: readonly string[] = [
  'DestinationRule',
  'GRPCRoute',
  'Gateway',
  'HTTPRoute',
  'Ingress',
  'Service',
  'ServiceEntry',
  'Sidecar',
  'TCPRoute',
  'TLSRoute',
  'VirtualService',
];

/** Kinds whose specs say who may call whom. */
export const POLICY_KINDS: readonly string[] = [
  'AuthorizationPolicy',
  'CiliumNetworkPolicy',
  'NetworkPolicy',
  'PeerAuthentication',
];

/** Kinds that have pods, and hold them as a template. */
export const WORKLOAD_KINDS: readonly string[] = [
  'AnalysisRun',
  'AnalysisTemplate',
  'ClusterAnalysisTemplate',
  'CronJob',
  'DaemonSet',
  'Deployment',
  'Experiment',
  'Job',
  'Pod',
  'PodTemplate',
  'ReplicaSet',
  'ReplicationController',
  'Rollout',
  'ScaledJob',
  'StatefulSet',
];

/** Kinds of Kubernetes' roles. */
export const ROLE_KINDS: readonly string[] = [
  'ClusterRole',
  'ClusterRoleBinding',
  'Role',
  'RoleBinding',
];
