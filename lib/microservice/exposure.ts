import type { Router } from '../delivery/router';
import { isSideBySide, type RoutedVersion, routedVersions } from '../delivery/side-by-side';
import type { ServiceEndpoint } from '../endpoint/endpoint';
import { ingressOf } from '../environment/ingress';
import type { Manifest } from '../manifest/manifest';
import type { Port } from '../pod/ports';
import type { Problem } from '../problem/problem';
import { checkExposed } from '../traffic/exposed/check';
import { type ExposurePlan, planExposure } from '../traffic/exposed/plan';
import type { Exposed } from '../traffic/exposed/spec';
import { labelsOf, type MicroserviceContext } from './context';
import { servicePorts } from './service-plan';
import type { MicroserviceProps } from './spec';

/** Protocols, by a port's name or `appProtocol`, that are gRPC. */
export const GRPC = /^grpc(-|$)/;

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
  const plan = planAlone(props, context);
  if (plan === undefined) return [];
  const { gateways, routes } = plan;
  const router = routerOf(props);
  const isOwn =
    router === undefined ||
    router.exposed?.keepsRoutesOf?.includes(ingressOf(context.environment).kind) === true;
  // A router makes the route to both versions itself; one that sends clients to HTTPS stays.
  return [...gateways, ...(isOwn ? routes : routes.slice(1))];
}

/** The route from outside as it is without a router, which takes its hosts and gateways from it. */
export function findExposedRoute(
  props: MicroserviceProps,
  context: MicroserviceContext,
): Manifest | undefined {
  return routerOf(props)?.exposed && planAlone(props, context)?.routes[0];
}

function planAlone(
  props: MicroserviceProps,
  context: MicroserviceContext,
): ExposurePlan | undefined {
  const port = findExposedPort(props);
  if (props.exposed === undefined || port === undefined) return undefined;
  const { name, namespace, environment } = context;
  const isGrpc = GRPC.test(port.appProtocol ?? port.name);
  const labels = labelsOf(props, context);
  const versions = isSideBySide(props.release) ? routedVersions(props.release) : [{}];
  const destinations = versions.map(({ version, weight }: RoutedVersion) => ({
    to: endpointAt(port, context, version === undefined ? name : `${name}-${version}`),
    weight,
  }));
  const around = { name, namespace, labels, environment, isGrpc };
  return planExposure(props.exposed, around, destinations);
}

function routerOf({ release }: MicroserviceProps): Router | undefined {
  return release?.kind === 'canary' ? release.router : undefined;
}

/** Checks how a microservice is reached from outside. */
export function checkMicroserviceExposure(
  props: MicroserviceProps,
  { environment }: MicroserviceContext,
): readonly Problem[] {
  if (props.exposed === undefined) return [];
  const names = tcpPorts(props).map(({ name }) => name);
  return [
    ...checkExposed('exposed', props.exposed, names, environment),
    ...checkRouter(props.exposed, routerOf(props), environment),
  ];
}

/** What comes in by a way that the router doesn't know would never meet the new version. */
function checkRouter(
  exposed: Exposed,
  router: Router | undefined,
  environment: MicroserviceContext['environment'],
): readonly Problem[] {
  if (router?.exposed === undefined) return [];
  const { waysIn, lacks = [] } = router.exposed;
  const { kind } = ingressOf(environment);
  const ways = waysIn.map((way) => `'${way}'`).join(', ');
  if (!waysIn.includes(kind))
    return [
      {
        field: 'release.router',
        message: `${router.kind} splits what comes by ingress ${ways}, and this environment has '${kind}': take a router for it, or both by routers()`,
      },
    ];
  return lacks
    .filter((key) => exposed[key] !== undefined)
    .map((key) => ({
      field: `exposed.${key}`,
      message: `isn't for a release by ${router.kind}, whose routes are for callers inside, too: leave it out, or release without a router`,
    }));
}

function tcpPorts(props: MicroserviceProps): readonly Port[] {
  return servicePorts(props).filter(({ protocol }) => protocol === 'TCP');
}

function endpointAt(
  port: Port,
  { name, namespace, clusterDomain }: MicroserviceContext,
  service: string,
): ServiceEndpoint {
  return {
    kind: 'service-endpoint',
    service,
    namespace,
    clusterDomain,
    portName: port.name,
    port: port.port,
    targetPort: port.target,
    protocol: port.protocol,
    path: name,
  };
}
