const APPLICATION_SPEC = `
  project source sources destination syncPolicy ignoreDifferences revisionHistoryLimit info`;

const SOURCE = `
  name repoURL chart targetRevision path ref helm kustomize directory plugin`;

const ANALYSIS = 'templates startingStep args dryRun measurementRetention analysisRunMetadata';

/**
 * Argo CD and Argo Rollouts, in the order of their documentation's examples.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/
 * @see https://argo-rollouts.readthedocs.io/en/stable/features/specification/
 */
export const ARGO_KEYS = {
  'Application.spec': APPLICATION_SPEC,
  'ApplicationSet.spec': `
    goTemplate goTemplateOptions generators strategy syncPolicy preservedFields
    ignoreApplicationDifferences template templatePatch`,
  'ApplicationSet.spec.template.spec': APPLICATION_SPEC,
  source: SOURCE,
  'sources[]': SOURCE,
  helm: `
    releaseName namespace version valueFiles ignoreMissingValueFiles values valuesObject
    parameters fileParameters`,
  'helm.parameters[]': 'name value forceString',
  destination: 'server name host namespace subset port',
  syncPolicy: `
    automated syncOptions managedNamespaceMetadata retry applicationsSync
    preserveResourcesOnDeletion`,
  automated: 'enabled prune selfHeal allowEmpty',
  retry: 'limit refresh backoff',
  backoff: 'duration factor maxDuration',
  'ignoreDifferences[]': `
    group kind name namespace jsonPointers jqPathExpressions managedFieldsManagers`,

  'AppProject.spec': `
    description sourceRepos sourceNamespaces destinations destinationServiceAccounts
    clusterResourceWhitelist clusterResourceBlacklist namespaceResourceWhitelist
    namespaceResourceBlacklist orphanedResources signatureKeys syncWindows roles`,
  'destinations[]': 'server name namespace',
  'roles[]': 'name description policies groups jwtTokens',
  'syncWindows[]': `
    kind schedule timeZone duration applications namespaces clusters manualSync syncOverrun
    andOperator description`,

  canary: `
    stableService canaryService pingPong trafficRouting maxSurge maxUnavailable
    minPodsPerReplicaSet replicaProgressThreshold dynamicStableScale abortScaleDownDelaySeconds
    scaleDownDelaySeconds scaleDownDelayRevisionLimit stableMetadata canaryMetadata antiAffinity
    analysis steps`,
  blueGreen: `
    activeService previewService previewReplicaCount autoPromotionEnabled autoPromotionSeconds
    maxUnavailable abortScaleDownDelaySeconds scaleDownDelaySeconds scaleDownDelayRevisionLimit
    activeMetadata previewMetadata antiAffinity prePromotionAnalysis postPromotionAnalysis`,
  'Rollout.spec.analysis': 'successfulRunHistoryLimit unsuccessfulRunHistoryLimit',
  analysis: ANALYSIS,
  prePromotionAnalysis: ANALYSIS,
  postPromotionAnalysis: ANALYSIS,
  'templates[]': 'templateName name clusterScope',
  trafficRouting: 'managedRoutes istio plugins nginx alb smi traefik apisix ambassador appMesh',
  'istio.virtualService': 'name routes',
  'istio.virtualServices[]': 'name routes',
  'istio.destinationRule': 'name stableSubsetName canarySubsetName',
  nginx: 'stableIngress stableIngresses additionalIngressAnnotations canaryIngressAnnotations',
  setCanaryScale: 'replicas weight matchTrafficWeight',
  setHeaderRoute: 'name match',
  setMirrorRoute: 'name percentage match',
  'setMirrorRoute.match[]': 'method path headers',
  experiment: 'duration templates analyses dryRun scaleDownDelaySeconds analysisRunMetadata',
  'experiment.templates[]': 'name specRef replicas weight service metadata selector',
  'experiment.analyses[]': 'name templateName clusterScope requiredForCompletion args',
  'measurementRetention[]': 'metricName limit',
  analysisRunMetadata: 'labels annotations',
  stableMetadata: 'labels annotations',
  canaryMetadata: 'labels annotations',
  activeMetadata: 'labels annotations',
  previewMetadata: 'labels annotations',

  'AnalysisTemplate.spec': 'args dryRun measurementRetention templates metrics',
  'ClusterAnalysisTemplate.spec': 'args dryRun measurementRetention templates metrics',
  'spec.metrics[]': `
    name initialDelay interval count successCondition failureCondition failureLimit
    inconclusiveLimit consecutiveSuccessLimit consecutiveErrorLimit provider`,
  'provider.prometheus': 'address headers authentication insecure timeout rangeQuery query',
  'provider.web':
    'method url headers timeoutSeconds authentication insecure body jsonBody jsonPath',
  'provider.job': 'metadata spec',
  'provider.datadog': 'apiVersion interval query queries formula aggregator secretRef',
  'prometheus.headers[]': 'key value',
  'web.headers[]': 'key value',
  oauth2: 'tokenUrl clientId clientSecret scopes',
  sigv4: 'region profile roleArn',

  'Experiment.spec': `
    duration progressDeadlineSeconds scaleDownDelaySeconds terminate templates analyses dryRun
    measurementRetention analysisRunMetadata`,
  'Experiment.spec.templates[]': 'name replicas minReadySeconds service selector template',
  'Experiment.spec.analyses[]': 'name templateName clusterScope requiredForCompletion args',
};
