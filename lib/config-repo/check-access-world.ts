import type { ClusterPods } from '../environment/access';
import type { ManifestSet } from '../manifest/manifest-set';
import type { CallEnd, DeclaredCall } from '../reachability/check';
import { type Reachability, reachable } from '../reachability/reachability';
import type { ExternalPod, Peer, Pod } from '../reachability/spec';
import {
  cidrsIn,
  isAmong,
  isBlockWithin,
  type Stretch,
  stretchesOf,
} from './check-access-addresses';
import {
  type DeclaredAccess,
  type DeclaredEnd,
  declaredAccess,
  type EnvironmentAccess,
} from './check-access-declared';

/** One cluster, or all of them taken for one: who reaches whom there, and who is to. */
export interface AccessWorld {
  readonly reachability: Reachability;
  readonly environments: readonly EnvironmentAccess[];
  /** What is declared, for each pair of peers. */
  readonly calls: readonly (DeclaredCall & { readonly declared: DeclaredAccess })[];
  readonly podCidrs: readonly string[];
}

/** Reads manifests as those of one cluster. */
export function accessWorld(
  manifests: ManifestSet,
  environments: readonly EnvironmentAccess[],
  podCidrs: readonly string[],
): AccessWorld {
  const declared = environments.flatMap(declaredAccess);
  const own = environments.flatMap(({ access }) => access.podCidrs);
  const stretches = stretchesOf([...cidrsIn(manifests), ...cidrsOf(declared), ...own]).filter(
    ({ cidr }) => !podCidrs.some((pods) => isBlockWithin(cidr, pods)),
  );
  const reachability = reachable(
    manifests.map((entry) => ({ ...entry, cluster: '' })),
    {
      strangers: true,
      externalPods: externalPods(environments),
      addresses: stretches,
      podCidrs,
      trustDomain: environments[0]?.access.trustDomain,
    },
  );
  const calls = declared.flatMap((one) => callsOf(one, reachability, stretches));
  return { reachability, environments, calls, podCidrs };
}

/** The cluster's own pods, each once: name servers, gateway, Prometheus, the mesh's control plane. */
function externalPods(environments: readonly EnvironmentAccess[]): readonly ExternalPod[] {
  const found = new Map<string, ExternalPod>();
  for (const { access } of environments) {
    const { dns, gateway, prometheus, controlPlane, mesh } = access;
    // Those that call into the mesh show who they are.
    const callers = mesh ? [gateway, prometheus] : [];
    for (const pods of [dns, gateway, prometheus, ...(mesh ? [controlPlane] : [])]) {
      const key = JSON.stringify([pods.namespace, Object.entries(pods.labels).sort()]);
      const isInMesh = callers.includes(pods) || found.get(key)?.mesh === 'sidecar';
      found.set(key, {
        name: Object.entries(pods.labels)
          .sort()
          .map(([name, value]) => `${name}=${value}`)
          .join(),
        namespace: pods.namespace,
        podLabels: pods.labels,
        serviceAccount: pods.serviceAccount ?? found.get(key)?.serviceAccount,
        mesh: isInMesh ? 'sidecar' : 'none',
      });
    }
  }
  return [...found.values()];
}

function cidrsOf(declared: readonly DeclaredAccess[]): readonly string[] {
  return declared
    .flatMap(({ from, to }) => [from, to])
    .flatMap((end) =>
      'addresses' in end ? [...end.addresses.cidrs, ...end.addresses.except] : [],
    );
}

function callsOf(
  declared: DeclaredAccess,
  { pods }: Reachability,
  stretches: readonly Stretch[],
): AccessWorld['calls'] {
  const { from, to, port, protocol } = declared;
  const ends = (end: DeclaredEnd) => endsOf(end, pods, stretches);
  return ends(from).flatMap((source) =>
    ends(to).map((target) => ({ from: source, to: target, port, protocol, declared })),
  );
}

function endsOf(
  end: DeclaredEnd,
  pods: readonly Pod[],
  stretches: readonly Stretch[],
): readonly CallEnd[] {
  if ('workload' in end) return [end.workload];
  if ('cluster' in end) return pods.filter((pod) => isOneOf(pod, end.cluster));
  return stretches
    .filter((stretch) => isAmong(stretch, end.addresses))
    .map(({ name }) => ({ address: name }));
}

/** Whether a selector of these labels, in this namespace, selects a pod. */
export function isOneOf(peer: Peer, { namespace, labels }: ClusterPods): boolean {
  return (
    peer.type === 'pod' &&
    peer.namespace === namespace &&
    Object.entries(labels).every(([key, value]) => peer.labels[key] === value)
  );
}
