const JOB_SPEC = `
  suspend completions parallelism completionMode backoffLimit backoffLimitPerIndex maxFailedIndexes
  activeDeadlineSeconds ttlSecondsAfterFinished podFailurePolicy podReplacementPolicy
  manualSelector selector template`;

const CLAIM_SPEC =
  'accessModes storageClassName volumeMode resources volumeName selector dataSource dataSourceRef';

const POLICY_RULES = 'apiGroups resources resourceNames nonResourceURLs verbs';

/**
 * Kubernetes' own kinds, but for the inside of pods: in the order of the examples in its
 * documentation. A workload's spec says how many and how replaced before it says what.
 *
 * @see https://kubernetes.io/docs/concepts/
 */
export const KUBERNETES_KEYS = {
  metadata: `
    name generateName namespace labels annotations finalizers ownerReferences
    uid resourceVersion generation creationTimestamp deletionTimestamp`,
  'ownerReferences[]': 'apiVersion kind name uid controller blockOwnerDeletion',

  // Maps whose keys the user chose.
  labels: '',
  annotations: '',
  matchLabels: '',
  data: '',
  stringData: '',
  binaryData: '',
  parameters: '',
  hard: '',
  requests: '',
  limits: '',
  default: '',
  defaultRequest: '',
  max: '',
  min: '',
  maxLimitRequestRatio: '',

  selector: 'matchLabels matchExpressions',
  'matchExpressions[]': 'key operator values',

  // Workloads, which include Argo's Rollout.
  spec: `
    replicas analysis paused suspend revisionHistoryLimit minReadySeconds progressDeadlineSeconds
    progressDeadlineAbort rollbackWindow restartAt podManagementPolicy ordinals serviceName
    strategy updateStrategy selector workloadRef template volumeClaimTemplates
    persistentVolumeClaimRetentionPolicy`,
  strategy: 'type rollingUpdate canary blueGreen',
  updateStrategy: 'type rollingUpdate',
  rollingUpdate: 'maxSurge maxUnavailable partition',
  template: 'metadata spec',
  'Job.spec': JOB_SPEC,
  'jobTemplate.spec': JOB_SPEC,
  'provider.job.spec': JOB_SPEC,
  'CronJob.spec': `
    schedule timeZone suspend concurrencyPolicy startingDeadlineSeconds
    successfulJobsHistoryLimit failedJobsHistoryLimit jobTemplate`,
  'PersistentVolumeClaim.spec': CLAIM_SPEC,
  'volumeClaimTemplates[]': 'apiVersion kind metadata spec',
  'volumeClaimTemplates[].spec': CLAIM_SPEC,
  'volumeClaimTemplate.spec': CLAIM_SPEC,

  'Service.spec': `
    type externalName clusterIP clusterIPs ipFamilyPolicy ipFamilies loadBalancerClass
    loadBalancerIP loadBalancerSourceRanges externalIPs externalTrafficPolicy
    internalTrafficPolicy healthCheckNodePort allocateLoadBalancerNodePorts
    publishNotReadyAddresses sessionAffinity sessionAffinityConfig selector ports`,
  'Service.spec.selector': '',

  'HorizontalPodAutoscaler.spec': 'scaleTargetRef minReplicas maxReplicas metrics behavior',
  'HorizontalPodAutoscaler.spec.metrics[]': `
    type resource containerResource pods object external`,
  'metrics[].resource': 'name target',
  'metrics[].containerResource': 'container name target',
  metric: 'name selector',
  'metrics[].pods': 'metric target',
  'metrics[].object': 'describedObject metric target',
  'metrics[].external': 'metric target',
  target: 'type averageUtilization averageValue value group version kind name namespace',
  behavior: 'scaleUp scaleDown',
  scaleUp: 'stabilizationWindowSeconds selectPolicy policies',
  scaleDown: 'stabilizationWindowSeconds selectPolicy policies',
  'policies[]': 'type value periodSeconds',
  'PodDisruptionBudget.spec': 'minAvailable maxUnavailable unhealthyPodEvictionPolicy selector',

  'NetworkPolicy.spec': 'podSelector policyTypes ingress egress',
  podSelector: 'matchLabels matchExpressions',
  namespaceSelector: 'any matchNames matchLabels matchExpressions',
  'ingress[]': 'from ports',
  'egress[]': 'to ports',
  'from[]': 'group kind namespaceSelector podSelector ipBlock',
  'to[]': 'group kind name namespaceSelector podSelector ipBlock',
  ipBlock: 'cidr except',
  'Ingress.spec': 'ingressClassName defaultBackend tls rules',
  'Ingress.spec.rules[]': 'host http',
  'paths[]': 'path pathType backend',

  'LimitRange.spec.limits[]': 'type default defaultRequest min max maxLimitRequestRatio',
  'ResourceQuota.spec': 'hard scopes scopeSelector',
  'scopeSelector.matchExpressions[]': 'scopeName operator values',
  'CustomResourceDefinition.spec': 'group scope names versions conversion',
  'CustomResourceDefinition.spec.names': 'kind listKind plural singular shortNames categories',
  'CustomResourceDefinition.spec.versions[]': `
    name served storage deprecated deprecationWarning schema subresources additionalPrinterColumns`,
  'additionalPrinterColumns[]': 'name type format jsonPath priority description',
  'rules[]': POLICY_RULES,
  roleRef: 'apiGroup kind name',
  'subjects[]': 'apiGroup kind name namespace',
};
