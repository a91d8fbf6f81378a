import { defineEnvironment } from '../lib';

export const prod = defineEnvironment({
  name: 'prod',
  tier: 'production',
  promotedFrom: 'stage',
  cluster: { name: 'production' },
  domain: 'example.com',
  mesh: { kind: 'istio' },
  // What operators call: an environment of each cluster has them, and brings the kinds that they define.
  // Made up, of a private network (RFC 1918): yours is that of `kubectl get endpointslices kubernetes`.
  access: { apiServer: { cidrs: ['172.20.0.2/32'] } },
  sync: {
    // The gateway's certificates are where its pods are.
    namespaces: ['istio-system'],
    clusterKinds: [{ group: 'apiextensions.k8s.io', kind: 'CustomResourceDefinition' }],
  },
  // Each version's course can be followed, and whoever is on call hears of what goes wrong.
  observability: {
    alerts: { labels: { release: 'prometheus' } },
    dashboards: {},
  },
  // Values of secrets are in Vault; what reads them signs in as a service account of its namespace.
  secrets: { kind: 'vault', server: 'https://vault.example.com', role: 'config-prod' },
  defaults: { replicas: 3, spread: ['node', 'zone'] },
  // Requests only: the mesh's proxies have limits far above what they use.
  quota: {
    cpu: { request: '16', limit: 'none' },
    memory: { request: '24Gi', limit: 'none' },
    pods: 100,
    loadBalancers: 1,
  },
  containerLimits: { default: { cpu: ['50m', '200m'], memory: ['64Mi', '128Mi'] } },
  labels: { team: 'shop' },
});
