import { checkCidr } from '../kubernetes/cidr';
import {
  checkDnsLabel,
  checkDnsSubdomain,
  checkLabels,
  checkPortNumber,
} from '../kubernetes/names';
import { type Problem, wrongValue } from '../problem/problem';
import { checkShape, judge } from '../shape/check';
import type { AccessSpec, ClusterPods } from './access';
import type { EnvironmentSpec } from './spec';

const DIALECTS: readonly string[] = ['kubernetes', 'cilium', 'istio'];

/** Checks how access is enforced in an environment. */
export function checkAccessSpec(
  field: string,
  access: AccessSpec,
  mesh: EnvironmentSpec['mesh'],
): readonly Problem[] {
  return judge({ problems: checkShape('AccessSpec', field, access) }, () =>
    checkValues(field, access, mesh),
  );
}

function checkValues(
  field: string,
  access: AccessSpec,
  mesh: EnvironmentSpec['mesh'],
): readonly Problem[] {
  const {
    dns,
    gateway,
    prometheus,
    rollouts,
    keda,
    controlPlane,
    apiServer,
    kubeletCidrs,
    podCidrs,
  } = access;
  return [
    ...checkDialects(`${field}.dialects`, access.dialects, mesh),
    ...Object.entries({ dns, gateway, prometheus, rollouts, keda, controlPlane }).flatMap(
      ([name, pods]) => (pods === undefined ? [] : checkClusterPods(`${field}.${name}`, pods)),
    ),
    ...checkDnsPorts(`${field}.dns.ports`, dns?.ports),
    ...checkCidrs(`${field}.dns.cidrs`, dns?.cidrs),
    ...checkApiServer(`${field}.apiServer`, apiServer),
    ...checkCidrs(`${field}.kubeletCidrs`, kubeletCidrs),
    ...checkPodCidrs(`${field}.podCidrs`, podCidrs),
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

function checkClusterPods(field: string, pods: Partial<ClusterPods>): readonly Problem[] {
  const { namespace, labels, serviceAccount } = pods;
  return [
    ...(namespace === undefined ? [] : checkDnsLabel(`${field}.namespace`, namespace)),
    ...(labels === undefined || Object.keys(labels).length > 0
      ? checkLabels(`${field}.labels`, labels ?? {})
      : [wrongValue(`${field}.labels`, labels, 'at least one: no labels are all pods')]),
    ...(serviceAccount === undefined
      ? []
      : checkDnsSubdomain(`${field}.serviceAccount`, serviceAccount)),
  ];
}

function checkDnsPorts(field: string, ports: readonly number[] | undefined): readonly Problem[] {
  if (ports === undefined) return [];
  if (ports.length === 0)
    return [wrongValue(field, ports, 'at least one, as nothing finds another without: [53]')];
  return ports.flatMap((port, index) => checkPortNumber(`${field}[${index}]`, port));
}

/** Pods have a part of the addresses: if they had all, nothing would be outside. */
function checkPodCidrs(field: string, cidrs: readonly string[] = []): readonly Problem[] {
  const wrong = checkCidrs(field, cidrs);
  if (wrong.length > 0) return wrong;
  return cidrs.flatMap((cidr, index) =>
    Number(cidr.split('/')[1]) === 0
      ? [
          wrongValue(
            `${field}[${index}]`,
            cidr,
            "the addresses of pods alone, such as '10.244.0.0/16'",
          ),
        ]
      : [],
  );
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
