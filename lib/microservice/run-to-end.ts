import { INJECT, NATIVE_SIDECAR } from '../pod/proxy';
import type { EndingPodOptions } from '../pod/spec';
import { endpointsOf } from './calls';
import type { MicroserviceContext } from './context';
import type { MicroserviceProps, WorkloadProps } from './spec';

/** Pods that do their work and end: they serve nobody, so nobody asks whether they are ready. */
export interface RunToEndProps
  extends Omit<WorkloadProps, 'ports' | 'probes' | 'lifecycle' | 'pod'> {
  /** Everything else about its pods. */
  readonly pod?: EndingPodOptions;
}

/** Such pods as those of a microservice that nobody scales, evicts late or watches. */
export function runToEnd(props: RunToEndProps): MicroserviceProps {
  const { image, config, volumes, pod, serviceAccount, calls, grants, component, ...rest } = props;
  const { labels, annotations, command, args, workingDir, env, envFrom, resources } = rest;
  const { securityContext, mounts, imagePullPolicy, other } = rest;
  return {
    ...{ image, config, volumes, serviceAccount, calls, grants, component, labels, annotations },
    ...{ command, args, workingDir, env, envFrom, resources },
    ...{ securityContext, mounts, imagePullPolicy, other },
    replicas: 1,
    disruptionBudget: 'none',
    recommendResources: false,
    observability: { alerts: 'none', dashboards: 'none', scraping: 'none' },
    pod: { ...pod, shutdown: { delay: 'none', ...pod?.shutdown } },
  };
}

/**
 * The same in a mesh, whose proxy would keep a Job from ending: where the pods call somebody there, it is a
 * container that Kubernetes ends with the Job's own; where they don't, it is left out.
 */
export function withoutLastingProxy(
  props: MicroserviceProps,
  { environment }: MicroserviceContext,
): MicroserviceProps {
  const { pod = {} } = props;
  const wished = pod.labels?.[INJECT];
  if (wished === 'false' || (wished === undefined && environment.mesh === undefined)) return props;
  const callsMesh = endpointsOf(props).some(({ kind }) => kind === 'service-endpoint');
  if (wished === undefined && !callsMesh)
    return { ...props, pod: { ...pod, labels: { [INJECT]: 'false', ...pod.labels } } };
  return { ...props, pod: { ...pod, annotations: { ...NATIVE_SIDECAR, ...pod.annotations } } };
}
