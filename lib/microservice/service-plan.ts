import type { k8s } from 'cdk8s-plus-28';
import type { StringMap } from '../kubernetes/labels';
import { intOrString, kubeManifest } from '../manifest/kube-manifest';
import type { Manifest } from '../manifest/manifest';
import { type Port, portsOf } from '../pod/ports';
import type { ServiceSelectors } from './selectors';
import type { MicroserviceProps, ServiceOptions } from './spec';

/** Ports that the Service of the microservice's name has: those that others can call. */
export function servicePorts({ ports, service }: MicroserviceProps): readonly Port[] {
  return service === 'none' ? [] : shownPorts(portsOf(ports), service);
}

function shownPorts(ports: readonly Port[], options: ServiceOptions = {}): readonly Port[] {
  return ports.filter(({ name }) => options.ports?.includes(name) ?? true);
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
  const all: readonly (readonly [string, ServiceOptions, StringMap])[] = [
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
  options: ServiceOptions,
  ports: readonly Port[],
  selector: StringMap,
): k8s.ServiceSpec {
  const { type = 'ClusterIP' } = options;
  const shown = shownPorts(ports, options);
  return {
    ...options.other,
    type: type === 'LoadBalancer' || type === 'NodePort' ? type : undefined,
    clusterIp: type === 'Headless' ? 'None' : undefined,
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

function planServicePort(port: Port, nodePort: number | undefined): k8s.ServicePort {
  const { name, protocol, appProtocol } = port;
  return {
    name,
    port: port.port,
    targetPort: intOrString(name),
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
