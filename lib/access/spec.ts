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

/**
 * How access is enforced in an environment, and what its cluster's own pods are called. What opens is
 * told by the calls alone.
 */
export interface AccessSpec {
  /** One or several at once. @default ['kubernetes'] */
  readonly dialects?: readonly AccessDialect[];
  /** The cluster's name servers. @default kube-system, k8s-app: kube-dns, pod port 53 */
  readonly dns?: ClusterPods & {
    /** Ports of the pods: 53, and 5353 where they listen on that. @default [53] */
    readonly ports?: readonly number[];
    /** Addresses of node-local caches: `169.254.20.10/32`. @default none */
    readonly cidrs?: readonly string[];
  };
  /** The gateway through which exposed services are reached. @default istio-system, istio: ingressgateway */
  readonly gateway?: ClusterPods;
  /** Who scrapes metrics. @default monitoring, app.kubernetes.io/name: prometheus */
  readonly prometheus?: ClusterPods;
  /** The mesh's control plane. @default istio-system, app: istiod */
  readonly controlPlane?: ClusterPods;
  /** Addresses from which kubelets probe, where the network plugin doesn't let them in by itself. @default none */
  readonly kubeletCidrs?: readonly string[];
  /** Addresses of pods, which don't count as "from outside". @default none are left out */
  readonly podCidrs?: readonly string[];
  /** The mesh's trust domain. @default 'cluster.local' */
  readonly trustDomain?: string;
}

/** An environment's access with everything filled in. */
export interface Access {
  readonly dialects: readonly AccessDialect[];
  readonly dns: ClusterPods & {
    readonly ports: readonly number[];
    readonly cidrs: readonly string[];
  };
  readonly gateway: ClusterPods;
  readonly prometheus: ClusterPods;
  readonly controlPlane: ClusterPods;
  readonly kubeletCidrs: readonly string[];
  readonly podCidrs: readonly string[];
  readonly trustDomain: string;
  /** Whether pods have the mesh's proxy beside them. */
  readonly mesh: boolean;
}

/** Fills in what an environment doesn't say. */
export function accessOf(spec: AccessSpec = {}, mesh: boolean): Access {
  return {
    dialects: spec.dialects ?? ['kubernetes'],
    dns: {
      namespace: 'kube-system',
      labels: { 'k8s-app': 'kube-dns' },
      ports: [53],
      cidrs: [],
      ...spec.dns,
    },
    gateway: spec.gateway ?? {
      namespace: 'istio-system',
      labels: { istio: 'ingressgateway' },
      serviceAccount: 'istio-ingressgateway-service-account',
    },
    prometheus: spec.prometheus ?? {
      namespace: 'monitoring',
      labels: { 'app.kubernetes.io/name': 'prometheus' },
    },
    controlPlane: spec.controlPlane ?? { namespace: 'istio-system', labels: { app: 'istiod' } },
    kubeletCidrs: spec.kubeletCidrs ?? [],
    podCidrs: spec.podCidrs ?? [],
    trustDomain: spec.trustDomain ?? 'cluster.local',
    mesh,
  };
}
