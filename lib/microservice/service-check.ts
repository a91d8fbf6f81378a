import { checkCidr } from '../kubernetes/cidr';
import {
  checkAnnotations,
  checkLabels,
  checkPortNumber,
  checkServiceName,
} from '../kubernetes/names';
import { portsOf } from '../pod/ports';
import { type Problem, wrongValue } from '../problem/problem';
import type { MicroserviceProps, ServiceOptions } from './spec';

/** Checks the Services of a microservice. */
export function checkServices(props: MicroserviceProps, name: string): readonly Problem[] {
  const ports = portsOf(props.ports).map((port) => port.name);
  const { service, services = {} } = props;
  if (ports.length === 0)
    return [
      ...(service === undefined || service === 'none' ? [] : [withoutPorts('service')]),
      ...Object.keys(services).map((other) => withoutPorts(`services.${other}`)),
    ];
  return [
    ...(service === undefined || service === 'none' ? [] : checkService('service', service, ports)),
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

function checkService(
  field: string,
  options: ServiceOptions,
  ports: readonly string[],
): readonly Problem[] {
  const { type = 'ClusterIP', nodePorts = {}, annotations = {}, labels = {} } = options;
  const names = ports.map((port) => `'${port}'`).join(', ');
  const unknown = [...(options.ports ?? []), ...Object.keys(nodePorts)].filter(
    (port) => !ports.includes(port),
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
