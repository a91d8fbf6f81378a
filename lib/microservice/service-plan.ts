import type { k8s } from 'cdk8s-plus-28';
import type { StringMap } from '../kubernetes/labels';
import { intOrString, kubeManifest } from '../manifest/kube-manifest';
import type { Manifest } from '../manifest/manifest';
import { podSelector } from '../pod/plan';
import { type Port, portsOf } from '../pod/ports';
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
 * versions, by name, last.
 */
export function planServices(
  props: MicroserviceProps,
  name: string,
  labels: StringMap,
  versions: readonly string[] = [],
): readonly Manifest[] {
  const ports = portsOf(props.ports);
  if (ports.length === 0) return [];
  const main = props.service === 'none' ? [] : [[name, props.service ?? {}] as const];
  const { ports: shown } = props.service === 'none' ? {} : (props.service ?? {});
  const ofVersions = versions.map((version): [string, ServiceOptions] => [
    version,
    { ports: shown },
  ]);
  return [...main, ...Object.entries(props.services ?? {}), ...ofVersions].map(
    ([serviceName, options]): Manifest =>
      kubeManifest('KubeService', {
        metadata: {
          name: serviceName,
          labels: { ...labels, ...options.labels },
          annotations: options.annotations,
        },
        spec: planService(options, ports, name),
      }),
  );
}

function planService(
  options: ServiceOptions,
  ports: readonly Port[],
  name: string,
): k8s.ServiceSpec {
  const { type = 'ClusterIP' } = options;
  const shown = shownPorts(ports, options);
  return {
    ...options.other,
    type: type === 'LoadBalancer' || type === 'NodePort' ? type : undefined,
    clusterIp: type === 'Headless' ? 'None' : undefined,
    selector: podSelector(name),
    ports: shown.map((port) => planServicePort(port, options.nodePorts?.[port.name])),
    sessionAffinity: options.sessionAffinity,
    externalTrafficPolicy: options.externalTrafficPolicy,
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
