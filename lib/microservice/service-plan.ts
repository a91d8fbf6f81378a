import type { k8s } from 'cdk8s-plus-28';
import type { StringMap } from '../kubernetes/labels';
import { intOrString, kubeManifest } from '../manifest/kube-manifest';
import type { Manifest } from '../manifest/manifest';
import { type ContainerPort, portsOf } from '../pod/ports';
import type { ServiceSelectors } from './selectors';
import type { FurtherServiceOptions, MicroserviceProps, ServiceOptions } from './spec';

/** Ports that the Service of the microservice's name has: those that others can call. */
export function servicePorts({ ports, service }: MicroserviceProps): readonly ContainerPort[] {
  return service === 'none' ? [] : shownPorts(portsOf(ports), service);
}

/** Ports that a Service has, with the numbers that they have there. */
export function shownPorts(
  ports: readonly ContainerPort[],
  { ports: shown, portNumbers }: FurtherServiceOptions = {},
): readonly ContainerPort[] {
  const some = shown === undefined ? ports : ports.filter(({ name }) => shown.includes(name));
  if (portNumbers === undefined) return some;
  return some.map((port) =>
    Object.hasOwn(portNumbers, port.name)
      ? { ...port, port: portNumbers[port.name] ?? port.port }
      : port,
  );
}

/**
 * All Services in front of a microservice's pods: the one of its name first, and those of single
 * versions last.
 */
export function planServices(
  props: MicroserviceProps,
  name: string,
  labels: StringMap,
  selectors: ServiceSelectors,
): readonly Manifest[] {
  const ports = portsOf(props.ports);
  if (ports.length === 0) return [];
  const main = props.service === 'none' ? [] : [[name, props.service ?? {}] as const];
  const { ports: shown } = props.service === 'none' ? {} : (props.service ?? {});
  const all: readonly (readonly [string, FurtherServiceOptions, StringMap])[] = [
    ...[...main, ...Object.entries(props.services ?? {})].map(
      ([serviceName, options]) => [serviceName, options, selectors.main] as const,
    ),
    ...Object.entries(selectors.versions).map(
      ([version, selector]) => [version, { ports: shown }, selector] as const,
    ),
  ];
  return all.map(
    ([serviceName, options, selector]): Manifest =>
      kubeManifest('KubeService', {
        metadata: {
          name: serviceName,
          labels: { ...labels, ...options.labels },
          annotations: options.annotations,
        },
        spec: planService(options, ports, selector),
      }),
  );
}

function planService(
  options: FurtherServiceOptions,
  ports: readonly ContainerPort[],
  selector: StringMap,
): k8s.ServiceSpec {
  const { type = 'ClusterIP' } = options;
  const shown = shownPorts(ports, options);
  return {
    ...options.other,
    type: type === 'LoadBalancer' || type === 'NodePort' ? type : undefined,
    clusterIp: type === 'Headless' ? 'None' : options.clusterIP,
    selector,
    ports: shown.map((port) => planServicePort(port, options.nodePorts?.[port.name])),
    sessionAffinity: options.sessionAffinity,
    externalTrafficPolicy: trafficPolicyOf(options),
    internalTrafficPolicy: options.internalTrafficPolicy,
    loadBalancerClass: options.loadBalancerClass,
    loadBalancerSourceRanges: options.loadBalancerSourceRanges && [
      ...options.loadBalancerSourceRanges,
    ],
    publishNotReadyAddresses: options.publishNotReadyAddresses,
    ipFamilyPolicy: options.ipFamilyPolicy,
  };
}

function planServicePort(port: ContainerPort, nodePort: number | undefined): k8s.ServicePort {
  const { name, targetName, protocol, appProtocol } = port;
  return {
    name,
    port: port.port,
    targetPort: intOrString(targetName),
    ...(protocol !== 'TCP' && { protocol }),
    appProtocol,
    nodePort,
  };
}

/**
 * How traffic from outside gets to pods. Where it is let in by its address, pods have to see that address, and
 * not that of the node which passes it on.
 */
export function trafficPolicyOf(options: ServiceOptions): 'Cluster' | 'Local' | undefined {
  const { externalTrafficPolicy, loadBalancerSourceRanges } = options;
  return externalTrafficPolicy ?? (loadBalancerSourceRanges === undefined ? undefined : 'Local');
}
