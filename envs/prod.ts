import { defineEnvironment } from '../lib';

export const prod = defineEnvironment({
  name: 'prod',
  tier: 'production',
  promotedFrom: 'stage',
  cluster: { name: 'production' },
  domain: 'example.com',
  mesh: { kind: 'istio' },
  // What operators call: an environment of each cluster has them, and brings the kinds that they define.
  access: { apiServer: { cidrs: ['10.96.0.1/32'] } },
  sync: {
    clusterKinds: [{ group: 'apiextensions.k8s.io', kind: 'CustomResourceDefinition' }],
  },
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
