import { checkCidr } from '../kubernetes/cidr';
import {
  checkDnsLabel,
  checkDnsSubdomain,
  checkLabels,
  checkPortNumber,
} from '../kubernetes/names';
import { fieldsOf } from '../manifest/fields';
import { type Problem, wrongValue } from '../problem/problem';
import { checkKeys, checkShapes, type Shape } from '../problem/shape';
import type { AccessSpec, ClusterPods } from './access';
import type { EnvironmentSpec } from './spec';

const DIALECTS: readonly string[] = ['kubernetes', 'cilium', 'istio'];

/** Checks how access is enforced in an environment. */
export function checkAccessSpec(
  field: string,
  access: AccessSpec,
  mesh: EnvironmentSpec['mesh'],
): readonly Problem[] {
  const misshapen = checkAccessShape(field, access);
  // What else is wrong can't be read.
  if (misshapen.length > 0) return misshapen;
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
      ([name, pods]) =>
        pods === undefined ? [] : checkClusterPods(`${field}.${name}`, pods, name === 'dns'),
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

/** Checks that what is said of access can be read at all. */
export function checkAccessShape(field: string, access: unknown): readonly Problem[] {
  const members = checkMembers(field, access, MEMBERS);
  if (members.length > 0) return members;
  const fields = fieldsOf(access);
  const { apiServer = { cidrs: [] } } = fields;
  return [
    ...CLUSTER_PODS.flatMap((name) =>
      checkMembers(`${field}.${name}`, fields[name] ?? {}, name === 'dns' ? DNS : PODS),
    ),
    ...checkMembers(`${field}.apiServer`, apiServer, API_SERVER),
    ...(fieldsOf(apiServer).cidrs === undefined
      ? [{ field: `${field}.apiServer.cidrs`, message: 'is missing: name its addresses' }]
      : []),
  ];
}

const CLUSTER_PODS = ['dns', 'gateway', 'prometheus', 'rollouts', 'keda', 'controlPlane'] as const;

const PODS = { namespace: 'text', labels: 'map of text', serviceAccount: 'text' } as const;
const DNS = { ...PODS, ports: 'list of numbers', cidrs: 'list of text' } as const;
const API_SERVER = { cidrs: 'list of text', port: 'number' } as const;
const MEMBERS = {
  dialects: 'list of text',
  dns: 'object',
  gateway: 'object',
  prometheus: 'object',
  rollouts: 'object',
  keda: 'object',
  controlPlane: 'object',
  apiServer: 'object',
  kubeletCidrs: 'list of text',
  podCidrs: 'list of text',
  trustDomain: 'text',
} as const satisfies Record<keyof AccessSpec, Shape>;

/** Checks that members look as they should, and that there are no others. */
function checkMembers(
  field: string,
  value: unknown,
  shapes: Readonly<Record<string, Shape>>,
): readonly Problem[] {
  return [...checkShapes(field, value, shapes), ...checkKeys(field, value, Object.keys(shapes))];
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

/** @param hasDefaults - whether what isn't said is known */
function checkClusterPods(
  field: string,
  pods: Partial<ClusterPods>,
  hasDefaults: boolean,
): readonly Problem[] {
  const { namespace, labels, serviceAccount } = pods;
  const missing = Object.entries({ namespace, labels }).filter(([, value]) => value === undefined);
  if (!hasDefaults && missing.length > 0)
    return missing.map(([name]) => ({
      field: `${field}.${name}`,
      message: 'is missing: say in which namespace the pods are, and which labels they have',
    }));
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
