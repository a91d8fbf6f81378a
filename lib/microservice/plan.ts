import type { k8s } from 'cdk8s-plus-28';
import { type AnalysisAccess, findAnalysisMesh } from '../access/analysis';
import { planGrants } from '../access/grants';
import { type ConfigPlan, planConfig } from '../config/plan';
import { filesVolume } from '../config/volume';
import type { ControllerOwned, RolloutContext } from '../delivery/context';
import {
  type DeploymentRelease,
  planDeploymentRelease,
  rollingUpdate,
} from '../delivery/deployment-release';
import { isRolloutRelease } from '../delivery/release';
import { planRollout } from '../delivery/rollout-plan';
import { isSideBySide } from '../delivery/side-by-side';
import { ANNOTATION } from '../kubernetes/annotations';
import { findVersion } from '../kubernetes/image';
import { LABEL, type StringMap } from '../kubernetes/labels';
import { kubeManifest } from '../manifest/kube-manifest';
import type { Manifest } from '../manifest/manifest';
import type { ContainerSpec } from '../pod/container';
import { planPod, podSelector } from '../pod/plan';
import { portsOf } from '../pod/ports';
import { tcpProbe } from '../pod/probes';
import { labelsOf, type MicroserviceContext } from './context';
import { findExposedRoute, planMicroserviceExposure } from './exposure';
import { annotateForInit } from './init-proxy';
import { planMicroserviceObservability } from './observability';
import { gvkOf, type PlannedPods, type Runner } from './runner';
import { planAutoscaler, planDisruptionBudget, planRecommendations } from './scaling-plan';
import { serviceSelectors } from './selectors';
import { planServices, servicePorts } from './service-plan';
import type { MicroserviceProps } from './spec';
import { mostOf, partsOf, type WorkloadPart } from './workload-part';

/** What is known of it in the folder that is written may make it a later one. */
const FIRST_VERSION = { [ANNOTATION.configVersion]: '1' };

/** The objects of a microservice. */
export interface MicroservicePlan {
  readonly serviceAccount: Manifest | undefined;
  /** Role and RoleBinding. */
  readonly roles: readonly Manifest[];
  readonly configMaps: readonly Manifest[];
  readonly services: readonly Manifest[];
  /** What makes it reachable from outside: Gateway, VirtualService, HTTPRoute, Ingress. */
  readonly exposure: readonly Manifest[];
  /** A Deployment, or a Rollout; or two Deployments, that which callers get first. */
  readonly workloads: readonly Manifest[];
  /** What its release needs beside: VirtualServices, AnalysisTemplates. */
  readonly release: readonly Manifest[];
  /** What the analyses of its release need to reach. */
  readonly analysisAccess: readonly AnalysisAccess[];
  /** What controllers write while a release runs, without the number of pods. */
  readonly controllerOwned: readonly ControllerOwned[];
  readonly autoscalers: readonly Manifest[];
  readonly disruptionBudgets: readonly Manifest[];
  /** What has it watched: monitor, alerts, dashboard. */
  readonly observability: readonly Manifest[];
}

/**
 * A microservice as plain objects. The spec has been checked before.
 * @param runner - what runs its pods, if that isn't a Deployment or a Rollout
 */
export function planMicroservice(
  props: MicroserviceProps,
  context: MicroserviceContext,
  image: string,
  runner?: Runner,
): MicroservicePlan {
  const labels = labelsOf(props, context);
  const metadata = { name: context.name, labels };
  const config = planConfig(context.name, props.config, context.namespace);
  const parts = partsOf(props, context, image);
  const gvk = gvkOf(props, runner);
  const pods = (part: WorkloadPart) => planPods(props, context, config, part, labels, runner);
  const { workloads, release, analysisAccess, controllerOwned } =
    runner === undefined
      ? planWorkloads(props, context, parts.map(pods), labels)
      : withoutRelease(parts.map((part) => runner.plan(pods(part))));
  return {
    serviceAccount: planServiceAccount(props, metadata),
    roles: planRoles(props, context, labels),
    configMaps: planConfigMaps(config, labels),
    services: planServices(props, context.name, labels, serviceSelectors(props, context.name)),
    exposure: planMicroserviceExposure(props, context),
    workloads,
    release,
    analysisAccess,
    controllerOwned,
    autoscalers: parts.flatMap((part) => [
      ...planAutoscaler(part, gvk, labels),
      ...planRecommendations(part, gvk, props, context.recommendResources ?? false, labels),
    ]),
    disruptionBudgets: parts.flatMap((part) => planDisruptionBudget(part, props, labels)),
    observability: planMicroserviceObservability(props, context, parts, gvk, runner?.claims),
  };
}

/** All objects of a microservice, in the order in which they are created. */
export function manifestsOf(plan: MicroservicePlan): readonly Manifest[] {
  const lists = [
    plan.roles,
    plan.configMaps,
    plan.services,
    plan.exposure,
    plan.workloads,
    plan.release,
    plan.autoscalers,
    plan.disruptionBudgets,
    plan.observability,
  ];
  const all = plan.serviceAccount === undefined ? [] : [plan.serviceAccount];
  for (const list of lists) all.push(...list);
  return all;
}

