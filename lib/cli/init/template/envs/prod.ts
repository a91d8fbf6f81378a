import { defineEnvironment } from 'supercargo';

export const prod = defineEnvironment({
  name: 'prod',
  tier: 'production',
  promotedFrom: 'qa',
  cluster: { name: 'in-cluster' },
  domain: 'example.com',
  defaults: { replicas: 3 },
});
