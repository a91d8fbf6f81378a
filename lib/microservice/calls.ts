import { isKeda } from '../autoscaling/keda';
import { endpointsOfTriggers } from '../autoscaling/plan';
import { endpointsInConfig } from '../config/plan';
import type { OpenPort, PodGroup } from '../endpoint/call-graph';
import type { Endpoint, ServiceEndpoint } from '../endpoint/endpoint';
import { endpointsAmong } from '../endpoint/problems';
import { endpointsOfContainer } from '../pod/container';
import { type ContainerPort, portsOf } from '../pod/ports';
import { findTarget } from '../pod/probes';
import { INJECT } from '../pod/proxy';
import { labelsOf, type MicroserviceContext } from './context';
import { findExposedPort } from './exposure';
import { servicePorts, shownPorts, trafficPolicyOf } from './service-plan';
import type { MicroserviceProps, ServiceOptions } from './spec';

/** Everywhere: what a load balancer or a node port without source ranges is open to. */
const ANYWHERE = ['0.0.0.0/0'];

/** All endpoints that a microservice's spec names, wherever it does. */
export function endpointsOf(props: MicroserviceProps): readonly Endpoint[] {
  const { initContainers = {}, sidecars = {} } = props.pod ?? {};
  return [
    endpointsOfContainer(props),
    endpointsInConfig(props.config),
    Object.values(initContainers).flatMap(endpointsOfContainer),
    Object.values(sidecars).flatMap(endpointsOfContainer),
    endpointsAmong(props.calls),
  ].flat();
}

/** The Services that whoever scales a microservice asks by itself. */
export function askedByScaler({ replicas }: MicroserviceProps): readonly ServiceEndpoint[] {
  if (!isKeda(replicas)) return [];
  return endpointsOfTriggers(replicas.triggers).filter(
    (endpoint): endpoint is ServiceEndpoint => endpoint.kind === 'service-endpoint',
  );
}

/** A microservice's pods, as whoever derives something from the calls sees them. */
export function podGroupOf(
  path: string,
  props: MicroserviceProps,
  context: MicroserviceContext,
): PodGroup {
  const ports = portsOf(props.ports);
  return {
    name: context.name,
    namespace: context.namespace,
    path,
    serviceAccount: props.serviceAccount?.existing ?? context.name,
    labels: labelsOf(props, context),
    openPorts: openPorts(props, ports),
    probePorts: probePorts(props, ports),
    ...(props.pod?.labels?.[INJECT] === 'false' && { inMesh: false }),
    callsApi: (props.grants ?? []).length > 0 || props.serviceAccount?.mountToken === true,
  };
}

/** Ports to which a release's router leads traffic from outside by itself. */
function routedPorts(props: MicroserviceProps): readonly ContainerPort[] {
  const { release } = props;
  if (release?.kind !== 'canary' || release.router?.opensGateway !== true) return [];
  return servicePorts(props).filter(({ protocol }) => protocol === 'TCP');
}

/** Ports that Services, nodes or a gateway show outside of the cluster, and the one that is scraped. */
function openPorts(props: MicroserviceProps, ports: readonly ContainerPort[]): readonly OpenPort[] {
  const main = props.service === undefined || props.service === 'none' ? [] : [props.service];
  const exposed = findExposedPort(props);
  const metrics = ports.filter(({ name }) => name === props.metrics?.port);
  const shown = [...main, ...Object.values(props.services ?? {})].flatMap(
    (options: ServiceOptions) => {
      if (options.type !== 'LoadBalancer' && options.type !== 'NodePort') return [];
      const to = options.loadBalancerSourceRanges ?? ANYWHERE;
      const isHidden = to !== ANYWHERE && trafficPolicyOf(options) === 'Cluster';
      return shownPorts(ports, options).map(
        ({ target, protocol }): OpenPort => ({
          port: target,
          protocol,
          to,
          ...(isHidden && { throughNodes: true }),
        }),
      );
    },
  );
  return eachOnce(
    [
      shown,
      nodePorts(props, ports),
      (exposed === undefined ? routedPorts(props) : [exposed]).map(
        ({ target, protocol }): OpenPort => ({ port: target, protocol, to: 'gateway' }),
      ),
      metrics.map(({ target, protocol }): OpenPort => ({ port: target, protocol, to: 'metrics' })),
    ].flat(),
  );
}

/** Ports that a pod's node shows to others; what is open on the node alone needs no opening. */
function nodePorts(
  { pod }: MicroserviceProps,
  main: readonly ContainerPort[],
): readonly OpenPort[] {
  const sidecars = Object.values(pod?.sidecars ?? {}).flatMap(({ ports }) => portsOf(ports));
  return [...main, ...sidecars]
    .filter(({ hostPort, hostIP = '' }) => hostPort !== undefined && !/^127\.|^::1$/.test(hostIP))
    .map(({ target, protocol }) => ({ port: target, protocol, to: ANYWHERE }));
}

/** Several ports, or Services, may lead to one target. */
function eachOnce(open: readonly OpenPort[]): readonly OpenPort[] {
  if (open.length < 2) return open;
  return [...new Map(open.map((one) => [JSON.stringify(one), one])).values()];
}

function probePorts(props: MicroserviceProps, ports: readonly ContainerPort[]): readonly number[] {
  const { readiness, liveness, startup } = props.probes ?? {};
  const probed = new Set<number>();
  for (const probe of [readiness, liveness, startup]) {
    if (probe === undefined || probe === 'none' || probe.kind === 'exec') continue;
    const target = findTarget(probe.port, ports);
    if (target !== undefined) probed.add(target);
  }
  const first = ports.find(({ protocol }) => protocol === 'TCP')?.target;
  if (readiness === undefined && first !== undefined) probed.add(first);
  return [...probed];
}
