import { defineEnvironment } from '../lib';

export const e2e = defineEnvironment({
  name: 'e2e',
  tier: 'preproduction',
  promotedFrom: 'qa',
  cluster: { name: 'preproduction' },
  domain: 'e2e.example.com',
  mesh: { kind: 'istio' },
  // Values of secrets are in Vault; what reads them signs in as a service account of its namespace.
  secrets: { kind: 'vault', server: 'https://vault.example.com', role: 'config-e2e' },
  defaults: { replicas: 2, spread: ['node'] },
  // The gateway's certificates are where its pods are.
  sync: { namespaces: ['istio-system'] },
  // Requests only: the mesh's proxies have limits far above what they use.
  quota: {
    cpu: { request: '10', limit: 'none' },
    memory: { request: '16Gi', limit: 'none' },
    pods: 60,
    loadBalancers: 1,
  },
  containerLimits: { default: { cpu: ['50m', '200m'], memory: ['64Mi', '128Mi'] } },
  labels: { team: 'shop' },
});
