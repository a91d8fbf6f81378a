import { checkDuration } from '../kubernetes/duration';
import type { Manifest } from '../manifest/manifest';
import { planObservability } from '../observability/plan';
import type { Observed } from '../observability/spec';
import { claimsMatching } from '../observability/volume-alerts';
import { podSelector } from '../pod/plan';
import { type Port, portsOf } from '../pod/ports';
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
    claims: claimsOf(props, claims),
  });
}

/** The claims whose volumes it may fill: those of its runner, and those that are there already. */
function claimsOf({ volumes = {} }: MicroserviceProps, own?: string): string | undefined {
  const names = Object.values(volumes).flatMap(({ source }) => {
    const claim = source?.persistentVolumeClaim;
    return claim === undefined || claim.readOnly === true ? [] : [claim.claimName];
  });
  const all = [...(own === undefined ? [] : [own]), ...claimsMatching(names)];
  return all.length === 0 ? undefined : all.join('|');
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
    traffic: trafficOf(props),
    limits: {
      cpu: boundsOf<string | number>(resources.cpu).limit !== undefined,
      memory: boundsOf<string | number>(resources.memory).limit !== undefined,
    },
    environment,
    own: observability === 'none' ? {} : (observability ?? {}),
  };
}

/** Protocols, by a port's name or `appProtocol`, in which the mesh sees connections, and no requests. */
const OPAQUE = /^(tcp|tls|https|mysql|mongo|redis)(-|$)/;

/** What a mesh sees of its traffic; a port beside others that is there to be scraped doesn't count. */
function trafficOf(props: MicroserviceProps): Observed['traffic'] {
  const protocolOf = ({ name, appProtocol }: Port) => appProtocol ?? name;
  if (servicePorts(props).some((port) => GRPC.test(protocolOf(port)))) return 'grpc';
  const ports = portsOf(props.ports).filter(({ protocol }) => protocol === 'TCP');
  if (ports.length === 0) return 'none';
  const served = ports.filter(({ name }) => name !== props.metrics?.port);
  return served.length > 0 && served.every((port) => OPAQUE.test(protocolOf(port)))
    ? 'tcp'
    : 'http';
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
