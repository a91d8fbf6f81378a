import type { JsonObject } from '../../lib/manifest/manifest';

const oneOf = (...values: readonly string[]): JsonObject => ({ enum: values });
const each = (...values: readonly string[]): JsonObject => ({
  items: { type: 'string', enum: values },
});
const between = (minimum: number, maximum: number): JsonObject => ({ minimum, maximum });

const COUNT: JsonObject = { minimum: 0 };
const SOME: JsonObject = { minimum: 1 };
const TEXT: JsonObject = { minLength: 1 };
const PORT = between(1, 65535);
const FREE_PORT = between(0, 65535);
const MODE = between(0, 511);
const LABEL: JsonObject = { maxLength: 63, pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$' };
const PORT_NAME: JsonObject = { maxLength: 15, pattern: '^[a-z0-9]+(-[a-z0-9]+)*$' };
const PORT_OR_NAME: JsonObject = { ...PORT, ...PORT_NAME };
const PROTOCOL = oneOf('TCP', 'UDP', 'SCTP');
const ACCESS_MODES = each('ReadWriteOnce', 'ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOncePod');
const VOLUME_MODE = oneOf('Block', 'Filesystem');
const PREEMPTION = oneOf('PreemptLowerPriority', 'Never');
const POLICY = oneOf('Honor', 'Ignore');

const BY_NAME: JsonObject = { 'x-kubernetes-list-map-keys': ['name'] };

const CONTAINER = {
  env: BY_NAME,
  volumeMounts: { 'x-kubernetes-list-map-keys': ['mountPath'] },

  imagePullPolicy: oneOf('Always', 'IfNotPresent', 'Never'),
  name: LABEL,
  terminationMessagePolicy: oneOf('File', 'FallbackToLogsOnError'),
};
const WEBHOOK = {
  failurePolicy: oneOf('Fail', 'Ignore'),
  matchPolicy: oneOf('Equivalent', 'Exact'),
  sideEffects: oneOf('None', 'NoneOnDryRun'),
  timeoutSeconds: between(1, 30),
};
const IDS = { runAsGroup: COUNT, runAsUser: COUNT };

/**
 * Values that the API server allows, and that Kubernetes' definitions describe in words only. By type, without
 * the version, and field. Values that mean "the default" are allowed as well.
 * @see https://kubernetes.io/docs/reference/kubernetes-api/
 */
export const VALUES: Readonly<Record<string, Readonly<Record<string, JsonObject>>>> = {
  'admissionregistration.MutatingWebhook': {
    ...WEBHOOK,
    reinvocationPolicy: oneOf('IfNeeded', 'Never'),
  },
  'admissionregistration.ValidatingWebhook': WEBHOOK,
  'apps.DaemonSetSpec': { minReadySeconds: COUNT, revisionHistoryLimit: COUNT },
  'apps.DaemonSetUpdateStrategy': { type: oneOf('OnDelete', 'RollingUpdate') },
  'apps.DeploymentSpec': {
    minReadySeconds: COUNT,
    progressDeadlineSeconds: SOME,
    replicas: COUNT,
    revisionHistoryLimit: COUNT,
  },
  'apps.DeploymentStrategy': { type: oneOf('Recreate', 'RollingUpdate') },
  'apps.ReplicaSetSpec': { minReadySeconds: COUNT, replicas: COUNT },
  'apps.RollingUpdateStatefulSetStrategy': { partition: COUNT },
  'apps.StatefulSetPersistentVolumeClaimRetentionPolicy': {
    whenDeleted: oneOf('Delete', 'Retain'),
    whenScaled: oneOf('Delete', 'Retain'),
  },
  'apps.StatefulSetSpec': {
    minReadySeconds: COUNT,
    podManagementPolicy: oneOf('OrderedReady', 'Parallel'),
    replicas: COUNT,
    revisionHistoryLimit: COUNT,
  },
  'apps.StatefulSetUpdateStrategy': { type: oneOf('OnDelete', 'RollingUpdate') },
  'autoscaling.HPAScalingPolicy': {
    periodSeconds: between(1, 1800),
    type: oneOf('Percent', 'Pods'),
    value: SOME,
  },
  'autoscaling.HPAScalingRules': {
    selectPolicy: oneOf('Disabled', 'Max', 'Min'),
    stabilizationWindowSeconds: between(0, 3600),
  },
  'autoscaling.HorizontalPodAutoscalerSpec': { maxReplicas: SOME, minReplicas: SOME },
  'autoscaling.MetricSpec': {
    type: oneOf('ContainerResource', 'External', 'Object', 'Pods', 'Resource'),
  },
  'autoscaling.MetricTarget': {
    averageUtilization: SOME,
    type: oneOf('AverageValue', 'Utilization', 'Value'),
  },
  'batch.CronJobSpec': {
    concurrencyPolicy: oneOf('Allow', 'Forbid', 'Replace'),
    failedJobsHistoryLimit: COUNT,
    startingDeadlineSeconds: COUNT,
    successfulJobsHistoryLimit: COUNT,
  },
  'batch.JobSpec': {
    activeDeadlineSeconds: COUNT,
    backoffLimit: COUNT,
    completionMode: oneOf('Indexed', 'NonIndexed'),
    completions: COUNT,
    parallelism: COUNT,
    ttlSecondsAfterFinished: COUNT,
  },
  'batch.PodFailurePolicyOnExitCodesRequirement': { operator: oneOf('In', 'NotIn') },
  'batch.PodFailurePolicyRule': { action: oneOf('Count', 'FailIndex', 'FailJob', 'Ignore') },
  'core.ConfigMapVolumeSource': { defaultMode: MODE },
  'core.Container': CONTAINER,
  'core.ContainerPort': {
    containerPort: PORT,
    hostPort: FREE_PORT,
    name: PORT_NAME,
    protocol: PROTOCOL,
  },
  'core.DownwardAPIVolumeSource': { defaultMode: MODE },
  'core.EmptyDirVolumeSource': {
    medium: { pattern: '^(Memory|HugePages(-.+)?)?$' },
  },
  'core.EnvVar': { name: { pattern: '^[-._a-zA-Z][-._a-zA-Z0-9]*$' } },
  'core.EphemeralContainer': CONTAINER,
  'core.GRPCAction': { port: PORT },
  'core.HTTPGetAction': { port: PORT_OR_NAME, scheme: oneOf('HTTP', 'HTTPS') },
  'core.HostPathVolumeSource': {
    path: TEXT,
    type: oneOf(
      '',
      'BlockDevice',
      'CharDevice',
      'Directory',
      'DirectoryOrCreate',
      'File',
      'FileOrCreate',
      'Socket',
    ),
  },
  'core.KeyToPath': { mode: MODE, path: TEXT },
  'core.LimitRangeItem': { type: oneOf('Container', 'PersistentVolumeClaim', 'Pod') },
  'core.NodeSelectorRequirement': {
    operator: oneOf('DoesNotExist', 'Exists', 'Gt', 'In', 'Lt', 'NotIn'),
  },
  'core.PersistentVolumeClaimSpec': { accessModes: ACCESS_MODES, volumeMode: VOLUME_MODE },
  'core.PersistentVolumeSpec': {
    accessModes: ACCESS_MODES,
    persistentVolumeReclaimPolicy: oneOf('Delete', 'Recycle', 'Retain'),
    volumeMode: VOLUME_MODE,
  },
  'core.PodAffinityTerm': { topologyKey: TEXT },
  'core.PodOS': { name: oneOf('linux', 'windows') },
  'core.PodSecurityContext': {
    ...IDS,
    fsGroup: COUNT,
    fsGroupChangePolicy: oneOf('Always', 'OnRootMismatch'),
  },
  'core.PodSpec': {
    activeDeadlineSeconds: SOME,
    containers: { ...BY_NAME, minItems: 1 },
    ephemeralContainers: BY_NAME,
    initContainers: BY_NAME,
    volumes: BY_NAME,
    dnsPolicy: oneOf('ClusterFirst', 'ClusterFirstWithHostNet', 'Default', 'None'),
    preemptionPolicy: PREEMPTION,
    restartPolicy: oneOf('Always', 'Never', 'OnFailure'),
    terminationGracePeriodSeconds: COUNT,
  },
  'core.PreferredSchedulingTerm': { weight: between(1, 100) },
  'core.Probe': {
    failureThreshold: COUNT,
    initialDelaySeconds: COUNT,
    periodSeconds: COUNT,
    successThreshold: COUNT,
    terminationGracePeriodSeconds: SOME,
    timeoutSeconds: COUNT,
  },
  'core.ProjectedVolumeSource': { defaultMode: MODE },
  'core.ReplicationControllerSpec': { minReadySeconds: COUNT, replicas: COUNT },
  'core.SeccompProfile': { type: oneOf('Localhost', 'RuntimeDefault', 'Unconfined') },
  'core.SecretVolumeSource': { defaultMode: MODE },
  'core.SecurityContext': { ...IDS, procMount: oneOf('Default', 'Unmasked') },
  'core.ServiceAccountTokenProjection': { expirationSeconds: { minimum: 600 }, path: TEXT },
  'core.ServicePort': {
    name: LABEL,
    nodePort: FREE_PORT,
    port: PORT,
    protocol: PROTOCOL,
    targetPort: PORT_OR_NAME,
  },
  'core.ServiceSpec': {
    externalTrafficPolicy: oneOf('Cluster', 'Local'),
    internalTrafficPolicy: oneOf('Cluster', 'Local'),
    ipFamilies: each('IPv4', 'IPv6'),
    ipFamilyPolicy: oneOf('PreferDualStack', 'RequireDualStack', 'SingleStack'),
    sessionAffinity: oneOf('ClientIP', 'None'),
    type: oneOf('ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'),
  },
  'core.TCPSocketAction': { port: PORT_OR_NAME },
  'core.Toleration': {
    effect: oneOf('', 'NoExecute', 'NoSchedule', 'PreferNoSchedule'),
    operator: oneOf('', 'Equal', 'Exists'),
  },
  'core.TopologySpreadConstraint': {
    maxSkew: SOME,
    minDomains: SOME,
    nodeAffinityPolicy: POLICY,
    nodeTaintsPolicy: POLICY,
    topologyKey: TEXT,
    whenUnsatisfiable: oneOf('DoNotSchedule', 'ScheduleAnyway'),
  },
  'core.Volume': { name: LABEL },
  'core.VolumeMount': {
    mountPath: TEXT,
    mountPropagation: oneOf('Bidirectional', 'HostToContainer', 'None'),
    name: TEXT,
  },
  'core.WeightedPodAffinityTerm': { weight: between(1, 100) },
  'meta.LabelSelectorRequirement': {
    operator: oneOf('DoesNotExist', 'Exists', 'In', 'NotIn'),
  },
  'networking.HTTPIngressPath': { pathType: oneOf('Exact', 'ImplementationSpecific', 'Prefix') },
  'networking.NetworkPolicyPort': { endPort: PORT, port: PORT_OR_NAME, protocol: PROTOCOL },
  'networking.NetworkPolicySpec': { policyTypes: each('Egress', 'Ingress') },
  'networking.ServiceBackendPort': { name: PORT_NAME, number: FREE_PORT },
  'policy.PodDisruptionBudgetSpec': {
    unhealthyPodEvictionPolicy: oneOf('AlwaysAllow', 'IfHealthyBudget'),
  },
  'rbac.PolicyRule': { verbs: { minItems: 1 } },
  'rbac.RoleRef': { kind: oneOf('ClusterRole', 'Role') },
  'rbac.Subject': { kind: oneOf('Group', 'ServiceAccount', 'User') },
  'scheduling.PriorityClass': { preemptionPolicy: PREEMPTION, value: { maximum: 1_000_000_000 } },
  'storage.StorageClass': {
    reclaimPolicy: oneOf('Delete', 'Retain'),
    volumeBindingMode: oneOf('Immediate', 'WaitForFirstConsumer'),
  },
  'apiextensions.CustomResourceDefinitionSpec': { scope: oneOf('Cluster', 'Namespaced') },
};
