import { Field } from './cluster/field';
import { type ClusterObject, readObjects } from './cluster/objects';
import { type Labels, readLabels } from './cluster/selector';
import { type PodTemplate, readWorkloads } from './cluster/workloads';
import { findRange } from './network/address';
import { isNetworkPolicy } from './network/network-policy';
import type { ExternalAddress, ExternalPod, ReachabilityOptions } from './spec';

/** Label that the API server puts on every namespace. */
const NAMESPACE_NAME = 'kubernetes.io/metadata.name';

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
  const pods = peers
    .flatMap(findPod)
    .filter((pod) => !isHeld(pod, templates))
    .map((pod) => ({ ...pod, ...accounts.get(pod.namespace) }));
  const addresses = peers.flatMap(findAddress);
  return {
    externalPods: distinct(pods, ({ namespace, name }) => `${namespace}/${name}`),
    addresses: distinct(addresses, ({ cidr }) => cidr),
  };
}

/** All peers that a policy names. What is wrong with it, its reader tells. */
function peersIn({ manifest }: ClusterObject): readonly Field[] {
  const spec = new Field(manifest, '', ignore).get('spec');
  return [
    ...spec
      .get('ingress')
      .items()
      .flatMap((rule) => rule.get('from').items()),
    ...spec
      .get('egress')
      .items()
      .flatMap((rule) => rule.get('to').items()),
  ];
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

function isHeld({ namespace, podLabels }: ExternalPod, templates: readonly PodTemplate[]): boolean {
  return templates.some(
    ({ object, labels }) => object.namespace === namespace && hasAll(labels, podLabels),
  );
}

function hasAll(labels: Labels, wanted: Labels): boolean {
  return Object.entries(wanted).every(([key, value]) => labels[key] === value);
}

/** The service account of a namespace's pods, where the mesh's policies name one alone. */
function serviceAccountsIn(
  objects: readonly ClusterObject[],
): ReadonlyMap<string, Pick<ExternalPod, 'serviceAccount' | 'mesh'>> {
  const accounts = new Map<string, Set<string>>();
  for (const { manifest } of objects.filter(({ kind }) => kind === 'AuthorizationPolicy'))
    for (const principal of principalsIn(manifest)) {
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

function principalsIn(manifest: unknown): readonly string[] {
  return new Field(manifest, '', ignore)
    .get('spec')
    .get('rules')
    .items()
    .flatMap((rule) => rule.get('from').items())
    .flatMap((from) => from.get('source').get('principals').texts());
}

function distinct<T>(items: readonly T[], keyOf: (item: T) => string): readonly T[] {
  return [...new Map(items.map((item) => [keyOf(item), item])).values()];
}

function ignore(): void {
  // The reader of each kind reports.
}
