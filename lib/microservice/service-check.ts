import { checkCidr, checkIpAddress } from '../kubernetes/cidr';
import {
  checkAnnotations,
  checkLabels,
  checkPortNumber,
  checkServiceName,
} from '../kubernetes/names';
import { type ContainerPort, checkDistinct, portsOf } from '../pod/ports';
import { type Problem, wrongValue } from '../problem/problem';
import { shownPorts } from './service-plan';
import type { FurtherServiceOptions, MicroserviceProps, ServiceOptions } from './spec';

/** Checks the Services of a microservice. */
export function checkServices(props: MicroserviceProps, name: string): readonly Problem[] {
  const ports = portsOf(props.ports);
  const { service, services = {} } = props;
  if (ports.length === 0)
    return [
      ...(service === undefined || service === 'none' ? [] : [withoutPorts('service')]),
      ...Object.keys(services).map((other) => withoutPorts(`services.${other}`)),
    ];
  return [
    ...(service === undefined || service === 'none' ? [] : checkMain('service', service, ports)),
    ...Object.entries(services).flatMap(([other, options]) => [
      ...checkServiceName('services', other),
      ...(other === name
        ? [
            wrongValue(
              'services',
              other,
              'another name: this is the main Service, set by `service`',
            ),
          ]
        : []),
      ...checkService(`services.${other}`, options, ports),
    ]),
  ];
}

/** Its numbers are those of endpoints. */
function checkMain(
  field: string,
  options: FurtherServiceOptions,
  ports: readonly ContainerPort[],
): readonly Problem[] {
  if (options.portNumbers === undefined) return checkService(field, options, ports);
  const { portNumbers, ...rest } = options;
  const allowed = 'none: `ports` says the numbers of this Service, and `services` those of others';
  return [
    wrongValue(`${field}.portNumbers`, portNumbers, allowed),
    ...checkService(field, rest, ports),
  ];
}

function checkService(
  field: string,
  options: FurtherServiceOptions,
  ports: readonly ContainerPort[],
): readonly Problem[] {
  const { type = 'ClusterIP', nodePorts = {}, annotations = {}, labels = {} } = options;
  const names = namesOf(ports);
  const unknown = [...(options.ports ?? []), ...Object.keys(nodePorts)].filter(
    (port) => !ports.some(({ name }) => name === port),
  );
  return [
    ...unknown.map((port) => wrongValue(`${field}.ports`, port, names)),
    ...(options.ports?.length === 0
      ? [{ field: `${field}.ports`, message: 'is empty: name at least one port, or leave it out' }]
      : []),
    ...Object.entries(nodePorts).flatMap(([port, number]) =>
      number === undefined ? [] : checkPortNumber(`${field}.nodePorts.${port}`, number),
    ),
    ...(Object.keys(nodePorts).length > 0 && (type === 'ClusterIP' || type === 'Headless')
      ? [
          wrongValue(
            `${field}.nodePorts`,
            nodePorts,
            "none, since the type isn't NodePort or LoadBalancer",
          ),
        ]
      : []),
    ...checkPortNumbers(`${field}.portNumbers`, options, ports),
    ...checkClusterIP(`${field}.clusterIP`, options),
    ...checkReach(field, options),
    ...(options.loadBalancerSourceRanges?.length === 0
      ? [
          wrongValue(
            `${field}.loadBalancerSourceRanges`,
            [],
            'at least one range; everybody if it is left out',
          ),
        ]
      : []),
    ...(options.loadBalancerSourceRanges ?? []).flatMap((cidr) =>
      checkCidr(`${field}.loadBalancerSourceRanges`, cidr),
    ),
    ...checkAnnotations(`${field}.annotations`, annotations),
    ...checkLabels(`${field}.labels`, labels),
  ];
}

/** Numbers of its own are for ports that the Service has, and each is taken once. */
function checkPortNumbers(
  field: string,
  options: FurtherServiceOptions,
  ports: readonly ContainerPort[],
): readonly Problem[] {
  const { type, portNumbers } = options;
  if (portNumbers === undefined) return [];
  if (type === 'Headless')
    return [
      wrongValue(field, portNumbers, 'none: a Headless Service leads to pods, at their own ports'),
    ];
  const shown = shownPorts(ports, options);
  const problems = Object.entries(portNumbers).flatMap(([name, number]) => {
    if (!shown.some((port) => port.name === name)) return [wrongValue(field, name, namesOf(shown))];
    return number === undefined ? [] : checkPortNumber(`${field}.${name}`, number);
  });
  return problems.length > 0 ? problems : checkDistinct(field, shown);
}

function namesOf(ports: readonly ContainerPort[]): string {
  return ports.map(({ name }) => `'${name}'`).join(', ');
}

function checkClusterIP(
  field: string,
  { type = 'ClusterIP', clusterIP }: ServiceOptions,
): readonly Problem[] {
  if (clusterIP === undefined) return [];
  if (type === 'Headless')
    return [wrongValue(field, clusterIP, 'none: a Headless Service has no address')];
  return clusterIP === 'None'
    ? [wrongValue(field, clusterIP, "an address such as '10.0.0.7'; for none, type 'Headless'")]
    : checkIpAddress(field, clusterIP);
}

/** Kubernetes refuses what a Service of the type has no use for. */
function checkReach(field: string, options: ServiceOptions): readonly Problem[] {
  const { type = 'ClusterIP', externalTrafficPolicy } = options;
  const { loadBalancerClass, loadBalancerSourceRanges } = options;
  return [
    ...(externalTrafficPolicy === undefined || type === 'LoadBalancer' || type === 'NodePort'
      ? []
      : [useless(`${field}.externalTrafficPolicy`, 'LoadBalancer or NodePort')]),
    ...Object.entries({ loadBalancerClass, loadBalancerSourceRanges }).flatMap(([key, value]) =>
      value === undefined || type === 'LoadBalancer'
        ? []
        : [useless(`${field}.${key}`, 'LoadBalancer')],
    ),
  ];
}

function useless(field: string, types: string): Problem {
  return { field, message: `is for type ${types} only: leave it out, or change the type` };
}

function withoutPorts(field: string): Problem {
  return { field, message: 'needs a port: add one to `ports`' };
}
