import { checkDuration } from '../kubernetes/duration';
import type { Manifest } from '../manifest/manifest';
import { planObservability } from '../observability/plan';
import type { Observed } from '../observability/spec';
import { podSelector } from '../pod/plan';
import { portsOf } from '../pod/ports';
import { boundsOf } from '../pod/resources';
import { type Problem, wrongValue } from '../problem/problem';
import type { Gvk } from '../traffic/wire';
import { labelsOf, type MicroserviceContext } from './context';
import { GRPC } from './exposure';
import { versionServices } from './selectors';
import { servicePorts } from './service-plan';
import type { MicroserviceProps, ServiceOptions } from './spec';
import type { WorkloadPart } from './workload-part';

/** What has a microservice watched; nothing where its environment doesn't ask for it. */
export function planMicroserviceObservability(
  props: MicroserviceProps,
  context: MicroserviceContext,
  parts: readonly WorkloadPart[],
  gvk: Gvk,
  claims?: string,
): readonly Manifest[] {
  if (context.environment.observability === undefined || props.observability === 'none') return [];
  return planObservability({
    ...observedOf(props, context, parts, gvk),
    claims,
  });
}

/** Checks what a microservice says of how it is watched. */
export function checkMicroserviceObservability(
  { observability, metrics }: MicroserviceProps,
  { name, namespace }: MicroserviceContext,
): readonly Problem[] {
  const own = observability === 'none' ? {} : (observability ?? {});
  const problems = own.objective?.check({ workload: name, namespace }) ?? [];
  const path = metrics?.path;
  return [
    ...problems.map((problem) => ({
      ...problem,
      field: `observability.objective.${problem.field}`,
    })),
    ...(path === undefined || /^\/\S*$/.test(path)
      ? []
      : [wrongValue('metrics.path', path, "a path: '/metrics'")]),
    ...checkDuration('metrics.interval', metrics?.interval, 1),
  ];
}

function observedOf(
  props: MicroserviceProps,
  context: MicroserviceContext,
  parts: readonly WorkloadPart[],
  { kind }: Gvk,
): Observed {
  const { name, namespace, system, environment } = context;
  const { metrics, resources, observability } = props;
  const ports = portsOf(props.ports);
  const port = ports.find((one) => one.name === metrics?.port);
  const isGrpc = servicePorts(props).some((one) => GRPC.test(one.appProtocol ?? one.name));
  return {
    name,
    namespace,
    system,
    labels: labelsOf(props, context),
    selector: podSelector(name),
    workloads: parts.map((part) => ({
      name: part.name,
      kind,
      isAutoscaled: typeof part.scaling === 'object',
    })),
    ...(port !== undefined && {
      metrics: {
        path: metrics?.path,
        interval: metrics?.interval,
        port,
        services: servicesWith(port.name, props, name),
      },
    }),
    isGrpc,
    limits: {
      cpu: boundsOf<string | number>(resources.cpu).limit !== undefined,
      memory: boundsOf<string | number>(resources.memory).limit !== undefined,
    },
    environment,
    own: observability === 'none' ? {} : (observability ?? {}),
  };
}

/** The Services that show a port. */
function servicesWith(port: string, props: MicroserviceProps, name: string): readonly string[] {
  const { service, services = {} } = props;
  const main = service === 'none' ? [] : [[name, service ?? {}] as const];
  const shows = ([, { ports }]: readonly [string, ServiceOptions]) => ports?.includes(port) ?? true;
  const all = [...main, ...Object.entries<ServiceOptions>(services)].filter(shows);
  const ofMain = main.some(shows) ? versionServices(props, name) : [];
  return [...all.map(([one]) => one), ...ofMain];
}
