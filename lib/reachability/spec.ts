import type { Problem } from '../problem/problem';
import type { AddressRange } from './network/address';

/** What a NetworkPolicy can tell apart. */
export type Protocol = 'TCP' | 'UDP' | 'SCTP';

/** All of them. */
export const PROTOCOLS = ['TCP', 'UDP', 'SCTP'] as const;

/** Open, closed, or open under the conditions that the answer lists. */
export type Verdict = boolean | 'conditional';

/**
 * What is asked: NetworkPolicies, AuthorizationPolicies, or what is left open by both; or what the
 * NetworkPolicies of one end alone leave open.
 */
export type Layer = 'network' | 'mesh' | 'both' | 'egress' | 'ingress';

/** Seen from the pod that a policy selects. */
export type Direction = 'ingress' | 'egress';

/** How a pod takes part in the service mesh: only with a sidecar or in ambient mode it has an identity. */
export type MeshMode = 'sidecar' | 'ambient' | 'none';

/** A port that a container declares. */
export interface PodPort {
  readonly name?: string;
  readonly port: number;
  readonly protocol: Protocol;
}

/** The pods of one workload, which are alike in everything that policies look at. */
export interface Pod {
  readonly type: 'pod';
  /** `shop/cart`; with the kind where workloads of two kinds share a name, with the cluster where it is known. */
  readonly id: string;
  readonly cluster: string;
  readonly namespace: string;
  /** Name of the Deployment, StatefulSet, ... */
  readonly workload: string;
  /** `Deployment`; `external` for pods that the caller declared, `stranger` for those nobody thought of. */
  readonly kind: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly namespaceLabels: Readonly<Record<string, string>>;
  readonly serviceAccount: string;
  readonly ports: readonly PodPort[];
  /** Whether they use the node's network, where NetworkPolicies neither select nor know them. */
  readonly hostNetwork: boolean;
  readonly mesh: MeshMode;
  /** Where their IPs lie, if the caller says; empty: no ipBlock matches them. */
  readonly addresses: readonly AddressRange[];
  /** Construct path, or file and line; empty for pods that the caller declared. */
  readonly origin: string;
}

/** Addresses outside of the cluster. */
export interface Outside {
  readonly type: 'outside';
  /** The name that the caller gave. */
  readonly id: string;
  readonly cidr: string;
  readonly addresses: readonly AddressRange[];
}

/** Who may be at either end of a connection. */
export type Peer = Pod | Outside;

/** Which pods are meant. */
export interface PodReference {
  readonly namespace: string;
  readonly workload: string;
  /** Needed only where workloads of two kinds share the name. */
  readonly kind?: string;
  /** Needed only where two clusters have the workload. */
  readonly cluster?: string;
}

/** Pods of which the manifests say nothing: kube-dns, Prometheus, an ingress gateway. */
export interface ExternalPod {
  readonly name: string;
  readonly namespace: string;
  readonly podLabels: Readonly<Record<string, string>>;
  /** `kubernetes.io/metadata.name` comes by itself. */
  readonly namespaceLabels?: Readonly<Record<string, string>>;
  /** @default 'default' */
  readonly serviceAccount?: string;
  /** Needed where a policy names one of its ports. */
  readonly ports?: readonly PodPort[];
  /** @default 'none' */
  readonly mesh?: MeshMode;
}

/** Addresses outside of the cluster that questions may name: `{ name: 'internet', cidr: '0.0.0.0/0' }`. */
export interface ExternalAddress {
  readonly name: string;
  /** `203.0.113.7`, `10.0.0.0/8`, `2001:db8::/32` */
  readonly cidr: string;
}

/** What the manifests don't say. */
export interface ReachabilityOptions {
  readonly externalPods?: readonly ExternalPod[];
  readonly addresses?: readonly ExternalAddress[];
  /**
   * Adds pods that nobody runs: one without labels to each namespace with a workload, named `*`, and one for
   * each set of labels that a NetworkPolicy selects and no workload has. What is open to them is open to
   * whatever is started next.
   * @default false
   */
  readonly strangers?: boolean;
  /**
   * Where pods get their IPs from. Whether an ipBlock matches pods is left to the network plugin; with the
   * ranges given, it does.
   * @default none: an ipBlock never matches a pod
   */
  readonly podCidrs?: readonly string[];
  /** Istio's `rootNamespace`. @default 'istio-system' */
  readonly rootNamespace?: string;
  /** Istio's `trustDomain`. @default 'cluster.local' */
  readonly trustDomain?: string;
}

/** What is known of an HTTP request; what isn't given leaves policies that look at it undecided. */
export interface Request {
  readonly method?: string;
  readonly path?: string;
  readonly host?: string;
  /** All headers, by name in lower case; without this, every header is unknown. */
  readonly headers?: Readonly<Record<string, string>>;
  /** `issuer/subject` of the token. */
  readonly principal?: string;
}

/** Which question an answer answers. */
export interface QuestionOptions {
  /** @default 'TCP' */
  readonly protocol?: Protocol;
  /** @default 'both' */
  readonly layer?: Layer;
  readonly request?: Request;
}

/** A part of a policy that decided an answer. */
export interface Decision {
  /** `NetworkPolicy shop/cart` */
  readonly policy: string;
  /** `spec.ingress[0]`; `spec` where the policy as a whole closes what it doesn't open. */
  readonly field: string;
  readonly direction: Direction;
  readonly effect: 'allows' | 'isolates' | 'denies' | 'asks' | 'requires identity';
  /** Construct path, or file and line. */
  readonly origin: string;
}

/** Whether a connection is open, by which policies, and in words. */
export interface Answer {
  readonly from: Peer;
  readonly to: Peer;
  readonly port: number;
  readonly protocol: Protocol;
  readonly layer: Layer;
  readonly allowed: Verdict;
  readonly decidedBy: readonly Decision[];
  /** What an undecided answer hangs on. */
  readonly conditions: readonly string[];
  /** One line for each side and dialect, ready to print. */
  readonly reasons: readonly string[];
}

/** Ports that are open, from `first` to `last`. */
export interface OpenPorts {
  readonly protocol: Protocol;
  readonly first: number;
  readonly last: number;
  readonly allowed: true | 'conditional';
}

/** The same ports are open from each of these to each of those. */
export interface Opening {
  readonly from: readonly Peer[];
  readonly to: readonly Peer[];
  readonly ports: readonly OpenPorts[];
}

/** What is wrong with an object; an object with a problem takes no part, as the API server would refuse it. */
export interface ObjectProblem extends Problem {
  /** `NetworkPolicy shop/cart` */
  readonly object: string;
  /** Construct path, or file and line. */
  readonly origin: string;
}
