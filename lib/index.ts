export type { Grant } from './access/grants';
export type { Config, ConfigFiles } from './config/spec';
export { ConfigRepo, type ConfigRepoProps, type SystemClass } from './config-repo/config-repo';
export {
  type ImagePinsReading,
  type ImageSource,
  imagePinsIn,
  parseImagePins,
} from './config-repo/image-pins';
export type { Synthesis } from './config-repo/synthesis';
export {
  type PodShare,
  type Release,
  type ReleaseOptions,
  type RollingUpdateOptions,
  recreate,
  rollingUpdate,
} from './delivery/release';
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
export type { AccessDialect, AccessSpec, ClusterPods } from './environment/access';
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
