import { defineEnvironment } from '../lib';

export const stage = defineEnvironment({
  name: 'stage',
  tier: 'preproduction',
  promotedFrom: 'e2e',
  cluster: { name: 'preproduction' },
  domain: 'stage.example.com',
  mesh: { kind: 'istio' },
  // Each version's course can be followed, and whoever is on call hears of what goes wrong.
  observability: {
    alerts: { labels: { release: 'prometheus' } },
    dashboards: {},
  },
  // Values of secrets are in Vault; what reads them signs in as a service account of its namespace.
  secrets: { kind: 'vault', server: 'https://vault.example.com', role: 'config-stage' },
  defaults: { replicas: 3, spread: ['node', 'zone'] },
  // The gateway's certificates are where its pods are.
  sync: { namespaces: ['istio-system'] },
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
