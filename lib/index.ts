export { openAcmeSolvers } from './access/acme-solvers';
export type { Grant } from './access/grants';
export type { AlertOptions } from './analysis/alerts';
export {
  type ArgumentRef,
  type ArgumentSpec,
  type ArgumentValue,
  fromSecret,
  latestHash,
  required,
  rolloutField,
  stableHash,
} from './analysis/arguments';
export { AnalysisTemplate, ClusterAnalysisTemplate } from './analysis/construct';
export type {
  ExperimentPods,
  ExperimentProps,
  ExperimentUse,
} from './analysis/experiment';
export { Experiment } from './analysis/experiment-construct';
export { loadTest, smokeTest, webCheck } from './analysis/job-analyses';
export { longestDuration } from './analysis/length';
export {
  type AnalysisTarget,
  istioMetrics,
  prometheusMetrics,
  type RequestMetrics,
  type VersionMark,
} from './analysis/metrics-source';
export { type Objective, type ObjectiveOptions, objective } from './analysis/objective';
export { ObjectiveAlerts, type ObjectiveAlertsProps } from './analysis/objective-construct';
export type { Latencies, Latency } from './analysis/percent';
export type { JobMetric, Provider, Providers } from './analysis/provider';
export type { Analysis, MeasureOptions, ReadyAnalysis } from './analysis/ready';
export { latency, restarts, successRate } from './analysis/request-analyses';
export type {
  AnalysisTemplateProps,
  AnalysisUse,
  Metric as AnalysisMetric,
} from './analysis/spec';
export { analysisTemplate, clusterAnalysisTemplate, type Template } from './analysis/template';
export type { AcknowledgedChange } from './argocd/acknowledged';
export {
  branchPerEnvironment,
  folderPerEnvironment,
  type GitStrategy,
  repositoryPerEnvironment,
} from './argocd/git';
export { type KedaFallback, type KedaOptions, type KedaScaling, keda } from './autoscaling/keda';
export {
  cpuTrigger,
  cronTrigger,
  kafkaTrigger,
  memoryTrigger,
  type PodIdentity,
  prometheusTrigger,
  rabbitmqTrigger,
  redisTrigger,
  sqsTrigger,
  type Trigger,
  type TriggerAuth,
  type TriggerOptions,
  type TriggerValue,
  trigger,
} from './autoscaling/trigger';
export { Backup, type BackupProps, type BackupTarget, type CopiesVolume } from './backup/backup';
export { ScheduledSnapshot, type ScheduledSnapshotProps } from './backup/scheduled-snapshot';
export { type Exposure, listExposure } from './checks/exposure/exposure';
export type { ExposedPort, Opening } from './checks/exposure/opening';
export type { Finding, Severity } from './checks/finding';
export { checkHardening } from './checks/hardening/check';
export {
  formatFinding,
  type HardeningControl,
  type HardeningFinding,
} from './checks/hardening/finding';
export { checkImages } from './checks/images';
export type { RuleId } from './checks/registry';
export type { Config, ConfigFiles } from './config/spec';
export { allow } from './config-repo/allow';
export { type BranchSource, branchesIn } from './config-repo/branches';
export { ConfigRepo, type ConfigRepoProps, type SystemClass } from './config-repo/config-repo';
export { type ExternalOptions, external } from './config-repo/external';
export {
  type ImagePinsReading,
  type ImageSource,
  imagePinsIn,
  parseImagePins,
} from './config-repo/image-pins';
export { type BranchesReading, parseBranches } from './config-repo/parse-branches';
export type { Synthesis } from './config-repo/synthesis';
export {
  SupercargoValidation,
  type SupercargoValidationProps,
} from './config-repo/validation-plugin';
export {
  type DefinedResource,
  defineCustomResource,
  type InstanceProps,
  type Verb,
} from './custom-resource/define';
export { CustomResourceDefinition } from './custom-resource/definition';
export {
  CustomResource,
  type CustomResourceProps,
  DefinedInstance,
  type GeneratedType,
} from './custom-resource/instance';
export type { CelRule, Schema, Schemas } from './custom-resource/schema';
export type {
  Column,
  DefinitionSpec,
  InstanceMetadata,
  OtherVersion,
  ScaleSubresource,
} from './custom-resource/spec';
export type { InstanceFields, TypeOf } from './custom-resource/type-of';
export { DaemonMicroservice } from './daemon/daemon-microservice';
export type { DaemonMicroserviceProps, DaemonUpdate } from './daemon/spec';
export { timingOfTemplate } from './delivery/analysis-timing';
export { type BlueGreenOptions, type BlueGreenRelease, blueGreen } from './delivery/blue-green';
export {
  type AntiAffinity,
  type BackgroundAnalysis,
  type CanaryOptions,
  type CanaryRelease,
  canary,
  type ProgressThreshold,
} from './delivery/canary';
export type { ControllerOwned, RolloutContext } from './delivery/context';
export {
  type DeploymentRelease,
  type RollingUpdateOptions,
  recreate,
  rollingUpdate,
} from './delivery/deployment-release';
export type { ReleaseOptions, RolloutOptions } from './delivery/options';
export type { PodShare } from './delivery/pod-share';
export type { Release, RolloutRelease } from './delivery/release';
export type {
  AnalysisArgument,
  AnalysisPlace,
  AnalysisSource,
  AnalysisTemplateName,
  AnalysisTemplateUse,
  AnalysisTiming,
  Metadata,
  PlannedAnalysis,
  ReleaseAnalysis,
} from './delivery/release-analysis';
export { Rollout } from './delivery/rollout';
export type { WorkloadReference, WorkloadScaleDown } from './delivery/rollout-plan';
export type {
  DeploymentWorkload,
  ReferredWorkload,
  RolloutProps,
  RolloutStrategy,
  RolloutWorkload,
  TemplateWorkload,
} from './delivery/rollout-workload';
export type { Router, RouterContext, RouterPlan, RouterSupport } from './delivery/router';
export { type AlbOptions, alb } from './delivery/routers/alb';
export { type AmbassadorOptions, ambassador } from './delivery/routers/ambassador';
export { type ApisixOptions, apisix } from './delivery/routers/apisix';
export { type AppMeshOptions, appMesh } from './delivery/routers/app-mesh';
export {
  type GatewayApiOptions,
  type GatewayRouteKind,
  gatewayApi,
} from './delivery/routers/gateway-api';
export type { RoutedIngressOptions } from './delivery/routers/ingress';
export type {
  ExistingTlsRoute,
  ExistingVirtualService,
  IstioOptions,
} from './delivery/routers/istio';
export { type IstioByHostOptions, istioByHost } from './delivery/routers/istio-by-host';
export { type IstioBySubsetOptions, istioBySubset } from './delivery/routers/istio-by-subset';
export { type NginxIngressOptions, nginxIngress } from './delivery/routers/nginx-ingress';
export { routers, type SupportOf } from './delivery/routers/several';
export { type SmiOptions, smi } from './delivery/routers/smi';
export { type TraefikOptions, traefik } from './delivery/routers/traefik';
export {
  type PluginConfig,
  type TrafficPluginOptions,
  trafficPlugin,
} from './delivery/routers/traffic-plugin';
export {
  type BlueGreenDeployments,
  type BlueGreenDeploymentsOptions,
  blueGreenByIngress,
  blueGreenByService,
  type CanaryByIngress,
  type CanaryByIngressOptions,
  type CanaryByReplicas,
  type CanaryByReplicasOptions,
  type Color,
  canaryByIngress,
  canaryByReplicas,
  type SideBySideRelease,
} from './delivery/side-by-side';
export type { SimulationOptions } from './delivery/simulation/options';
export type { Moment } from './delivery/simulation/recording';
export { type Simulation, simulate } from './delivery/simulation/simulate';
export { timeline } from './delivery/simulation/timeline';
export {
  analysisStep,
  type CanaryScale,
  canaryScale,
  type ExperimentStepAnalysis,
  type ExperimentStepOptions,
  type ExperimentStepTemplate,
  experiment,
  type HeaderMatch,
  headerRoute,
  mirrorRoute,
  pause,
  pluginStep,
  type RequestMatch,
  type Step,
  type TextMatch,
  weight,
} from './delivery/step';
export {
  type Address,
  address,
  type EndpointPart,
  type EndpointText,
  hostOf,
  portOf,
} from './endpoint/address';
export { type Call, callGraph, type OpenPort, type PodGroup } from './endpoint/call-graph';
export {
  type Endpoint,
  type ExternalEndpoint,
  externalEndpoint,
  only,
  type ServiceEndpoint,
} from './endpoint/endpoint';
export type { EndpointPods, ExternalEndpointProps } from './endpoint/external';
export type { Protocol } from './endpoint/protocol';
export type { RequestRule } from './endpoint/requests';
export type { AccessDialect, AccessSpec, ApiServer, ClusterPods } from './environment/access';
export type {
  Branches,
  BranchSpec,
  Condition,
  Day,
  SystemBranches,
  TextCondition,
  VariantSpec,
  When,
} from './environment/branches';
export {
  defineEnvironment,
  defineEnvironments,
  type EnvironmentName,
  type EnvironmentOf,
} from './environment/define';
export { type Choices, Environment, type EnvironmentContext } from './environment/environment';
export type { DnsSpec, GatewayReference, IngressSpec } from './environment/ingress';
export type {
  AlertingSpec,
  DashboardSpec,
  LogSpec,
  MeshTelemetrySpec,
  ObservabilitySpec,
  ReleaseEvent,
  ReleaseNotification,
  ScrapingSpec,
  TracingSpec,
} from './environment/observability';
export {
  type AzureDevOps,
  azureDevOps,
  type Bitbucket,
  type BitbucketServer,
  bitbucket,
  bitbucketServer,
  type Gitea,
  type GitHub,
  type GitLab,
  gitea,
  github,
  gitlab,
  type PreviewsSpec,
  type PullRequests,
  type SecretKey,
} from './environment/previews';
export type {
  AwsSecrets,
  AzureSecrets,
  ExistingStore,
  GcpSecrets,
  SecretBackend,
  SecretsSpec,
  VaultSecrets,
} from './environment/secrets';
export type {
  Cluster,
  ContainerLimits,
  EnvironmentSpec,
  ImagePins,
  Mesh,
  People,
  PodSecurity,
  Quota,
  Tier,
} from './environment/spec';
export {
  type ClusterKind,
  NIGHTS,
  type SyncEvent,
  type SyncNotification,
  type SyncSpec,
  type SyncWindow,
  WEEKENDS,
} from './environment/sync';
export { FeatureBranch } from './feature-branch/feature-branch';
export type { FeatureBranchProps, VariantProps } from './feature-branch/spec';
export type { Duration } from './kubernetes/duration';
export type { ExposureKind } from './kubernetes/exposure';
export type { ImagePolicy } from './kubernetes/image-policy';
export type { StringMap } from './kubernetes/labels';
export type { Cpu, Size } from './kubernetes/quantity';
export type { KubernetesVersion } from './kubernetes/version';
export type { JsonObject, JsonValue, Manifest, ManifestMetadata } from './manifest/manifest';
export type { ManifestEntry, ManifestSet } from './manifest/manifest-set';
export { readTree, type TreeReading } from './manifest/read-tree';
export {
  externalMetric,
  type MetricTarget,
  objectMetric,
  podsMetric,
} from './microservice/metrics';
export { Microservice } from './microservice/microservice';
export type { RunToEndProps } from './microservice/run-to-end';
export { ScaledJob, type ScaledJobProps } from './microservice/scaled-job';
export type {
  Autoscaling,
  DisruptionBudget,
  DisruptionBudgetOptions,
  ExistingServiceAccount,
  FurtherServiceOptions,
  MicroserviceProps,
  OtherServiceFields,
  OwnServiceAccount,
  Scaling,
  ServiceAccountOptions,
  ServiceOptions,
  ServingProps,
  WorkloadProps,
} from './microservice/spec';
export { EnvironmentNamespace } from './namespace/construct';
export { ClusterIssuer, Issuer } from './namespace/issuer';
export type { EnvironmentNamespaceProps, NamespaceOptions } from './namespace/spec';
export type { MicroserviceObservability, ScrapeOptions } from './observability/spec';
export type { ContainerSpec, ExtraContainerSpec, OtherContainerFields } from './pod/container';
export {
  configKey,
  containerResource,
  type Env,
  type EnvFrom,
  type EnvSource,
  type EnvValue,
  type PodField,
  podField,
  secretKey,
} from './pod/env';
export type { Hook, Lifecycle } from './pod/lifecycle';
export type { PortSpec, Ports } from './pod/ports';
export {
  execProbe,
  grpcProbe,
  grpcProbes,
  type HttpProbeOptions,
  httpProbe,
  type Probe,
  type Probes,
  type ProbeTimings,
  tcpProbe,
} from './pod/probes';
export type { Allotment, Resources } from './pod/resources';
export type { Scheduling, SpreadDomain } from './pod/scheduling';
export type {
  EndingSidecarSpec,
  NativeStart,
  SidecarSpec,
  SidecarStart,
} from './pod/sidecars';
export type {
  EndingPodOptions,
  OtherPodFields,
  PodOptions,
  Shutdown,
  Volumes,
} from './pod/spec';
export {
  configVolume,
  emptyDir,
  existingClaim,
  type Mount,
  type Mounts,
  otherVolume,
  projectedVolume,
  secretVolume,
  type Volume,
} from './pod/volumes';
export { InputError, type Problem } from './problem/problem';
export { ExternalSecret } from './secret/external-secret';
export { existingSecret, type SecretKeys, type SecretVolumeOptions } from './secret/keys';
export { restartOn } from './secret/restart';
export { SealedSecret } from './secret/sealed-secret';
export type {
  ExternalSecretProps,
  KeySource,
  RemoteKey,
  SealedSecretProps,
  SecretType,
} from './secret/spec';
export { SecretStore } from './secret/store';
export type { AccessMode, ClaimOrigin, ClaimSpec, OtherClaimFields } from './state/claim';
export type { ClaimRetention, PodClaim, StatefulMicroserviceProps } from './state/spec';
export { StatefulMicroservice } from './state/stateful-microservice';
export { VolumeClaim, type VolumeClaimProps } from './state/volume-claim';
export {
  type SnapshotSource,
  VolumeSnapshot,
  type VolumeSnapshotProps,
} from './state/volume-snapshot';
export type { DatabaseProps } from './store/database';
export { type Dump, mySqlDump, postgreSqlDump } from './store/dump';
export {
  type ExternalDatabaseProps,
  type ExternalRedisProps,
  type ExternalStoreProps,
  externalMemcached,
  externalMySql,
  externalPostgreSql,
  externalRedis,
} from './store/external';
export { Memcached, type MemcachedProps } from './store/memcached';
export { MySql, type MySqlProps } from './store/mysql';
export { PostgreSql, type PostgreSqlProps } from './store/postgresql';
export { Redis, type RedisFollowers, type RedisPort, type RedisProps } from './store/redis';
export type { Database, DatabaseAccess, Storage, Store, StoreProps } from './store/spec';
export {
  findSystem,
  requireSystem,
  System,
  type SystemOptions,
  type SystemType,
} from './system/system';
export type { Hook as TaskHook, HookDeletePolicy, HookOptions } from './task/hook';
export { ScheduledTask } from './task/scheduled-task';
export type { JobOptions, PodFailureRule, ScheduledTaskProps, TaskProps } from './task/spec';
export { Task } from './task/task';
export type { CertificateRequest } from './traffic/certificate';
export type { Destination, SubsetDestination, Weighted } from './traffic/destination';
export type { ExposedCors, Site } from './traffic/exposed/cors';
export type { ExposedDns } from './traffic/exposed/dns';
export type { Hsts } from './traffic/exposed/hsts';
export {
  type ExposureContext,
  type ExposurePlan,
  planExposure,
} from './traffic/exposed/plan';
export type { Exposed, ExposedTls } from './traffic/exposed/spec';
export { Gateway } from './traffic/gateway-api/gateway';
export type {
  AllowedRoutes,
  GatewayProps,
  Listener,
  ListenerTls,
} from './traffic/gateway-api/gateway-spec';
export { GrpcRoute } from './traffic/gateway-api/grpc-route';
export type {
  GrpcFilter,
  GrpcRouteMatch,
  GrpcRouteProps,
  GrpcRouteRule,
} from './traffic/gateway-api/grpc-route-spec';
export { HttpRoute } from './traffic/gateway-api/http-route';
export type {
  Cors,
  HttpFilter,
  HttpMethod,
  HttpRouteMatch,
  HttpRouteProps,
  HttpRouteRule,
  PathChange,
  PathMatch,
  RequestRedirect,
  UrlRewrite,
} from './traffic/gateway-api/http-route-spec';
export {
  ReferenceGrant,
  type ReferenceGrantProps,
  type Referred,
  type Referrer,
} from './traffic/gateway-api/reference-grant';
export type {
  CommonFilters,
  HeaderModifier,
  ParentReference,
  RouteOptions,
  ValueMatch,
  WeightedBackend,
} from './traffic/gateway-api/route-spec';
export { Ingress } from './traffic/ingress/ingress';
export type {
  IngressPath,
  IngressProps,
  IngressRule,
  IngressTls,
} from './traffic/ingress/ingress-spec';
export type { NginxCanary, NginxOptions } from './traffic/ingress/nginx';
export type { AcmeIssuer, AcmeSolver, IssuerProps } from './traffic/issuer';
export { DestinationRule } from './traffic/istio/destination-rule';
export type {
  DestinationRuleProps,
  SubsetSpec,
  TrafficPolicy,
} from './traffic/istio/destination-rule-spec';
export type { AbortFault, DelayFault, Fault } from './traffic/istio/fault';
export { IstioGateway } from './traffic/istio/gateway';
export type { GatewayName, ObjectName } from './traffic/istio/gateway-name';
export type {
  GatewayServer,
  IstioGatewayProps,
  ServerCredential,
  ServerTls,
  TlsVersion,
} from './traffic/istio/gateway-spec';
export type { HeaderChanges, HeaderOperations } from './traffic/istio/headers';
export type {
  CorsPolicy,
  DirectResponse,
  HttpForwardOptions,
  HttpRouteOptions,
  Mirror,
  Redirect,
  Retries,
  RetryCondition,
  Rewrite,
  VirtualHttpRoute,
  WeightedHttp,
} from './traffic/istio/http';
export type {
  HeaderValueMatch,
  HttpMatch,
  StringMatch,
  TcpMatch,
  TlsMatch,
} from './traffic/istio/match';
export { ServiceEntry } from './traffic/istio/service-entry';
export type {
  EntryProtocol,
  EntryServer,
  ServiceEntryProps,
} from './traffic/istio/service-entry-spec';
export { Sidecar } from './traffic/istio/sidecar';
export type { SidecarListener, SidecarProps } from './traffic/istio/sidecar-spec';
export type {
  ClientTls,
  ConnectionPool,
  ConsistentHash,
  LoadBalancing,
  LocalitySetting,
  OutlierDetection,
  PortPolicy,
  SimpleBalancing,
  StickyCookie,
  Warmup,
} from './traffic/istio/traffic-policy';
export { VirtualService } from './traffic/istio/virtual-service';
export type {
  VirtualServiceProps,
  VirtualTcpRoute,
  VirtualTlsRoute,
} from './traffic/istio/virtual-service-spec';
export type { TrafficDuration } from './traffic/values';
export type { ObjectOptions } from './traffic/wire';
export { renderFiles } from './writer/render';
export { emitYaml } from './writer/yaml';
