import type { k8s } from 'cdk8s-plus-28';
import { planGrants } from '../access/grants';
import { type ConfigPlan, configHash, planConfig } from '../config/plan';
import type { ControllerOwned, RolloutContext } from '../delivery/context';
import {
  type DeploymentRelease,
  isRolloutRelease,
  planDeploymentRelease,
  rollingUpdate,
} from '../delivery/release';
import { planRollout, servicesOf } from '../delivery/rollout-plan';
import { findVersion } from '../kubernetes/image';
import { LABEL, type StringMap } from '../kubernetes/labels';
import { intOrString, kubeManifest } from '../manifest/kube-manifest';
import type { Manifest } from '../manifest/manifest';
import type { ContainerSpec } from '../pod/container';
import { planPod, podSelector } from '../pod/plan';
import { portsOf } from '../pod/ports';
import { tcpProbe } from '../pod/probes';
import type { Volumes } from '../pod/spec';
import { configVolume } from '../pod/volumes';
import { labelsOf, type MicroserviceContext } from './context';
import { planMicroserviceExposure } from './exposure';
import { utilization } from './metrics';
import { planServices, servicePorts } from './service-plan';
import type { Autoscaling, DisruptionBudget, MicroserviceProps } from './spec';

/** Annotation of a pod template that changes with the configuration, and so rolls the pods. */
export const CONFIG_HASH = 'checksum/config';

/** Name of the volume that shows `config.files`. */
export const FILES_VOLUME = 'config-files';

/** The objects of a microservice. */
export interface MicroservicePlan {
  readonly serviceAccount: Manifest | undefined;
  /** Role and RoleBinding. */
  readonly roles: readonly Manifest[];
  readonly configMaps: readonly Manifest[];
  readonly services: readonly Manifest[];
  /** What makes it reachable from outside: Gateway, VirtualService, HTTPRoute, Ingress. */
  readonly exposure: readonly Manifest[];
  /** A Deployment, or a Rollout. */
  readonly workload: Manifest;
  /** What its release needs beside: VirtualServices, AnalysisTemplates. */
  readonly release: readonly Manifest[];
  /** What controllers write while a release runs, without the number of pods. */
  readonly controllerOwned: readonly ControllerOwned[];
  readonly autoscaler: Manifest | undefined;
  readonly disruptionBudget: Manifest | undefined;
}

/** A microservice as plain objects. The spec has been checked before. */
export function planMicroservice(
  props: MicroserviceProps,
  context: MicroserviceContext,
  image: string,
): MicroservicePlan {
  const labels = labelsOf(props, context);
  const metadata = { name: context.name, labels };
  const config = planConfig(context.name, props.config, context.namespace);
  const workload = planWorkload(props, context, config, image, labels);
  return {
    serviceAccount: planServiceAccount(props, metadata),
    roles: planRoles(props, context, labels),
    configMaps: planConfigMaps(config, labels),
    services: planServices(props, context.name, labels, versionServices(props, context.name)),
    exposure: planMicroserviceExposure(props, context),
    ...workload,
    autoscaler: planAutoscaler(props.replicas, metadata, workload.workload),
    disruptionBudget: planDisruptionBudget(props, context, metadata),
  };
}

function planServiceAccount(
  props: MicroserviceProps,
  metadata: k8s.ObjectMeta,
): Manifest | undefined {
  const { serviceAccount = {} } = props;
  if (serviceAccount.existing !== undefined) return undefined;
  return kubeManifest('KubeServiceAccount', {
    metadata: { ...metadata, annotations: serviceAccount.annotations },
    // What was asked for is said, so that it is no oversight to who reads the manifest.
    automountServiceAccountToken:
      serviceAccount.mountToken ?? (mountsToken(props) ? undefined : false),
  });
}

/** A token is of use only to what may do something with it. */
function mountsToken({ serviceAccount = {}, grants = [] }: MicroserviceProps): boolean {
  return serviceAccount.mountToken ?? grants.length > 0;
}

function planRoles(
  { grants = [], serviceAccount = {} }: MicroserviceProps,
  { name, namespace = 'default' }: MicroserviceContext,
  labels: StringMap,
): readonly Manifest[] {
  if (grants.length === 0) return [];
  return planGrants(name, { name: serviceAccount.existing ?? name, namespace }, grants, labels);
}

function planConfigMaps({ values, files }: ConfigPlan, labels: StringMap): readonly Manifest[] {
  return [values, files].flatMap((config): Manifest[] =>
    config === undefined
      ? []
      : [
          kubeManifest('KubeConfigMap', {
            metadata: { name: config.name, labels },
            data: config.data,
          }),
        ],
  );
}

/** Services of single versions, beside the one of the microservice's name. */
export function versionServices({ release }: MicroserviceProps, name: string): readonly string[] {
  if (!isRolloutRelease(release)) return [];
  return servicesOf(release, name).filter((service) => service !== name);
}

function planWorkload(
  props: MicroserviceProps,
  context: MicroserviceContext,
  config: ConfigPlan,
  image: string,
  labels: StringMap,
): Pick<MicroservicePlan, 'workload' | 'release' | 'controllerOwned'> {
  const { release = rollingUpdate() } = props;
  const plan = (own: DeploymentRelease) =>
    planDeployment(props, context, config, image, labels, own);
  if (!isRolloutRelease(release))
    return { workload: plan(release), release: [], controllerOwned: [] };
  const { rollout, manifests, controllerOwned } = planRollout(
    // Of the Deployment's own release nothing is left but its defaults.
    plan({ kind: 'recreate' }),
    release,
    rolloutContext(props, context, labels),
  );
  return { workload: rollout, release: manifests, controllerOwned };
}

