import { defineEnvironment } from '../lib';

/** Azure's Kubernetes with Cilium for network and gateway, and no mesh. */
export const aks = defineEnvironment({
  name: 'aks',
  tier: 'production',
  cluster: { name: 'aks' },
  domain: 'aks.example.com',
  ingress: { kind: 'gateway-api', class: 'cilium' },
  access: {
    dialects: ['cilium'],
    // Cilium's proxies, through which its gateways let in.
    gateway: { namespace: 'kube-system', labels: { 'k8s-app': 'cilium-envoy' } },
  },
  // A managed identity with the right to read this system's secrets, by workload identity.
  secrets: {
    kind: 'azure-key-vault',
    vaultUrl: 'https://car-registry.vault.azure.net',
    clientId: '00000000-0000-0000-0000-000000000001',
    tenantId: '00000000-0000-0000-0000-000000000002',
  },
  // Prometheus, Alertmanager and Grafana are there as one package; Loki takes the logs.
  observability: {
    scraping: { labels: { release: 'prometheus' } },
    alerts: { labels: { release: 'prometheus' } },
    dashboards: {},
    logs: {},
  },
  // Each commit is synced by itself, and released by its canary.
  sync: { automated: true, windows: [] },
  defaults: { replicas: 2, spread: ['node'] },
  // Of three nodes at most, of which the controllers need some.
  quota: {
    cpu: { request: '4', limit: 'none' },
    memory: { request: '8Gi', limit: 'none' },
    pods: 40,
  },
  containerLimits: { default: { cpu: ['50m', '200m'], memory: ['64Mi', '128Mi'] } },
  labels: { team: 'cars' },
});
