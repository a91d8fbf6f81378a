import {
  AuthorizationPolicy,
  AuthorizationPolicySpecAction,
  type AuthorizationPolicySpecRules,
  PeerAuthentication,
  PeerAuthenticationSpecMtlsMode,
  PeerAuthenticationSpecPortLevelMtlsMode,
} from '../../imports/security.istio.io';
import type { PodGroup } from '../endpoint/call-graph';
import type { RequestRule } from '../endpoint/requests';
import type { ClusterPods } from '../environment/access';
import type { StringMap } from '../kubernetes/labels';
import type { Manifest } from '../manifest/manifest';
import { podSelector } from '../pod/plan';
import type { AccessNode, IncomingCall } from './node';
import { podAddressesIn } from './pod-addresses';
import type { Access } from './spec';

/** The mesh lets nobody in, in a namespace, and takes no plain text: what the other policies open. */
export function planMeshDefaults(labels: StringMap): readonly Manifest[] {
  return [
    PeerAuthentication.manifest({
      metadata: { name: 'default', labels },
      spec: { mtls: { mode: PeerAuthenticationSpecMtlsMode.STRICT } },
    }),
    AuthorizationPolicy.manifest({ metadata: { name: 'default-deny', labels }, spec: {} }),
  ];
}

/**
 * Lets plain text in on the ports that are shown outside of the cluster, where no proxy of the mesh sends
 * it; undefined where there are none.
 */
export function planPlainTextPorts(group: PodGroup): Manifest | undefined {
  const ports = group.openPorts.filter(
    ({ to, protocol }) => typeof to !== 'string' && protocol === 'TCP',
  );
  if (ports.length === 0) return undefined;
  return PeerAuthentication.manifest({
    metadata: { name: group.name, labels: group.labels },
    spec: {
      selector: { matchLabels: { ...podSelector(group.name) } },
      mtls: { mode: PeerAuthenticationSpecMtlsMode.STRICT },
      portLevelMtls: Object.fromEntries(
        ports.map(({ port }) => [
          String(port),
          { mode: PeerAuthenticationSpecPortLevelMtlsMode.PERMISSIVE },
        ]),
      ),
    },
  });
}

/** Who may call a group of pods, by identity: nobody, where there is no rule. */
export function planAuthorizationPolicy(node: AccessNode, access: Access): Manifest {
  const rules = [...callRules(node, access), ...openRules(node, access)];
  return AuthorizationPolicy.manifest({
    metadata: { name: node.group.name, labels: node.group.labels },
    spec: {
      selector: { matchLabels: { ...podSelector(node.group.name) } },
      action: AuthorizationPolicySpecAction.ALLOW,
      ...(rules.length > 0 && { rules }),
    },
  });
}

/** A rule for each port and set of requests, with all callers that may make them. */
function callRules(node: AccessNode, access: Access): readonly AuthorizationPolicySpecRules[] {
  const byOperation = new Map<string, IncomingCall[]>();
  for (const call of node.incoming) {
    // The mesh sees nothing but TCP, and would open the TCP port of the same number.
    if (call.to.protocol !== 'TCP') continue;
    const key = JSON.stringify([call.to.targetPort, call.to.requests ?? null]);
    byOperation.set(key, [...(byOperation.get(key) ?? []), call]);
  }
  return [...byOperation.keys()].sort().flatMap((key) => {
    const calls = byOperation.get(key) ?? [];
    const [first] = calls;
    if (first === undefined) return [];
    const principals = [...new Set(calls.map(({ from }) => principalOf(from, access)))].sort();
    return [
      {
        from: [{ source: { principals } }],
        to: requestsOf(first).map(({ methods, paths }) => ({
          operation: {
            ports: [String(first.to.targetPort)],
            methods: methods && [...methods],
            paths: paths && [...paths],
          },
        })),
      },
    ];
  });
}

/** At least one, as an empty list of operations is refused. */
function requestsOf({ to: { requests = [] } }: IncomingCall): readonly RequestRule[] {
  return requests.length > 0 ? requests : [{}];
}

function openRules(node: AccessNode, access: Access): readonly AuthorizationPolicySpecRules[] {
  const seen = node.group.openPorts.filter(({ protocol }) => protocol === 'TCP');
  return seen.map(({ port, to: callers, throughNodes = false }) => {
    const operation = [{ operation: { ports: [String(port)] } }];
    if (callers === 'gateway')
      return { from: [{ source: sourceOf(access.gateway, access) }], to: operation };
    if (callers === 'metrics')
      return { from: [{ source: sourceOf(access.prometheus, access) }], to: operation };
    if (callers === 'analysis')
      return { from: [{ source: sourceOf(access.rollouts, access) }], to: operation };
    if (callers === 'scaling')
      return { from: [{ source: sourceOf(access.keda, access) }], to: operation };
    const to = [...callers, ...(throughNodes ? access.kubeletCidrs : [])];
    const pods = [...new Set(to.flatMap((cidr) => podAddressesIn(cidr, access)))];
    if (to.includes('0.0.0.0/0') && pods.length === 0) return { to: operation };
    const notIpBlocks = pods.length > 0 ? { notIpBlocks: pods } : {};
    return { from: [{ source: { ipBlocks: [...to], ...notIpBlocks } }], to: operation };
  });
}

function sourceOf(pods: ClusterPods, { trustDomain }: Access) {
  return pods.serviceAccount === undefined
    ? { namespaces: [pods.namespace] }
    : { principals: [`${trustDomain}/ns/${pods.namespace}/sa/${pods.serviceAccount}`] };
}

function principalOf(group: PodGroup, { trustDomain }: Access): string {
  return `${trustDomain}/ns/${group.namespace ?? 'default'}/sa/${group.serviceAccount}`;
}
