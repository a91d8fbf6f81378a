import { listBy } from '../../manifest/grouping';
import type { Cluster } from '../cluster/cluster';
import { joinReadings, type Reading } from '../cluster/objects';
import type { Pod, ReachabilityOptions } from '../spec';
import { type AppProtocol, readAppProtocols } from './app-protocol';
import { type Identity, identityOf } from './attribute';
import { isAuthorizationPolicy, readAuthorizationPolicy } from './authorization-policy';
import {
  isPeerAuthentication,
  type PeerAuthentication,
  readPeerAuthentication,
} from './peer-authentication';
import type { MeshPolicy } from './policy';

/** What Istio's policies say of a cluster's pods. */
export interface Mesh {
  /** Who the pods in the mesh prove to be. */
  readonly identityOf: (pod: Pod) => Identity | undefined;
  /** The policies that select a pod. */
  readonly policiesOf: (pod: Pod) => readonly MeshPolicy[];
  readonly authenticationOf: (pod: Pod) => readonly PeerAuthentication[];
  readonly protocolsOf: (pod: Pod) => ReadonlyMap<number, AppProtocol>;
}

/** Reads a cluster's AuthorizationPolicies, PeerAuthentications, and what Services say of protocols. */
export function readMesh(cluster: Cluster, options: ReachabilityOptions): Reading<Mesh> {
  const { rootNamespace = 'istio-system', trustDomain = 'cluster.local' } = options;
  const authorization = joinReadings(
    cluster.objects
      .filter(isAuthorizationPolicy)
      .map((object) => readAuthorizationPolicy(object, cluster, rootNamespace)),
  );
  const authentication = joinReadings(
    cluster.objects
      .filter(isPeerAuthentication)
      .map((object) => readPeerAuthentication(object, cluster, rootNamespace)),
  );
  const protocols = readAppProtocols(cluster);
  const inMesh = cluster.pods.filter(({ mesh }) => mesh !== 'none');
  const identities = new Map(inMesh.map((pod) => [pod, identityOf(trustDomain, pod)]));
  const values = protocols.values.map((protocolsOf) => ({
    identityOf: (pod: Pod) => identities.get(pod),
    policiesOf: bySubject(authorization.values),
    authenticationOf: bySubject(authentication.values),
    protocolsOf,
  }));
  const problems = [authorization, authentication, protocols].flatMap(
    (reading) => reading.problems,
  );
  return { values, problems };
}

function bySubject<T extends { readonly subjects: ReadonlySet<Pod> }>(
  policies: readonly T[],
): (pod: Pod) => readonly T[] {
  const found = listBy(policies, ({ subjects }) => subjects);
  return (pod) => found.get(pod) ?? [];
}
