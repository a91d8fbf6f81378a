/** Keys of the annotations by which manifests tell what isn't Kubernetes' business. */
export const ANNOTATION = {
  /** On an environment's AppProject: the environment whose images come there by promotion. */
  promotedFrom: 'supercargo/promoted-from',
  /** On an environment's AppProject: `refused` where its tier allows no feature branches. */
  featureBranches: 'supercargo/feature-branches',
  /** Dangerous changes that are meant, a line each: `prune:PersistentVolumeClaim/shop-qa/data because ...`. */
  acknowledged: 'supercargo/acknowledged',
  /** On a ConfigMap whose name ends in a hash: its place in the order of those that there were, from 1. */
  configVersion: 'supercargo/config-version',
  /** With a rule's id behind it: what the rule finds in the object is meant, and why. */
  allow: 'supercargo/allow.',
  /** What exists outside, so that others may refer to it: `v1/Secret/shop/db, v1/ConfigMap/shop/ca#ca.crt`. */
  external: 'supercargo/external',
} as const;
