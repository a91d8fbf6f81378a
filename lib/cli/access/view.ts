import { isClusterScoped } from '../../kubernetes/scope';
import type { Manifest } from '../../manifest/manifest';
import type { ManifestSet } from '../../manifest/manifest-set';
import { externalsOf } from '../../reachability/externals';
import { type Reachability, reachable } from '../../reachability/reachability';
import type { Peer } from '../../reachability/spec';
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
 * @throws UserError when there is no such environment
 */
export function readView(manifests: ManifestSet, environment: string, place: string): AccessView {
  return viewOf(manifests, entriesOf(manifests, environment, place));
}

/** The same at an earlier time, when the environment may not have been there. */
export function readEarlierView(manifests: ManifestSet, environment: string): AccessView {
  return viewOf(manifests, findEntries(manifests, environment));
}

function viewOf(manifests: ManifestSet, own: ManifestSet): AccessView {
  const reachability = reachable(manifests, externalsOf(manifests));
  return {
    manifests,
    reachability,
    namespaces: new Set(own.flatMap(({ manifest }) => namespaceOf(manifest))),
    notes: reachability.problems.map(
      ({ origin, object, field, message }) => `${origin} ${object} ${field}: ${message}`,
    ),
  };
}

/** Whether a peer is a pod of the environment. */
export function isOwn({ namespaces }: AccessView, peer: Peer): boolean {
  return peer.type === 'pod' && namespaces.has(peer.namespace);
}

function namespaceOf({ apiVersion, kind, metadata }: Manifest): readonly string[] {
  if (isClusterScoped(apiVersion, kind)) return [];
  return [typeof metadata.namespace === 'string' ? metadata.namespace : 'default'];
}
