import { defineEnvironment } from '../lib';

export const qa = defineEnvironment({
  name: 'qa',
  tier: 'preproduction',
  cluster: { name: 'preproduction' },
  domain: 'qa.example.com',
  mesh: { kind: 'istio' },
  // What operators call: an environment of each cluster has them, and brings the kinds that they define.
  access: { apiServer: { cidrs: ['10.64.0.1/32'] } },
  sync: {
    clusterKinds: [{ group: 'apiextensions.k8s.io', kind: 'CustomResourceDefinition' }],
  },
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
