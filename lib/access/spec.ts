import type { AccessDialect, AccessSpec, ClusterPods } from '../environment/access';
import { checkAccessSpec } from '../environment/access-check';
import { findGatewayPods } from '../environment/ingress';
import type { EnvironmentSpec } from '../environment/spec';

/** An environment's access with everything filled in. */
export interface Access {
  readonly dialects: readonly AccessDialect[];
  readonly dns: ClusterPods & {
    readonly ports: readonly number[];
    readonly cidrs: readonly string[];
  };
  readonly gateway: ClusterPods;
  readonly prometheus: ClusterPods;
  readonly rollouts: ClusterPods;
  readonly keda: ClusterPods;
  readonly controlPlane: ClusterPods;
  /** Undefined where it isn't told. */
  readonly apiServer: { readonly cidrs: readonly string[]; readonly port: number } | undefined;
  readonly kubeletCidrs: readonly string[];
  readonly podCidrs: readonly string[];
  readonly trustDomain: string;
  /** Whether pods have the mesh's proxy beside them. */
  readonly mesh: boolean;
}

/** An environment's access, with the pods of the gateway that it is reached through. */
export function accessIn(environment: EnvironmentSpec): Access {
  const known = read.get(environment);
  if (known !== undefined) return known;
  const { access = {}, mesh } = environment;
  // What is wrong has been reported.
  const isRight = checkAccessSpec('access', access, mesh).length === 0;
  const spec = isRight ? { ...access, gateway: findGatewayPods(environment) } : {};
  const found = accessOf(spec, mesh !== undefined);
  read.set(environment, found);
  return found;
}

/** Each environment is asked for by all that runs in it. */
const read = new WeakMap<EnvironmentSpec, Access>();

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
    rollouts: spec.rollouts ?? {
      namespace: 'argo-rollouts',
      labels: { 'app.kubernetes.io/name': 'argo-rollouts' },
      serviceAccount: 'argo-rollouts',
    },
    keda: spec.keda ?? { namespace: 'keda', labels: { app: 'keda-operator' } },
    controlPlane: spec.controlPlane ?? { namespace: 'istio-system', labels: { app: 'istiod' } },
    apiServer: spec.apiServer && { port: 443, ...spec.apiServer },
    kubeletCidrs: spec.kubeletCidrs ?? [],
    podCidrs: spec.podCidrs ?? [],
    trustDomain: spec.trustDomain ?? 'cluster.local',
    mesh,
  };
}
