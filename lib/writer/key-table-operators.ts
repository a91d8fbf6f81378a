const ENDPOINT = `
  port portNumber targetPort path scheme params interval scrapeTimeout
  honorLabels honorTimestamps relabelings metricRelabelings`;

const SECRET_REFERENCE = 'key version property decodingStrategy conversionStrategy metadataPolicy';

/**
 * External Secrets, cert-manager, the Prometheus operator and KEDA, in the order of their
 * documentation's examples.
 *
 * @see https://external-secrets.io/latest/api/externalsecret/
 * @see https://cert-manager.io/docs/usage/certificate/
 * @see https://prometheus-operator.dev/docs/api-reference/api/
 * @see https://keda.sh/docs/latest/reference/scaledobject-spec/
 */
export const OPERATOR_KEYS = {
  'ExternalSecret.spec': `
    refreshPolicy refreshInterval secretStoreRef target data dataFrom`,
  secretStoreRef: 'kind name',
  'ExternalSecret.spec.target': 'name creationPolicy deletionPolicy immutable template manifest',
  'target.template': 'type engineVersion mergePolicy metadata data templateFrom',
  'data[]': 'secretKey remoteRef sourceRef',
  remoteRef: SECRET_REFERENCE,
  'dataFrom[]': 'extract find rewrite sourceRef',
  extract: SECRET_REFERENCE,

  'Certificate.spec': `
    secretName secretTemplate issuerRef commonName dnsNames ipAddresses uris emailAddresses
    duration renewBefore renewBeforePercentage isCA usages privateKey`,
  issuerRef: 'group kind name',
  secretTemplate: 'labels annotations',
  privateKey: 'algorithm encoding size rotationPolicy',
  acme: 'server email profile privateKeySecretRef solvers',

  'ServiceMonitor.spec':
    'jobLabel targetLabels podTargetLabels namespaceSelector selector endpoints',
  'PodMonitor.spec': 'jobLabel podTargetLabels namespaceSelector selector podMetricsEndpoints',
  'endpoints[]': ENDPOINT,
  'podMetricsEndpoints[]': ENDPOINT,
  'PrometheusRule.spec.groups[]': 'name interval limit labels rules',
  'PrometheusRule.spec.groups[].rules[]': `
    record alert expr for keep_firing_for labels annotations`,

  'ScaledObject.spec': `
    scaleTargetRef pollingInterval cooldownPeriod initialCooldownPeriod idleReplicaCount
    minReplicaCount maxReplicaCount fallback advanced triggers`,
  'ScaledJob.spec': `
    jobTargetRef pollingInterval minReplicaCount maxReplicaCount successfulJobsHistoryLimit
    failedJobsHistoryLimit rollout scalingStrategy triggers`,
  jobTargetRef: `
    parallelism completions activeDeadlineSeconds backoffLimit ttlSecondsAfterFinished template`,
  'triggers[]': 'name type metricType useCachedMetrics metadata authenticationRef',
  'triggers[].metadata': '',
  'VerticalPodAutoscaler.spec': 'targetRef updatePolicy resourcePolicy',
  'VerticalPodAutoscaler.spec.targetRef': 'apiVersion kind name',
};
