import { type Reachability, reachable } from '../../lib/reachability/reachability';
import type {
  Answer,
  Peer,
  QuestionOptions,
  ReachabilityOptions,
} from '../../lib/reachability/spec';

/** Manifests as someone may write them: anything. */
export type Loose = Readonly<Record<string, unknown>>;

export function namespace(name: string, labels: Loose = {}): Loose {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } };
}

/** A Deployment in a namespace: `shop/cart`, whose pods have the label `app`, and its own service account. */
export function workload(
  id: string,
  labels: Loose = {},
  ports: readonly Loose[] = [],
  spec: Loose = {},
): Loose {
  const [space = '', name = ''] = id.split('/');
  const template = {
    metadata: { labels: { app: name, ...labels } },
    spec: { serviceAccountName: name, containers: [{ name: 'main', ports }], ...spec },
  };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: space },
    spec: { template },
  };
}

export function networkPolicy(id: string, spec: unknown): Loose {
  return policy('networking.k8s.io/v1', 'NetworkPolicy', id, spec);
}

export function authorizationPolicy(id: string, spec: unknown): Loose {
  return policy('security.istio.io/v1', 'AuthorizationPolicy', id, spec);
}

export function peerAuthentication(id: string, spec: unknown): Loose {
  return policy('security.istio.io/v1beta1', 'PeerAuthentication', id, spec);
}

export function policy(apiVersion: string, kind: string, id: string, spec: unknown): Loose {
  const [space = '', name = ''] = id.split('/');
  return { apiVersion, kind, metadata: { name, namespace: space }, spec };
}

/** The peer of a name that exactly one has. */
export function peer(reachability: Reachability, name: string): Peer {
  const found = reachability.findPeers(name);
  const [first] = found;
  if (first === undefined || found.length > 1) throw new Error(`${found.length} peers are ${name}`);
  return first;
}

/** Asks `shop/web -> shop/cart 7070`, or `... 53/UDP`. */
export function ask(
  reachability: Reachability,
  question: string,
  options: QuestionOptions = {},
): Answer {
  const match = /^(\S+) -> (\S+) (\d+)(?:\/(TCP|UDP|SCTP))?$/.exec(question);
  const [, from = '', to = '', port = '', protocol] = match ?? [];
  const known = (['TCP', 'UDP', 'SCTP'] as const).find((name) => name === protocol);
  return reachability.ask(peer(reachability, from), peer(reachability, to), Number(port), {
    ...options,
    ...(known !== undefined && { protocol: known }),
  });
}

/** Policies that decide, as `a/name spec.ingress[0]`, without their kinds. */
export function deciders({ decidedBy }: Answer): readonly string[] {
  return decidedBy.map((decision) => `${decision.policy.split(' ')[1]} ${decision.field}`);
}

export function reach(
  manifests: readonly unknown[],
  options: ReachabilityOptions = {},
): Reachability {
  return reachable(manifests, options);
}
