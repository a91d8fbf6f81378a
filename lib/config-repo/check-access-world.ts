import { selectorOf } from '../access/node';
import type { ClusterPods } from '../environment/access';
import { LABEL } from '../kubernetes/labels';
import { listBy } from '../manifest/grouping';
import type { ManifestSet } from '../manifest/manifest-set';
import { findPodTemplates } from '../manifest/pod-template';
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
      externalPods: [...externalPods(environments), ...podsOfElsewhere(manifests, environments)],
      addresses: stretches,
      podCidrs,
      trustDomain: environments[0]?.access.trustDomain,
    },
  );
  const endsOf = endFinder(reachability.pods, stretches);
  const calls = declared.flatMap((one) => callsOf(one, endsOf));
  return { reachability, environments, calls, podCidrs };
}

/** The cluster's own pods, each once: name servers, gateway, Prometheus, the controller of releases, the mesh's. */
function externalPods(environments: readonly EnvironmentAccess[]): readonly ExternalPod[] {
  const found = new Map<string, ExternalPod>();
  for (const { access } of environments) {
    const { dns, gateway, prometheus, rollouts, controlPlane, mesh } = access;
    // Those that call into the mesh show who they are.
    const callers = mesh ? [gateway, prometheus, rollouts] : [];
    for (const pods of [dns, gateway, prometheus, rollouts, ...(mesh ? [controlPlane] : [])]) {
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

/** Pods of Jobs whose template is for all namespaces, and not among the manifests. */
function podsOfElsewhere(
  manifests: ManifestSet,
  environments: readonly EnvironmentAccess[],
): readonly ExternalPod[] {
  const templates = manifests.filter(({ manifest }) => manifest.kind === 'ClusterAnalysisTemplate');
  const here = templates.flatMap(({ manifest }) => findPodTemplates(manifest));
  return environments.flatMap(({ groups, access }) =>
    groups.flatMap(({ group }) => {
      const { name, namespace = 'default', serviceAccount, isShared = false, inMesh } = group;
      if (!isShared || here.some(({ workload }) => workload === name)) return [];
      const mesh = access.mesh && inMesh !== false ? 'sidecar' : 'none';
      return [{ name, namespace, podLabels: selectorOf(group), serviceAccount, mesh }] as const;
    }),
  );
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
  endsOf: (end: DeclaredEnd) => readonly CallEnd[],
): AccessWorld['calls'] {
  const { from, to, port, protocol } = declared;
  return endsOf(from).flatMap((source) =>
    endsOf(to).map((target) => ({ from: source, to: target, port, protocol, declared })),
  );
}

/** Finds the ends that are meant; for a workload that isn't there, its name. */
function endFinder(
  pods: readonly Pod[],
  stretches: readonly Stretch[],
): (end: DeclaredEnd) => readonly CallEnd[] {
  const named = listBy(pods.filter(isOfManifest), namesOf);
  return (end) => {
    if ('addresses' in end)
      return stretches
        .filter((stretch) => isAmong(stretch, end.addresses))
        .map(({ name }) => ({ address: name }));
    if ('cluster' in end) return pods.filter((pod) => isOneOf(pod, end.cluster));
    const { workload, path } = end;
    const found = (named.get(`${workload.namespace}/${workload.workload}`) ?? []).filter(
      (pod) => pod.workload === workload.workload || pod.origin.startsWith(`${path}/`),
    );
    return found.length > 0 ? found : [workload];
  };
}

function isOfManifest({ kind }: Pod): boolean {
  return kind !== 'external' && kind !== 'stranger';
}

/** Under its own name, and under that which its pods have as a label, as versions of one microservice do. */
function namesOf({ namespace, workload, labels }: Pod): Iterable<string> {
  return new Set([workload, labels[LABEL.name] ?? workload].map((name) => `${namespace}/${name}`));
}

/** Whether a selector of these labels, in this namespace, selects a pod. */
export function isOneOf(peer: Peer, { namespace, labels }: ClusterPods): boolean {
  return (
    peer.type === 'pod' &&
    peer.namespace === namespace &&
    Object.entries(labels).every(([key, value]) => peer.labels[key] === value)
  );
}
