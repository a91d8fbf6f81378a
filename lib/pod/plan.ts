import type { k8s } from 'cdk8s-plus-28';
import { findSeconds } from '../kubernetes/duration';
import { LABEL, type StringMap } from '../kubernetes/labels';
import { type ContainerSpec, type ExtraContainerSpec, planContainer } from './container';
import { portsOf } from './ports';
import { planScheduling, type SpreadDomain } from './scheduling';
import { RESTRICTED_POD } from './security';
import { type SidecarStart, sidecarsThatStart } from './sidecars';
import type { PodOptions, Volumes } from './spec';
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
  /** ConfigMap of environment variables: the main container has them, further ones may ask for them. @default none */
  readonly configValues?: string;
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
    containers: [planMainContainer(input, pod), ...planBeside(input, pod)],
    volumes: volumes.length === 0 ? undefined : volumes,
  };
  return Object.assign({}, pod.other, own, scheduling);
}

function planMainContainer(input: PodPlanInput, pod: PodOptions): k8s.Container {
  return planContainer(input.container, {
    name: pod.containerName ?? input.name,
    image: input.image,
    namespace: input.namespace,
    volumeMounts: mountsOf(input.volumes),
    configValues: input.configValues,
    delaySeconds: delaySeconds(input.container, pod),
  });
}

/** What starts with the main container is told to end with it, and so waits as long. */
function planBeside(input: PodPlanInput, pod: PodOptions): readonly k8s.Container[] {
  return sidecarsThatStart('with-main', pod.sidecars).map(([name, extra]) =>
    planExtra(name, extra, input, delaySeconds(input.container, pod)),
  );
}

/** Kubernetes starts them one after the other, and goes on when a sidecar has started, or another has ended. */
function planInitContainers(input: PodPlanInput, pod: PodOptions): k8s.Container[] | undefined {
  const sidecars = (moment: SidecarStart) =>
    sidecarsThatStart(moment, pod.sidecars).map(([name, extra]) => ({
      ...planExtra(name, extra, input),
      restartPolicy: 'Always',
    }));
  const inits = Object.entries(pod.initContainers ?? {}).map(([name, extra]) =>
    planExtra(name, extra, input),
  );
  const all = [...sidecars('before-init'), ...inits, ...sidecars('after-init')];
  return all.length === 0 ? undefined : all;
}

function planExtra(
  name: string,
  extra: ExtraContainerSpec,
  { namespace, configValues }: PodPlanInput,
  seconds = 0,
): k8s.Container {
  return planContainer(extra, {
    name,
    image: extra.image,
    namespace,
    configValues: extra.configValues === true ? configValues : undefined,
    delaySeconds: seconds,
  });
}

/** Seconds that a pod sleeps before it is told to end; 0 for not at all. */
export function delaySeconds(main: ContainerSpec, pod: PodOptions = {}): number {
  const { delay } = pod.shutdown ?? {};
  if (main.lifecycle?.preStop !== undefined || delay === 'none') return 0;
  if (delay !== undefined) return findSeconds(delay) ?? 0;
  const beside = sidecarsThatStart('with-main', pod.sidecars).map(([, spec]) => spec);
  const serves = [main, ...beside].some(({ ports }) => portsOf(ports).length > 0);
  return serves ? DEFAULT_DELAY_SECONDS : 0;
}

function nonEmpty<K extends string>(key: K, map: StringMap): { [k in K]?: StringMap } {
  const result: { [k in K]?: StringMap } = {};
  if (Object.keys(map).length > 0) result[key] = map;
  return result;
}
