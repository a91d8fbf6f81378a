import { checkCidr } from '../kubernetes/cidr';
import {
  checkDnsLabel,
  checkDnsSubdomain,
  checkLabels,
  checkPortNumber,
} from '../kubernetes/names';
import { type Problem, wrongValue } from '../problem/problem';
import type { AccessSpec, ClusterPods } from './access';
import type { EnvironmentSpec } from './spec';

const DIALECTS: readonly string[] = ['kubernetes', 'cilium', 'istio'];

/** Checks how access is enforced in an environment. */
export function checkAccessSpec(
  field: string,
  access: AccessSpec,
  mesh: EnvironmentSpec['mesh'],
): readonly Problem[] {
  const { dns, gateway, prometheus, controlPlane, apiServer, kubeletCidrs, podCidrs } = access;
  return [
    ...checkDialects(`${field}.dialects`, access.dialects, mesh),
    ...Object.entries({ dns, gateway, prometheus, controlPlane }).flatMap(([name, pods]) =>
      pods === undefined ? [] : checkClusterPods(`${field}.${name}`, pods),
    ),
    ...(dns?.ports ?? []).flatMap((port, index) =>
      checkPortNumber(`${field}.dns.ports[${index}]`, port),
    ),
    ...checkCidrs(`${field}.dns.cidrs`, dns?.cidrs),
    ...checkApiServer(`${field}.apiServer`, apiServer),
    ...checkCidrs(`${field}.kubeletCidrs`, kubeletCidrs),
    ...checkCidrs(`${field}.podCidrs`, podCidrs),
    ...(access.trustDomain === undefined
      ? []
      : checkDnsSubdomain(`${field}.trustDomain`, access.trustDomain)),
  ];
}

function checkDialects(
  field: string,
  dialects: AccessSpec['dialects'],
  mesh: EnvironmentSpec['mesh'],
): readonly Problem[] {
  if (dialects === undefined) return [];
  const allowed = DIALECTS.map((dialect) => `'${dialect}'`).join(', ');
  if (dialects.length === 0) return [wrongValue(field, dialects, `at least one of ${allowed}`)];
  return [
    ...dialects
      .filter((dialect, index) => !DIALECTS.includes(dialect) || dialects.indexOf(dialect) < index)
      .map((dialect) => wrongValue(field, dialect, `${allowed}, each at most once`)),
    ...(dialects.includes('istio') && mesh === undefined
      ? [
          {
            field,
            message: "has 'istio', whose policies bind nobody outside of a mesh: set `mesh`",
          },
        ]
      : []),
  ];
}

function checkClusterPods(field: string, pods: ClusterPods): readonly Problem[] {
  const { namespace, labels, serviceAccount } = pods;
  return [
    ...checkDnsLabel(`${field}.namespace`, namespace),
    ...(Object.keys(labels).length === 0
      ? [wrongValue(`${field}.labels`, labels, 'at least one: no labels are all pods')]
      : checkLabels(`${field}.labels`, labels)),
    ...(serviceAccount === undefined
      ? []
      : checkDnsSubdomain(`${field}.serviceAccount`, serviceAccount)),
  ];
}

function checkApiServer(field: string, server: AccessSpec['apiServer']): readonly Problem[] {
  if (server === undefined) return [];
  const { cidrs, port } = server;
  return [
    ...(cidrs.length === 0
      ? [wrongValue(`${field}.cidrs`, cidrs, "at least one such as '203.0.113.2/32'")]
      : checkCidrs(`${field}.cidrs`, cidrs)),
    ...(port === undefined ? [] : checkPortNumber(`${field}.port`, port)),
  ];
}

function checkCidrs(field: string, cidrs: readonly string[] = []): readonly Problem[] {
  return cidrs.flatMap((cidr, index) => checkCidr(`${field}[${index}]`, cidr));
}
