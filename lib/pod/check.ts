import { checkDuration, findSeconds } from '../kubernetes/duration';
import {
  checkAnnotations,
  checkDnsLabel,
  checkDnsSubdomain,
  checkLabels,
} from '../kubernetes/names';
import { gather } from '../problem/gather';
import { type Problem, wrongValue } from '../problem/problem';
import {
  type ContainerSpec,
  checkContainer,
  checkExtraContainer,
  type ExtraContainerSpec,
} from './container';
import { delaySeconds, SELECTOR_LABELS } from './plan';
import { checkSharedPorts } from './ports';
import { checkSpread } from './scheduling';
import type { PodOptions, Volumes } from './spec';
import { checkMountPaths, checkVolumes } from './volumes';

/** Kubernetes' grace period where nothing is said. */
const DEFAULT_GRACE_SECONDS = 30;

/** What a pod has from its workload, beside what its own spec says. */
export interface PodSurroundings {
  /** Volumes that are checked elsewhere. @default none */
  readonly volumes?: Volumes;
  /** Whether there are `config.values` that further containers may ask for. @default false */
  readonly hasConfigValues?: boolean;
}

/** Checks everything that a pod's spec says, its containers included. @param name - of the workload */
export function checkPod(
  name: string,
  spec: ContainerSpec,
  volumes: Volumes = {},
  pod: PodOptions = {},
  around: PodSurroundings = {},
): readonly Problem[] {
  const { sidecars = {}, labels = {}, annotations = {} } = pod;
  const seen = Object.assign({}, around.volumes, volumes);
  return gather(
    checkContainer('', spec, seen),
    checkVolumes('volumes', volumes),
    checkMountPaths('mounts', spec.mounts, seen),
    pod.containerName === undefined ? [] : checkDnsLabel('pod.containerName', pod.containerName),
    pod.initContainers === undefined && pod.sidecars === undefined
      ? []
      : checkFurther(pod.containerName ?? name, pod, seen, around),
    checkSharedPorts(
      [
        { field: 'ports', ports: spec.ports },
        ...Object.entries(sidecars).map(([sidecar, { ports }]) => ({
          field: `pod.sidecars.${sidecar}.ports`,
          ports,
        })),
      ],
      pod.other?.hostNetwork,
    ),
    checkShutdown(spec, pod),
    checkSurroundings(pod),
    checkSpread('pod.scheduling.spread', pod.scheduling?.spread),
    checkLabels('pod.labels', labels),
    checkReserved('pod.labels', labels),
    checkAnnotations('pod.annotations', annotations),
  );
}

type Extras = Readonly<Record<string, ExtraContainerSpec>>;

/** Checks the containers beside and in front of the main one. */
function checkFurther(
  main: string,
  { initContainers = {}, sidecars = {} }: PodOptions,
  volumes: Volumes,
  { hasConfigValues = false }: PodSurroundings,
): readonly Problem[] {
  const checkAll = (field: string, all: Extras) =>
    gather(checkExtras(field, all, volumes), hasConfigValues ? [] : checkNoValues(field, all));
  return gather(
    checkAll('pod.initContainers', initContainers),
    checkAll('pod.sidecars', sidecars),
    checkInits('pod.initContainers', initContainers),
    checkNames(main, initContainers, sidecars),
  );
}

function checkExtras(field: string, extras: Extras, volumes: Volumes): readonly Problem[] {
  return Object.entries(extras).flatMap(([name, extra]) => [
    ...checkDnsLabel(field, name),
    ...checkExtraContainer(`${field}.${name}`, extra, volumes),
  ]);
}

function checkNoValues(field: string, extras: Extras): readonly Problem[] {
  return Object.entries(extras).flatMap(([name, { configValues }]) =>
    configValues === true
      ? [
          {
            field: `${field}.${name}.configValues`,
            message: 'asks for config.values, and there are none: add them, or leave it out',
          },
        ]
      : [],
  );
}

/** Kubernetes refuses what asks whether a container goes on running, where it is to end. */
function checkInits(field: string, inits: Extras): readonly Problem[] {
  return Object.entries(inits).flatMap(([name, { probes, lifecycle }]) =>
    Object.entries({ probes, lifecycle }).flatMap(([key, value]) =>
      value === undefined
        ? []
        : [
            {
              field: `${field}.${name}.${key}`,
              message: 'is not for an init container: leave it out, or make it a sidecar',
            },
          ],
    ),
  );
}

function checkNames(main: string, inits: Extras, sidecars: Extras): readonly Problem[] {
  const allowed = 'a name that no other container of the pod has';
  return [
    ...(Object.hasOwn(inits, main) ? [wrongValue('pod.initContainers', main, allowed)] : []),
    ...Object.keys(sidecars)
      .filter((name) => name === main || Object.hasOwn(inits, name))
      .map((name) => wrongValue('pod.sidecars', name, allowed)),
  ];
}

function checkSurroundings(pod: PodOptions): readonly Problem[] {
  const { imagePullSecrets = [], dnsPolicy, dnsConfig, scheduling } = pod;
  return gather(
    imagePullSecrets.flatMap((name) => checkDnsSubdomain('pod.imagePullSecrets', name)),
    dnsPolicy === 'None' && (dnsConfig?.nameservers ?? []).length === 0
      ? [{ field: 'pod.dnsPolicy', message: "'None' needs a server: add dnsConfig.nameservers" }]
      : [],
    checkLabels('pod.scheduling.nodeSelector', scheduling?.nodeSelector ?? {}),
  );
}

function checkShutdown(spec: ContainerSpec, pod: PodOptions): readonly Problem[] {
  if (pod.shutdown === undefined) return [];
  const { delay, gracePeriod } = pod.shutdown;
  const problems = gather(
    delay === 'none' ? [] : checkDuration('pod.shutdown.delay', delay),
    checkDuration('pod.shutdown.gracePeriod', gracePeriod, 1),
    delay !== undefined && delay !== 'none' && spec.lifecycle?.preStop !== undefined
      ? [
          {
            field: 'pod.shutdown.delay',
            message: 'stands beside lifecycle.preStop: keep one of the two',
          },
        ]
      : [],
  );
  if (problems.length > 0) return problems;
  const grace = (gracePeriod && findSeconds(gracePeriod)) ?? DEFAULT_GRACE_SECONDS;
  const seconds = delaySeconds(spec, pod);
  if (seconds < grace) return [];
  return [
    {
      field: 'pod.shutdown',
      message: `the delay of ${seconds}s leaves nothing of the grace period of ${grace}s: raise gracePeriod, or write delay: 'none'`,
    },
  ];
}

/** Selectors can't change in a live cluster, so what they select by isn't the user's to set. */
function checkReserved(
  field: string,
  labels: Readonly<Record<string, string>>,
): readonly Problem[] {
  return SELECTOR_LABELS.filter((key) => Object.hasOwn(labels, key)).map((key) => ({
    field: `${field}.${key}`,
    message: 'is set by the microservice, since its selectors use it: choose another key',
  }));
}
