import type { StringMap } from '../kubernetes/labels';

/** In which words access is told: Kubernetes' own policies, Cilium's, or the mesh's. */
export type AccessDialect = 'kubernetes' | 'cilium' | 'istio';

/** Pods that aren't part of any system here: a cluster's own. */
export interface ClusterPods {
  readonly namespace: string;
  readonly labels: StringMap;
  /** Their service account, for the mesh. @default none: the mesh lets the whole namespace in */
  readonly serviceAccount?: string;
}

/** Where the Kubernetes API server is, as `kubectl get endpointslices kubernetes` lists it. */
export interface ApiServer {
  /** Of the servers themselves, not of the Service: `203.0.113.2/32`. */
  readonly cidrs: readonly string[];
  /** 443 in most managed clusters, 6443 in many others. @default 443 */
  readonly port?: number;
}

/**
 * How access is enforced in an environment, and what its cluster's own pods are called. What opens is
 * told by the calls alone.
 */
export interface AccessSpec {
  /** One or several at once. @default ['kubernetes'] */
  readonly dialects?: readonly AccessDialect[];
  /** The cluster's name servers. @default kube-system, k8s-app: kube-dns, pod port 53 */
  readonly dns?: Partial<ClusterPods> & {
    /** Ports of the pods: 53, and 5353 where they listen on that. @default [53] */
    readonly ports?: readonly number[];
    /** Addresses of node-local caches: `169.254.20.10/32`. @default none */
    readonly cidrs?: readonly string[];
  };
  /** The gateway through which exposed services are reached. @default istio-system, istio: ingressgateway */
  readonly gateway?: ClusterPods;
  /** Who scrapes metrics. @default monitoring, app.kubernetes.io/name: prometheus */
  readonly prometheus?: ClusterPods;
  /**
   * The controller of Argo Rollouts, which asks the URLs of `web` metrics itself.
   * @default argo-rollouts, app.kubernetes.io/name: argo-rollouts
   */
  readonly rollouts?: ClusterPods;
  /** KEDA's operator, which asks what microservices are scaled by. @default keda, app: keda-operator */
  readonly keda?: ClusterPods;
  /** The mesh's control plane. @default istio-system, app: istiod */
  readonly controlPlane?: ClusterPods;
  /**
   * The Kubernetes API server, for pods with grants. Where it isn't told, NetworkPolicies keep these pods from
   * reaching it, as nothing but its addresses stands for it there; Cilium knows it by itself, and the mesh
   * doesn't stand between.
   * @default unknown
   */
  readonly apiServer?: ApiServer;
  /** Addresses from which kubelets probe, where the network plugin doesn't let them in by itself. @default none */
  readonly kubeletCidrs?: readonly string[];
  /**
   * Addresses of pods, which don't count as "from outside". Everybody is all of IPv4; blocks of IPv6 are taken out
   * of those of IPv6 that are named elsewhere.
   * @default none are left out
   */
  readonly podCidrs?: readonly string[];
  /** The mesh's trust domain. @default 'cluster.local' */
  readonly trustDomain?: string;
}
