import { defineEnvironment } from 'supercargo';

export const qa = defineEnvironment({
  name: 'qa',
  tier: 'preproduction',
  // As Argo CD knows the cluster; `in-cluster` is the one that it runs in.
  cluster: { name: 'in-cluster' },
  domain: 'qa.example.com',
});
