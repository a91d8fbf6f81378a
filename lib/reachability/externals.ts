import { NAMESPACE_NAME } from '../kubernetes/labels';
import type { Field } from './cluster/field';
import { holderOf } from './cluster/imagined';
import { type ClusterObject, readObjects } from './cluster/objects';
import { isNetworkPolicy, peersIn, specOf } from './cluster/policy-peers';
import { readLabels } from './cluster/selector';
import { readWorkloads } from './cluster/workloads';
import { findRange } from './network/address';
import type { ExternalAddress, ExternalPod, ReachabilityOptions } from './spec';

/** The identity of a service account in a mesh, as policies name it. */
const PRINCIPAL = /^[^/]+\/ns\/([^/]+)\/sa\/([^/]+)$/;

/**
 * Whom policies speak of and the manifests don't hold: pods of namespaces that are named, such as the
 * cluster's name servers, and addresses. Options for `reachable()`, so that its answers name them.
 */
export function externalsOf(manifests: readonly unknown[]): ReachabilityOptions {
  const objects = readObjects(manifests).values;
  const templates = readWorkloads(objects).values;
  const peers = objects.filter(isNetworkPolicy).flatMap(peersIn);
  const accounts = serviceAccountsIn(objects);
  const isHeld = holderOf(templates, []);
  const pods = peers
    .flatMap(findPod)
    .filter((pod) => !isHeld(pod))
    .map((pod) => ({ ...pod, ...accounts.get(pod.namespace) }));
  const addresses = peers.flatMap(findAddress);
  return {
    externalPods: distinct(pods, ({ namespace, name }) => `${namespace}/${name}`),
    addresses: distinct(addresses, ({ cidr }) => cidr),
  };
}

/** Pods that are told by the name of their namespace and by labels. */
function findPod(peer: Field): readonly ExternalPod[] {
  const namespace = readLabels(peer.get('namespaceSelector').get('matchLabels'))[NAMESPACE_NAME];
  const podLabels = readLabels(peer.get('podSelector').get('matchLabels'));
  const [name] = Object.values(podLabels);
  return namespace === undefined || name === undefined ? [] : [{ name, namespace, podLabels }];
}

function findAddress(peer: Field): readonly ExternalAddress[] {
  const cidr = peer.get('ipBlock').get('cidr').text();
  return cidr === undefined || findRange(cidr) === undefined ? [] : [{ name: cidr, cidr }];
}

/** The service account of a namespace's pods, where the mesh's policies name one alone. */
function serviceAccountsIn(
  objects: readonly ClusterObject[],
): ReadonlyMap<string, Pick<ExternalPod, 'serviceAccount' | 'mesh'>> {
  const accounts = new Map<string, Set<string>>();
  for (const policy of objects.filter(({ kind }) => kind === 'AuthorizationPolicy'))
    for (const principal of principalsIn(policy)) {
      const [, namespace, account] = PRINCIPAL.exec(principal) ?? [];
      if (namespace === undefined || account === undefined) continue;
      accounts.set(namespace, (accounts.get(namespace) ?? new Set()).add(account));
    }
  return new Map(
    [...accounts].flatMap(([namespace, [first, ...others]]) =>
      first === undefined || others.length > 0
        ? []
        : [[namespace, { serviceAccount: first, mesh: 'sidecar' as const }] as const],
    ),
  );
}

function principalsIn(policy: ClusterObject): readonly string[] {
  return specOf(policy)
    .get('rules')
    .items()
    .flatMap((rule) => rule.get('from').items())
    .flatMap((from) => from.get('source').get('principals').texts());
}

function distinct<T>(items: readonly T[], keyOf: (item: T) => string): readonly T[] {
  return [...new Map(items.map((item) => [keyOf(item), item])).values()];
}
