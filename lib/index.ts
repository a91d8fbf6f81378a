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
export { type Exposure, listExposure } from './checks/exposure/exposure';
export type { ExposedPort, Opening } from './checks/exposure/opening';
export { checkHardening } from './checks/hardening/check';
export {
  formatFinding,
  type HardeningControl,
  type HardeningFinding,
} from './checks/hardening/finding';
export { checkImages } from './checks/images';
export type { Config, ConfigFiles } from './config/spec';
export { ConfigRepo, type ConfigRepoProps, type SystemClass } from './config-repo/config-repo';
export {
  type ImagePinsReading,
  type ImageSource,
  imagePinsIn,
  parseImagePins,
} from './config-repo/image-pins';
export type { Synthesis } from './config-repo/synthesis';
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
export { type IstioByHostOptions, istioByHost } from './delivery/istio-by-host';
export type { ReleaseOptions, RolloutOptions } from './delivery/options';
export type { PodShare } from './delivery/pod-share';
export {
  type DeploymentRelease,
  type Release,
  type RollingUpdateOptions,
  type RolloutRelease,
  recreate,
  rollingUpdate,
} from './delivery/release';
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
export { Rollout, type RolloutProps, type RolloutStrategy } from './delivery/rollout';
export type { WorkloadReference, WorkloadScaleDown } from './delivery/rollout-plan';
export type {
  DeploymentWorkload,
  ReferredWorkload,
  RolloutWorkload,
  TemplateWorkload,
} from './delivery/rollout-workload';
export type { Router, RouterContext, RouterPlan, RouterSupport } from './delivery/router';
export type { Moment } from './delivery/simulation/recording';
export { type Simulation, type SimulationOptions, simulate } from './delivery/simulation/simulate';
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
  type ExternalEndpointProps,
  externalEndpoint,
  only,
  type Protocol,
  type RequestRule,
  type ServiceEndpoint,
} from './endpoint/endpoint';
export type { AccessDialect, AccessSpec, ApiServer, ClusterPods } from './environment/access';
export {
  defineEnvironment,
  defineEnvironments,
  type EnvironmentName,
  type EnvironmentOf,
} from './environment/define';
export { type Choices, Environment, type EnvironmentContext } from './environment/environment';
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
export type { Duration } from './kubernetes/duration';
export type { ExposureKind } from './kubernetes/exposure';
export type { ImagePolicy } from './kubernetes/image-policy';
export type { StringMap } from './kubernetes/labels';
export type { Cpu, Size } from './kubernetes/quantity';
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
export type {
  Autoscaling,
  DisruptionBudget,
  MicroserviceProps,
  OtherServiceFields,
  ServiceAccountOptions,
  ServiceOptions,
} from './microservice/spec';
export { EnvironmentNamespace } from './namespace/construct';
export type { EnvironmentNamespaceProps, NamespaceOptions } from './namespace/spec';
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
export type { OtherPodFields, PodOptions, Shutdown, Volumes } from './pod/spec';
export {
  configVolume,
  emptyDir,
  existingClaim,
  type Mount,
  otherVolume,
  projectedVolume,
  secretVolume,
  type Volume,
} from './pod/volumes';
export { InputError, type Problem } from './problem/problem';
export {
  findSystem,
  requireSystem,
  System,
  type SystemOptions,
  type SystemType,
} from './system/system';
export { renderFiles } from './writer/render';
export { emitYaml } from './writer/yaml';
