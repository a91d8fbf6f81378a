import { defineEnvironment } from '../lib';

export const qa = defineEnvironment({
  name: 'qa',
  tier: 'preproduction',
  cluster: { name: 'preproduction' },
  domain: 'qa.example.com',
  mesh: { kind: 'istio' },
  // What operators call: an environment of each cluster has them, and brings the kinds that they define.
  // Made up, of a private network (RFC 1918): yours is that of `kubectl get endpointslices kubernetes`.
  access: { apiServer: { cidrs: ['172.16.0.2/32'] } },
  sync: {
    // The gateway's certificates are where its pods are.
    namespaces: ['istio-system'],
    clusterKinds: [{ group: 'apiextensions.k8s.io', kind: 'CustomResourceDefinition' }],
  },
  // Values of secrets are in Vault; what reads them signs in as a service account of its namespace.
  secrets: { kind: 'vault', server: 'https://vault.example.com', role: 'config-qa' },
  defaults: { replicas: 2, spread: ['node'] },
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
