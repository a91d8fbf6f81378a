/** Keys of the annotations by which manifests tell what isn't Kubernetes' business. */
export const ANNOTATION = {
  /** On an environment's AppProject: the environment whose images come there by promotion. */
  promotedFrom: 'supercargo/promoted-from',
  /** Dangerous changes that are meant, a line each: `prune:PersistentVolumeClaim/shop-qa/data because ...`. */
  acknowledged: 'supercargo/acknowledged',
  /** On a ConfigMap whose name ends in a hash: its place in the order of those that there were, from 1. */
  configVersion: 'supercargo/config-version',
} as const;
