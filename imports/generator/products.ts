/** What to import of a product. */
export interface Product {
  /** Names the product's schemas, and its files in a folder given with `--from`. */
  readonly name: string;
  /** Tells which of the addresses in `cdk8s.yaml` is the product's. */
  readonly repository: string;
  /** The kinds to import. */
  readonly kinds: readonly string[];
  /** Kinds that others write: they are checked, and have no types. */
  readonly checked?: readonly string[];
  /**
   * What is cut to an object of any content, because it repeats or isn't in use: steps joined by
   * dots, `[]` for a list's items, `*` for any step.
   */
  readonly cut?: readonly string[];
  /** Of these objects' members, all but the ones named are cut. */
  readonly keep?: Readonly<Record<string, readonly string[]>>;
}

const SECRET_STORES = { 'spec.provider': ['aws', 'azurekv', 'gcpsm', 'vault'] };

/** All that can be imported; `imports:` in `cdk8s.yaml` says which of it is. */
export const PRODUCTS: readonly Product[] = [
  {
    name: 'argo-cd',
    repository: 'argoproj/argo-cd',
    kinds: ['Application', 'ApplicationSet', 'AppProject'],
    cut: [
      'operation',
      'spec.generators.[].matrix',
      'spec.generators.[].merge',
      'spec.generators.[].*.template',
    ],
  },
  {
    name: 'argo-rollouts',
    repository: 'argoproj/argo-rollouts',
    kinds: ['AnalysisTemplate', 'ClusterAnalysisTemplate', 'Experiment', 'Rollout'],
    checked: ['AnalysisRun'],
  },
  {
    name: 'istio',
    repository: 'istio/istio',
    kinds: [
      'AuthorizationPolicy',
      'DestinationRule',
      'Gateway',
      'PeerAuthentication',
      'ServiceEntry',
      'Sidecar',
      'Telemetry',
      'VirtualService',
    ],
    checked: ['RequestAuthentication'],
  },
  {
    name: 'gateway-api',
    repository: 'kubernetes-sigs/gateway-api',
    kinds: [
      'BackendTLSPolicy',
      'Gateway',
      'GatewayClass',
      'GRPCRoute',
      'HTTPRoute',
      'ReferenceGrant',
    ],
  },
  {
    name: 'external-secrets',
    repository: 'external-secrets/external-secrets',
    kinds: ['ClusterSecretStore', 'ExternalSecret', 'SecretStore'],
    keep: SECRET_STORES,
  },
  {
    name: 'cert-manager',
    repository: 'cert-manager/cert-manager',
    kinds: ['Certificate', 'ClusterIssuer', 'Issuer'],
  },
  {
    name: 'prometheus-operator',
    repository: 'prometheus-operator/prometheus-operator',
    kinds: ['PodMonitor', 'PrometheusRule', 'ServiceMonitor'],
  },
  {
    name: 'keda',
    repository: 'kedacore/keda',
    kinds: ['ScaledJob', 'ScaledObject', 'TriggerAuthentication'],
  },
];
