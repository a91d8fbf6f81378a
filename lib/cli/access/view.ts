import { apiGroupOf, isClusterScoped } from '../../kubernetes/scope';
import { fieldsOf, findText } from '../../manifest/fields';
import type { Manifest } from '../../manifest/manifest';
import type { ManifestSet } from '../../manifest/manifest-set';
import { findPodTemplates } from '../../manifest/pod-template';
import { externalsOf } from '../../reachability/externals';
import { isOnNode, onNodeInWords } from '../../reachability/names';
import { type Reachability, reachable } from '../../reachability/reachability';
import type { ExternalAddress, Peer } from '../../reachability/spec';
import { entriesOf, findEntries } from '../environments';

/** An environment in the output folder, and who may reach whom in it. */
export interface AccessView {
  /** Of all environments: what they open to each other counts. */
  readonly manifests: ManifestSet;
  readonly reachability: Reachability;
  /** The environment's own. */
  readonly namespaces: ReadonlySet<string>;
  /** What couldn't be judged, a line each. */
  readonly notes: readonly string[];
}

/**
 * Reads an environment out of an output folder.
 * @param place - the folder, for messages
 * @param addresses - those to be told apart, beside those that its policies name
 * @throws UserError when there is no such environment
 */
export function readView(
  manifests: ManifestSet,
  environment: string,
  place: string,
  addresses: readonly ExternalAddress[] = [],
): AccessView {
  return viewOf(manifests, entriesOf(manifests, environment, place), addresses);
}

/** The same at an earlier time, when the environment may not have been there. */
export function readEarlierView(
  manifests: ManifestSet,
  environment: string,
  addresses: readonly ExternalAddress[] = [],
): AccessView {
  return viewOf(manifests, findEntries(manifests, environment), addresses);
}

/** The addresses that an environment's policies name. */
export function addressesIn(
  manifests: ManifestSet,
  environment: string,
): readonly ExternalAddress[] {
  return externalsOf(findEntries(manifests, environment)).addresses ?? [];
}

function viewOf(
  manifests: ManifestSet,
  own: ManifestSet,
  more: readonly ExternalAddress[],
): AccessView {
  const judged = inOneCluster(own, manifests);
  const { externalPods } = externalsOf(judged);
  // What others alone call is beside the point, and may be an address of another cluster's.
  const named = [...(externalsOf(own).addresses ?? []), ...more];
  const addresses = [...new Map(named.map((one) => [one.name, one])).values()];
  const reachability = reachable(judged, { externalPods, addresses });
  const namespaces = new Set(
    own.flatMap(({ manifest }) => (isAboutPods(manifest) ? namespaceOf(manifest) : [])),
  );
  const files = new Set(own.map(({ file }) => file));
  return {
    manifests: judged,
    reachability,
    namespaces,
    notes: [
      ...reachability.pods
        .filter((pod) => isOnNode(pod) && namespaces.has(pod.namespace))
        .map(onNodeInWords),
      ...own.flatMap(({ manifest }) => askingInWords(manifest)),
      // What others have that can't be judged is about their pods.
      ...reachability.problems
        .filter(({ origin }) => files.has(origin.replace(/:\d+$/, '')))
        .map(({ origin, object, field, message }) => `${origin} ${object} ${field}: ${message}`),
    ],
  };
}

/**
 * An environment's objects, and then those of the others. No cluster has two objects of one name beside its
 * namespaces: what an environment has there as well as one before it is for another cluster, and left out.
 */
function inOneCluster(own: ManifestSet, manifests: ManifestSet): ManifestSet {
  const owners = new Map<string, string>();
  return [...new Set([...own, ...manifests])].filter(({ file, manifest }) => {
    const { apiVersion, kind, metadata } = manifest;
    if (!isClusterScoped(apiVersion, kind)) return true;
    const [environment = ''] = file.split('/', 1);
    const key = [apiGroupOf(apiVersion), kind, metadata.name].join(' ');
    const owner = owners.get(key) ?? environment;
    owners.set(key, owner);
    return owner === environment;
  });
}

/** Whether a peer is a pod of the environment. */
export function isOwn({ namespaces }: AccessView, peer: Peer): boolean {
  return peer.type === 'pod' && namespaces.has(peer.namespace);
}

/** Says of a policy that leaves the decision to somebody else that it does. */
function askingInWords({ kind, metadata, spec }: Manifest): readonly string[] {
  const { action, provider } = fieldsOf(spec);
  if (kind !== 'AuthorizationPolicy' || action !== 'CUSTOM') return [];
  const asked = findText(fieldsOf(provider).name) ?? 'its provider';
  return [
    `${kind} ${metadata.namespace}/${metadata.name}: leaves to ${asked} what it is about, which is shown with a question mark`,
  ];
}

/** Whether an object makes its namespace one of the environment's: a certificate beside a gateway doesn't. */
function isAboutPods(manifest: Manifest): boolean {
  return manifest.kind.endsWith('Policy') || findPodTemplates(manifest).length > 0;
}

function namespaceOf({ apiVersion, kind, metadata }: Manifest): readonly string[] {
  if (isClusterScoped(apiVersion, kind)) return [];
  return [typeof metadata.namespace === 'string' ? metadata.namespace : 'default'];
}
