import type { k8s } from 'cdk8s-plus-28';
import { findSeconds } from '../kubernetes/duration';
import { LABEL, type StringMap } from '../kubernetes/labels';
import { type ContainerSpec, planContainer } from './container';
import type { Lifecycle } from './lifecycle';
import { portsOf } from './ports';
import { planScheduling, type SpreadDomain } from './scheduling';
import { RESTRICTED_POD } from './security';
import type { PodOptions, Shutdown, Volumes } from './spec';
import { mountsOf, planVolumes } from './volumes';

/** Labels by which workloads, Services, policies and the mesh find pods. */
export const SELECTOR_LABELS = [LABEL.name, 'app'] as const;

/** Long enough for most endpoints lists to forget the pod. */
const DEFAULT_DELAY_SECONDS = 5;

/** A pod with everything decided: what any workload's template is planned from. */
export interface PodPlanInput {
  /** Name of the workload. */
  readonly name: string;
  /** Label `app` of the pods. @default the name */
  readonly app?: string;
  /** Image of the main container. */
  readonly image: string;
  readonly namespace: string | undefined;
  readonly container: ContainerSpec;
  readonly volumes?: Volumes;
  readonly pod?: PodOptions;
  readonly labels: StringMap;
  /** @default none but the pod's own */
  readonly annotations?: StringMap;
  readonly serviceAccountName: string;
  readonly mountToken: boolean;
  /** Spread where the pod itself doesn't say. */
  readonly spread: readonly SpreadDomain[];
  /** Labels of the pods that are spread. @default those that select all pods of the workload's name */
  readonly selector?: StringMap;
  /** @default Always */
  readonly restartPolicy?: 'OnFailure' | 'Never';
}

/** The labels that select the pods of a workload, and of no other in its namespace. */
export function podSelector(name: string): StringMap {
  return { [LABEL.name]: name };
}

/** A pod template for Deployment, Rollout, StatefulSet, DaemonSet, Job and CronJob. */
export function planPod(input: PodPlanInput): k8s.PodTemplateSpec {
  const { pod = {} } = input;
  return {
    metadata: {
      labels: Object.assign({}, input.labels, pod.labels, podSelector(input.name), {
        app: input.app ?? input.name,
      }),
      ...nonEmpty('annotations', { ...input.annotations, ...pod.annotations }),
    },
    spec: planPodSpec(input, pod),
  };
}

function planPodSpec(input: PodPlanInput, pod: PodOptions): k8s.PodSpec {
  const volumes = planVolumes(input.volumes);
  const grace = pod.shutdown?.gracePeriod;
  const scheduling = planScheduling(
    { ...pod.scheduling, spread: pod.scheduling?.spread ?? input.spread },
    input.selector ?? podSelector(input.name),
  );
  const own: k8s.PodSpec = {
    serviceAccountName: input.serviceAccountName,
    automountServiceAccountToken: input.mountToken ? undefined : false,
    enableServiceLinks: pod.enableServiceLinks ?? false,
    restartPolicy: input.restartPolicy,
    terminationGracePeriodSeconds: grace && findSeconds(grace),
    securityContext: Object.assign({}, RESTRICTED_POD, pod.securityContext),
    imagePullSecrets: pod.imagePullSecrets?.map((name) => ({ name })),
    dnsPolicy: pod.dnsPolicy,
    dnsConfig: pod.dnsConfig,
    hostAliases: pod.hostAliases && [...pod.hostAliases],
    initContainers: planInitContainers(input, pod),
    containers: [planMainContainer(input, pod)],
    volumes: volumes.length === 0 ? undefined : volumes,
  };
  return Object.assign({}, pod.other, own, scheduling);
}

function planMainContainer(input: PodPlanInput, pod: PodOptions): k8s.Container {
  const { container } = input;
  const lifecycle = withDelay(container, pod.shutdown);
  return planContainer(
    { ...container, lifecycle },
    {
      name: pod.containerName ?? input.name,
      image: input.image,
      namespace: input.namespace,
      volumeMounts: mountsOf(input.volumes),
    },
  );
}

/** Sidecars come first, so that init containers have them at hand. */
function planInitContainers(input: PodPlanInput, pod: PodOptions): k8s.Container[] | undefined {
  const { namespace } = input;
  const sidecars = Object.entries(pod.sidecars ?? {}).map(([name, extra]) => ({
    ...planContainer(extra, { name, image: extra.image, namespace }),
    restartPolicy: 'Always',
  }));
  const inits = Object.entries(pod.initContainers ?? {}).map(([name, extra]) =>
    planContainer(extra, { name, image: extra.image, namespace }),
  );
  const all = [...sidecars, ...inits];
  return all.length === 0 ? undefined : all;
}

function withDelay(container: ContainerSpec, shutdown: Shutdown = {}): Lifecycle | undefined {
  const seconds = delaySeconds(container, shutdown);
  if (seconds === 0) return container.lifecycle;
  return { ...container.lifecycle, preStop: { exec: ['sleep', String(seconds)] } };
}

/** Seconds that a pod sleeps before it is told to end; 0 for not at all. */
export function delaySeconds(container: ContainerSpec, { delay }: Shutdown): number {
  if (container.lifecycle?.preStop !== undefined || delay === 'none') return 0;
  if (delay !== undefined) return findSeconds(delay) ?? 0;
  return portsOf(container.ports).length === 0 ? 0 : DEFAULT_DELAY_SECONDS;
}

function nonEmpty<K extends string>(key: K, map: StringMap): { [k in K]?: StringMap } {
  const result: { [k in K]?: StringMap } = {};
  if (Object.keys(map).length > 0) result[key] = map;
  return result;
}
