import type { Construct } from 'constructs';
import { AuthorizationPolicy } from '../../imports/security.istio.io';
import type { PodGroup } from '../endpoint/call-graph';
import type { AccessDialect } from '../environment/access';
import { Environment } from '../environment/environment';
import type { EnvironmentSpec } from '../environment/spec';
import type { StringMap } from '../kubernetes/labels';
import { KUBE_KINDS } from '../manifest/kube-manifest';
import type { Manifest } from '../manifest/manifest';
import { createObject } from '../manifest/manifest-object';
import {
  planAuthorizationPolicy,
  planMeshDefaults,
  planPlainTextPorts,
} from './authorization-policy';
import { CILIUM_POLICY, planCiliumDefaultDeny, planCiliumPolicy } from './cilium';
import { planDefaultDeny, planNetworkPolicy } from './network-policy';
import { type AccessNode, findAccessNode } from './node';
import { type Access, accessIn } from './spec';

/** One dialect's kind of policy. */
interface PolicyKind {
  readonly gvk: { readonly apiVersion: string; readonly kind: string };
  readonly plan: (node: AccessNode, access: Access) => Manifest;
}

const POLICIES: Readonly<Record<AccessDialect, () => PolicyKind>> = {
  kubernetes: () => ({ gvk: KUBE_KINDS.KubeNetworkPolicy, plan: planNetworkPolicy }),
  cilium: () => ({ gvk: CILIUM_POLICY, plan: planCiliumPolicy }),
  istio: () => ({ gvk: AuthorizationPolicy.GVK, plan: planAuthorizationPolicy }),
};

/**
 * Creates the policies of a construct that has recorded its pods, in the dialects of its environment;
 * none outside of an environment. Who calls is known only when the whole tree stands, so what they say
 * is worked out when the tree is rendered.
 */
export function createPolicies(construct: Construct, group: PodGroup): void {
  const environment = Environment.find(construct);
  if (environment === undefined) return;
  const access = accessIn(environment.spec);
  const alone: AccessNode = { construct, group, incoming: [], outgoing: [] };
  const plain = access.dialects.includes('istio') ? planPlainTextPorts(group) : undefined;
  if (plain !== undefined) createObject(construct, plain);
  for (const dialect of access.dialects) {
    // Without a proxy, nothing would look at it.
    if (dialect === 'istio' && group.inMesh === false) continue;
    const { gvk, plan } = POLICIES[dialect]();
    const { apiVersion, kind } = gvk;
    const metadata = { name: group.name, labels: group.labels };
    createObject(
      construct,
      { apiVersion, kind, metadata },
      { spec: () => plan(findAccessNode(construct) ?? alone, access).spec },
    );
  }
}

const NAMESPACE_DEFAULTS: Readonly<
  Record<AccessDialect, (labels: StringMap) => readonly Manifest[]>
> = {
  kubernetes: (labels) => [planDefaultDeny(labels)],
  cilium: (labels) => [planCiliumDefaultDeny(labels)],
  istio: planMeshDefaults,
};

/** What closes a whole namespace, in the dialects of its environment. */
export function planNamespaceDefaults(
  environment: EnvironmentSpec,
  labels: StringMap,
): readonly Manifest[] {
  const { dialects } = accessIn(environment);
  return dialects.flatMap((dialect) => NAMESPACE_DEFAULTS[dialect](labels));
}
