import { checkDuration, findSeconds } from '../kubernetes/duration';
import { checkAnnotations, checkDnsLabel, checkLabels } from '../kubernetes/names';
import { type Problem, wrongValue } from '../problem/problem';
import { type ContainerSpec, checkContainer, checkExtraContainer } from './container';
import { delaySeconds, SELECTOR_LABELS } from './plan';
import type { PodOptions, Shutdown, Volumes } from './spec';
import { checkVolumes } from './volumes';

/** Kubernetes' grace period where nothing is said. */
const DEFAULT_GRACE_SECONDS = 30;

/** Checks everything that a pod's spec says, its containers included. */
export function checkPod(
  spec: ContainerSpec,
  volumes: Volumes = {},
  pod: PodOptions = {},
): readonly Problem[] {
  const extras = [
    ...Object.entries(pod.initContainers ?? {}).map(([name, extra]) => ({
      field: 'pod.initContainers',
      name,
      extra,
    })),
    ...Object.entries(pod.sidecars ?? {}).map(([name, extra]) => ({
      field: 'pod.sidecars',
      name,
      extra,
    })),
  ];
  return [
    ...checkContainer('', spec, volumes),
    ...checkVolumes('volumes', volumes),
    ...(pod.containerName === undefined
      ? []
      : checkDnsLabel('pod.containerName', pod.containerName)),
    ...extras.flatMap(({ field, name, extra }) => [
      ...checkDnsLabel(field, name),
      ...checkExtraContainer(`${field}.${name}`, extra, volumes),
    ]),
    ...checkSameNames(pod),
    ...checkShutdown(spec, pod.shutdown),
    ...checkLabels('pod.labels', pod.labels ?? {}),
    ...checkReserved('pod.labels', pod.labels ?? {}),
    ...checkAnnotations('pod.annotations', pod.annotations ?? {}),
  ];
}

function checkSameNames(pod: PodOptions): readonly Problem[] {
  const inits = pod.initContainers ?? {};
  return Object.keys(pod.sidecars ?? {})
    .filter((name) => Object.hasOwn(inits, name))
    .map((name) => wrongValue('pod.sidecars', name, 'a name that no init container has'));
}

function checkShutdown(spec: ContainerSpec, shutdown: Shutdown = {}): readonly Problem[] {
  const { delay, gracePeriod } = shutdown;
  const problems = [
    ...(delay === 'none' ? [] : checkDuration('pod.shutdown.delay', delay)),
    ...checkDuration('pod.shutdown.gracePeriod', gracePeriod, 1),
    ...(delay !== undefined && spec.lifecycle?.preStop !== undefined
      ? [
          {
            field: 'pod.shutdown.delay',
            message: 'stands beside lifecycle.preStop: keep one of the two',
          },
        ]
      : []),
  ];
  if (problems.length > 0) return problems;
  const grace = (gracePeriod && findSeconds(gracePeriod)) ?? DEFAULT_GRACE_SECONDS;
  const seconds = delaySeconds(spec, shutdown);
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