function rolloutContext(
  props: MicroserviceProps,
  { name, namespace }: MicroserviceContext,
  labels: StringMap,
): RolloutContext {
  return { name, namespace, labels, selector: podSelector(name), ports: servicePorts(props) };
}

function planDeployment(
  props: MicroserviceProps,
  context: MicroserviceContext,
  config: ConfigPlan,
  image: string,
  labels: StringMap,
  release: DeploymentRelease,
): Manifest {
  const version = findVersion(image);
  return kubeManifest('KubeDeployment', {
    metadata: {
      name: context.name,
      labels: { ...labels, ...(version !== undefined && { [LABEL.version]: version }) },
      annotations: props.annotations,
    },
    spec: {
      replicas: fixedReplicas(props, context),
      selector: { matchLabels: podSelector(context.name) },
      ...planDeploymentRelease(release),
      template: planTemplate(props, context, config, image, {
        ...labels,
        ...(version !== undefined && { version }),
      }),
    },
  });
}

function planTemplate(
  props: MicroserviceProps,
  context: MicroserviceContext,
  config: ConfigPlan,
  image: string,
  labels: StringMap,
): k8s.PodTemplateSpec {
  const hash = configHash(config);
  return planPod({
    name: context.name,
    image,
    namespace: context.namespace,
    container: {
      ...withReadiness(props),
      envFrom: [
        ...(config.values === undefined ? [] : [{ configMap: config.values.name }]),
        ...(props.envFrom ?? []),
      ],
    },
    volumes: withFiles(props, config.files?.name),
    pod: props.pod,
    labels,
    annotations: hash === undefined ? {} : { [CONFIG_HASH]: hash },
    serviceAccountName: props.serviceAccount?.existing ?? context.name,
    mountToken: mountsToken(props),
    spread: mostReplicas(props, context) < 2 ? [] : context.spread,
  });
}

/** Readiness where the spec is silent: a pod gets no traffic before its first TCP port is open. */
function withReadiness(props: MicroserviceProps): ContainerSpec {
  const port = portsOf(props.ports).find(({ protocol }) => protocol === 'TCP');
  if (port === undefined || props.probes?.readiness !== undefined) return props;
  return { ...props, probes: { ...props.probes, readiness: tcpProbe({ port: port.name }) } };
}

function withFiles(props: MicroserviceProps, configMap: string | undefined): Volumes {
  const mountPath = props.config?.files?.mountPath;
  if (configMap === undefined || mountPath === undefined) return props.volumes ?? {};
  const files = configVolume(configMap, { mountPath, readOnly: true });
  return { [FILES_VOLUME]: files, ...props.volumes };
}

/** Never beside an autoscaler, which would be put back at each sync. */
function fixedReplicas(
  { replicas }: MicroserviceProps,
  context: MicroserviceContext,
): number | undefined {
  if (replicas === undefined) return context.replicas;
  return typeof replicas === 'number' ? replicas : undefined;
}

function planAutoscaler(
  scaling: number | Autoscaling | undefined,
  metadata: k8s.ObjectMeta & { readonly name: string },
  { apiVersion, kind }: Manifest,
): Manifest | undefined {
  if (scaling === undefined || typeof scaling === 'number') return undefined;
  const { min, max, cpuPercent, memoryPercent, metrics = [], behavior } = scaling;
  return kubeManifest('KubeHorizontalPodAutoscalerV2', {
    metadata,
    spec: {
      scaleTargetRef: { apiVersion, kind, name: metadata.name },
      minReplicas: min,
      maxReplicas: max,
      metrics: [
        ...(cpuPercent === undefined ? [] : [utilization('cpu', cpuPercent)]),
        ...(memoryPercent === undefined ? [] : [utilization('memory', memoryPercent)]),
        ...metrics,
      ],
      behavior,
    },
  });
}

function planDisruptionBudget(
  props: MicroserviceProps,
  context: MicroserviceContext,
  metadata: k8s.ObjectMeta,
): Manifest | undefined {
  const budget = props.disruptionBudget ?? defaultBudget(leastReplicas(props, context));
  if (budget === 'none') return undefined;
  const { maxUnavailable, minAvailable } = budget;
  return kubeManifest('KubePodDisruptionBudget', {
    metadata,
    spec: {
      maxUnavailable: maxUnavailable === undefined ? undefined : intOrString(maxUnavailable),
      minAvailable: minAvailable === undefined ? undefined : intOrString(minAvailable),
      selector: { matchLabels: podSelector(context.name) },
      // A pod that doesn't work must not hold up the drain of its node.
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
    },
  });
}

function defaultBudget(replicas: number): DisruptionBudget | 'none' {
  return replicas < 2 ? 'none' : { maxUnavailable: 1 };
}

/** The number of pods that there may be, a release apart. */
function mostReplicas(props: MicroserviceProps, context: MicroserviceContext): number {
  const { replicas = context.replicas } = props;
  return typeof replicas === 'number' ? replicas : replicas.max;
}

/** The number of pods that can be counted on. */
export function leastReplicas(props: MicroserviceProps, context: MicroserviceContext): number {
  const { replicas = context.replicas } = props;
  return typeof replicas === 'number' ? replicas : replicas.min;
}
