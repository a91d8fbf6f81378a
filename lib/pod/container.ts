import type { k8s } from 'cdk8s-plus-28';
import type { Endpoint } from '../endpoint/endpoint';
import { checkImage } from '../kubernetes/image';
import { gather } from '../problem/gather';
import type { Problem } from '../problem/problem';
import {
  checkArguments,
  checkEnv,
  checkEnvFrom,
  type Env,
  type EnvFrom,
  endpointsInEnv,
  planEnv,
  planEnvFrom,
} from './env';
import { checkLifecycle, type Lifecycle, planLifecycle } from './lifecycle';
import { type ContainerPort, checkPorts, type Ports, planContainerPorts, portsOf } from './ports';
import { checkProbes, type Probes, planProbe } from './probes';
import { checkResources, planResources, type Resources } from './resources';
import { RESTRICTED_CONTAINER } from './security';
import {
  checkMountPaths,
  checkMounts,
  type Mount,
  type Mounts,
  planMounts,
  type Volume,
} from './volumes';

/** Fields of a container that rarely anyone needs. */
export type OtherContainerFields = Pick<
  k8s.Container,
  | 'resizePolicy'
  | 'stdin'
  | 'stdinOnce'
  | 'terminationMessagePath'
  | 'terminationMessagePolicy'
  | 'tty'
  | 'volumeDevices'
>;

/** What every container of a pod has. */
export interface ContainerSpec<P extends string = string> {
  /** @default the image's entry point */
  readonly command?: readonly string[];
  /** @default the image's */
  readonly args?: readonly string[];
  /** @default the image's */
  readonly workingDir?: string;
  /** Ports by name. @default none */
  readonly ports?: Ports<P>;
  /** Environment variables: literals, endpoints, keys of secrets and config, pod fields. @default none */
  readonly env?: Env;
  /** All keys of existing ConfigMaps and Secrets as environment variables. @default none */
  readonly envFrom?: readonly EnvFrom[];
  readonly probes?: Probes<NoInfer<P>>;
  readonly lifecycle?: Lifecycle<NoInfer<P>>;
  /** CPU, memory and what else the container asks for. */
  readonly resources: Resources;
  /** Added to, or put in the place of, the *restricted* defaults. */
  readonly securityContext?: k8s.SecurityContext;
  /**
   * Volumes of the pod that this container sees, by name: its path there, or a list of them. In the main container
   * beside those that name a `mountPath` themselves. @default none
   */
  readonly mounts?: Mounts;
  /** @default Kubernetes' own: IfNotPresent for a tag */
  readonly imagePullPolicy?: 'Always' | 'IfNotPresent' | 'Never';
  /** Further fields of the container, in Kubernetes' own words. @default none */
  readonly other?: OtherContainerFields;
}

/** A further container of a pod, which names its image itself. */
export interface ExtraContainerSpec extends ContainerSpec {
  /** Pinned by a tag or a digest. */
  readonly image: string;
  /** Whether it has the microservice's `config.values` as environment variables, too. @default false */
  readonly configValues?: boolean;
}

/** What a container's plan needs to know of its pod. */
export interface ContainerContext {
  readonly name: string;
  readonly image: string;
  /** Namespace of the pod, for the addresses in `env`. */
  readonly namespace: string | undefined;
  /** Mounts that come with the volumes themselves. */
  readonly volumeMounts?: Readonly<Record<string, Mount>>;
  /** ConfigMap of environment variables in front of the container's own. @default none */
  readonly configValues?: string;
  /** Seconds that it sleeps before it is told to end, unless it has something else to do then. @default 0 */
  readonly delaySeconds?: number;
}

/** Checks everything that a container's spec says. @param field - '' for the main container */
export function checkContainer(
  field: string,
  spec: ContainerSpec,
  volumes: Readonly<Record<string, Volume>> = {},
): readonly Problem[] {
  const at = (name: string) => (field === '' ? name : `${field}.${name}`);
  const ports = portsOf(spec.ports);
  return gather(
    checkArguments(at('command'), spec.command),
    checkArguments(at('args'), spec.args),
    checkPorts(at('ports'), spec.ports),
    checkEnv(at('env'), spec.env),
    checkEnvFrom(at('envFrom'), spec.envFrom),
    checkProbes(at('probes'), spec.probes, ports),
    checkLifecycle(at('lifecycle'), spec.lifecycle, ports),
    checkResources(at('resources'), spec.resources),
    checkMounts(at('mounts'), spec.mounts, volumes),
  );
}

/** Checks a further container, its image included. */
export function checkExtraContainer(
  field: string,
  spec: ExtraContainerSpec,
  volumes: Readonly<Record<string, Volume>> = {},
): readonly Problem[] {
  return [
    ...checkImage(`${field}.image`, spec.image),
    ...checkContainer(field, spec, volumes),
    ...checkMountPaths(`${field}.mounts`, spec.mounts),
  ];
}

/** The endpoints that a container's environment names. */
export function endpointsOfContainer(spec: ContainerSpec): readonly Endpoint[] {
  return endpointsInEnv(spec.env);
}

function withDelay(lifecycle: Lifecycle | undefined, seconds: number): Lifecycle | undefined {
  if (seconds === 0 || lifecycle?.preStop !== undefined) return lifecycle;
  return { ...lifecycle, preStop: { exec: ['sleep', String(seconds)] } };
}

/** A container as Kubernetes has it. */
export function planContainer(spec: ContainerSpec, context: ContainerContext): k8s.Container {
  const ports: readonly ContainerPort[] = portsOf(spec.ports);
  const { configValues, delaySeconds = 0 } = context;
  return Object.assign({}, spec.other, {
    name: context.name,
    image: context.image,
    imagePullPolicy: spec.imagePullPolicy,
    command: spec.command && [...spec.command],
    args: spec.args && [...spec.args],
    workingDir: spec.workingDir,
    ports: planContainerPorts(ports),
    env: planEnv(spec.env, context.namespace),
    envFrom: planEnvFrom(
      configValues === undefined
        ? spec.envFrom
        : [{ configMap: configValues }, ...(spec.envFrom ?? [])],
    ),
    startupProbe: planProbe(spec.probes?.startup, ports),
    readinessProbe: planProbe(spec.probes?.readiness, ports),
    livenessProbe: planProbe(spec.probes?.liveness, ports),
    lifecycle: planLifecycle(withDelay(spec.lifecycle, delaySeconds), ports),
    resources: planResources(spec.resources),
    securityContext: Object.assign({}, RESTRICTED_CONTAINER, spec.securityContext),
    volumeMounts: planMounts(context.volumeMounts, spec.mounts),
  });
}
