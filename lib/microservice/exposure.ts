import type { ServiceEndpoint } from '../endpoint/endpoint';
import type { Manifest } from '../manifest/manifest';
import type { Port } from '../pod/ports';
import type { Problem } from '../problem/problem';
import { checkExposed } from '../traffic/exposed/check';
import { planExposure } from '../traffic/exposed/plan';
import { labelsOf, type MicroserviceContext } from './context';
import { servicePorts } from './service-plan';
import type { MicroserviceProps } from './spec';

/** Protocols, by a port's name or `appProtocol`, that are gRPC. */
const GRPC = /^grpc(-|$)/;

/** The port that is reached from outside; undefined where none is. */
export function findExposedPort(props: MicroserviceProps): Port | undefined {
  const { exposed } = props;
  if (exposed === undefined) return undefined;
  const ports = tcpPorts(props);
  return exposed.port === undefined ? ports[0] : ports.find(({ name }) => name === exposed.port);
}

/** What makes a microservice reachable from outside. */
export function planMicroserviceExposure(
  props: MicroserviceProps,
  context: MicroserviceContext,
): readonly Manifest[] {
  const port = findExposedPort(props);
  if (props.exposed === undefined || port === undefined) return [];
  const { name, namespace, environment } = context;
  const isGrpc = GRPC.test(port.appProtocol ?? port.name);
  const labels = labelsOf(props, context);
  const plan = planExposure(props.exposed, { name, namespace, labels, environment, isGrpc }, [
    { to: endpointAt(port, context) },
  ]);
  return isRouted(props) ? plan.gateways : [...plan.gateways, ...plan.routes];
}

/** Whether its release has a router, which makes the routes itself, to both versions. */
function isRouted({ release }: MicroserviceProps): boolean {
  return release?.kind === 'canary' && release.router !== undefined;
}

/** Checks how a microservice is reached from outside. */
export function checkMicroserviceExposure(
  props: MicroserviceProps,
  { environment }: MicroserviceContext,
): readonly Problem[] {
  if (props.exposed === undefined) return [];
  const names = tcpPorts(props).map(({ name }) => name);
  return checkExposed('exposed', props.exposed, names, environment);
}

function tcpPorts(props: MicroserviceProps): readonly Port[] {
  return servicePorts(props).filter(({ protocol }) => protocol === 'TCP');
}

function endpointAt(port: Port, context: MicroserviceContext): ServiceEndpoint {
  const { name, namespace, clusterDomain } = context;
  return {
    kind: 'service-endpoint',
    service: name,
    namespace,
    clusterDomain,
    portName: port.name,
    port: port.port,
    targetPort: port.target,
    protocol: port.protocol,
    path: name,
  };
}
