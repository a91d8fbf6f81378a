import { fieldsOf, itemsOf } from '../../../manifest/fields';
import type { Manifest } from '../../../manifest/manifest';
import { wrongValue } from '../../../problem/problem';
import { missing, type Refusal } from './refusal';

/** Of a cluster that isn't told otherwise. */
const NODE_PORTS = { from: 30000, to: 32767 } as const;

/** Finds what the API server refuses in a Service. @see `ValidateService` of Kubernetes */
export function checkService({ spec }: Manifest): readonly Refusal[] {
  const { type = 'ClusterIP', clusterIP, externalName, externalIPs, ...rest } = fieldsOf(spec);
  const { externalTrafficPolicy, ports } = rest;
  const isHeadless = clusterIP === 'None';
  const isOpen = type === 'NodePort' || type === 'LoadBalancer';
  const problems: Refusal[] = [];
  const isOutside = type === 'ExternalName';
  if (isOutside) {
    if ((externalName ?? '') === '')
      problems.push(missing('spec.externalName', 'the name of a host where type is ExternalName'));
    if ((clusterIP ?? '') !== '')
      problems.push(wrongValue('spec.clusterIP', clusterIP, 'none where type is ExternalName'));
  } else if (!isHeadless && (ports === undefined || (Array.isArray(ports) && ports.length === 0)))
    problems.push(missing('spec.ports', 'one or more, but for clusterIP: None'));
  if (isOpen && isHeadless)
    problems.push(wrongValue('spec.clusterIP', clusterIP, `no None where type is ${type}`));
  const isReached = isOpen || (!isOutside && itemsOf(externalIPs).length > 0);
  if ((externalTrafficPolicy ?? '') !== '' && !isReached)
    problems.push(
      wrongValue(
        'spec.externalTrafficPolicy',
        externalTrafficPolicy,
        `none where type is ${isOutside ? 'ExternalName' : 'ClusterIP'}`,
      ),
    );
  return [
    ...problems,
    ...itemsOf(ports).flatMap((port, index) => [
      ...checkTarget(port, index),
      ...checkNodePort(port, index, isOpen),
    ]),
  ];
}

/** Text is the name of a pod's port, which has a letter; else the schema tells what it is like. */
function checkTarget(port: unknown, index: number): readonly Refusal[] {
  const { targetPort } = fieldsOf(port);
  return typeof targetPort === 'string' && /^\d+$/.test(targetPort)
    ? [wrongValue(`spec.ports[${index}].targetPort`, targetPort, `${targetPort} without quotes`)]
    : [];
}

function checkNodePort(port: unknown, index: number, isOpen: boolean): readonly Refusal[] {
  const { nodePort = 0 } = fieldsOf(port);
  if (typeof nodePort !== 'number' || nodePort === 0) return [];
  const field = `spec.ports[${index}].nodePort`;
  const { from, to } = NODE_PORTS;
  if (!isOpen) return [wrongValue(field, nodePort, 'none but for type NodePort or LoadBalancer')];
  return nodePort >= from && nodePort <= to
    ? []
    : [wrongValue(field, nodePort, `${from} to ${to}`)];
}