function planServiceAccount(
  props: MicroserviceProps,
  metadata: k8s.ObjectMeta,
): Manifest | undefined {
  const { existing, labels, annotations, imagePullSecrets } = props.serviceAccount ?? {};
  if (existing !== undefined) return undefined;
  return kubeManifest('KubeServiceAccount', {
    metadata: {
      name: metadata.name,
      labels: labels === undefined ? metadata.labels : { ...metadata.labels, ...labels },
      annotations,
    },
    imagePullSecrets: imagePullSecrets?.map((name) => ({ name })),
    // What was asked for is said, so that it is no oversight to who reads the manifest.
    automountServiceAccountToken:
      props.serviceAccount?.mountToken ?? (mountsToken(props) ? undefined : false),
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
  return [values, files]
    .filter((config) => config !== undefined)
    .map((config) =>
      kubeManifest('KubeConfigMap', {
        metadata: { name: config.name, labels, annotations: FIRST_VERSION },
        data: config.data,
        binaryData: config.binaryData,
        immutable: true,
      }),
    );
}

/** Workloads, and what their release needs. */
type WorkloadsPlan = Pick<
  MicroservicePlan,
  'workloads' | 'release' | 'analysisAccess' | 'controllerOwned'
>;

function withoutRelease(workloads: readonly Manifest[]): WorkloadsPlan {
  return { workloads, release: [], analysisAccess: [], controllerOwned: [] };
}

function planWorkloads(
  props: MicroserviceProps,
  context: MicroserviceContext,
  pods: readonly PlannedPods[],
  labels: StringMap,
): WorkloadsPlan {
  const { release = rollingUpdate() } = props;
  const plan = (own: DeploymentRelease) => pods.map((part) => planDeployment(part, own));
  if (!isRolloutRelease(release)) {
    const own = isSideBySide(release) ? (release.each ?? rollingUpdate()) : release;
    return withoutRelease(plan(own));
  }
  // Of the Deployment's own release nothing is left but its defaults.
  const plans = plan({ kind: 'recreate' }).map((deployment) =>
    planRollout(deployment, release, rolloutContext(props, context, labels)),
  );
  return {
    workloads: plans.map(({ rollout }) => rollout),
    release: plans.flatMap(({ manifests }) => manifests),
    analysisAccess: plans.flatMap(({ analysisAccess }) => analysisAccess),
    controllerOwned: plans.flatMap(({ controllerOwned }) => controllerOwned),
  };
}

function rolloutContext(
  props: MicroserviceProps,
  context: MicroserviceContext,
  labels: StringMap,
): RolloutContext {
  const { name, namespace, environment } = context;
  return {
    name,
    namespace,
    labels,
    selector: podSelector(name),
    ports: servicePorts(props),
    mesh: findAnalysisMesh(environment),
    exposed: findExposedRoute(props, context),
  };
}

function planDeployment(
  { metadata, selector, replicas, template }: PlannedPods,
  release: DeploymentRelease,
): Manifest {
  return kubeManifest('KubeDeployment', {
    metadata,
    spec: {
      replicas,
      selector: { matchLabels: selector },
      ...planDeploymentRelease(release),
      template,
    },
  });
}

/** What runs the pods of one part is made from this. */
function planPods(
  props: MicroserviceProps,
  context: MicroserviceContext,
  config: ConfigPlan,
  part: WorkloadPart,
  labels: StringMap,
  runner: Runner | undefined,
): PlannedPods {
  const { name, image, selector, scaling } = part;
  const version = findVersion(image);
  return {
    metadata: {
      name,
      labels:
        version === undefined ? labels : Object.assign({}, labels, { [LABEL.version]: version }),
      annotations: props.annotations,
    },
    selector,
    // Never beside an autoscaler, which would be put back at each sync.
    replicas: typeof scaling === 'number' ? scaling : undefined,
    template: planTemplate(
      props,
      context,
      config,
      part,
      Object.assign({}, labels, version === undefined ? {} : { version }, selector),
      runner?.restartPolicy,
    ),
  };
}

function planTemplate(
  props: MicroserviceProps,
  context: MicroserviceContext,
  config: ConfigPlan,
  { image, selector, scaling }: WorkloadPart,
  labels: StringMap,
  restartPolicy: Runner['restartPolicy'],
): k8s.PodTemplateSpec {
  return planPod({
    name: context.name,
    app: context.app,
    image,
    namespace: context.namespace,
    container: withReadiness(props),
    volumes: Object.assign({}, filesVolume(props.config, config.files?.name ?? ''), props.volumes),
    pod: props.pod,
    configValues: config.values?.name,
    labels,
    annotations: annotateForInit(props, context.environment),
    selector,
    serviceAccountName: props.serviceAccount?.existing ?? context.name,
    mountToken: mountsToken(props),
    spread: mostOf(scaling) < 2 ? [] : context.spread,
    restartPolicy,
  });
}

/** Readiness where the spec is silent: a pod gets no traffic before its first TCP port is open. */
function withReadiness(props: MicroserviceProps): ContainerSpec {
  const port = portsOf(props.ports).find(({ protocol }) => protocol === 'TCP');
  if (port === undefined || props.probes?.readiness !== undefined) return props;
  return { ...props, probes: { ...props.probes, readiness: tcpProbe({ port: port.name }) } };
}
