/** Label of a pod by which a mesh leaves its proxy out, or puts it in. */
export const INJECT = 'sidecar.istio.io/inject';

/**
 * With this annotation the proxy is a container that Kubernetes ends with the pod's own, as it doesn't end
 * others: from Istio 1.24 and Kubernetes 1.29 on.
 */
export const NATIVE_SIDECAR = { 'sidecar.istio.io/nativeSidecar': 'true' } as const;
