import type { k8s } from 'cdk8s-plus-28';
import { isRolloutRelease } from '../delivery/release';
import { ROLLOUT } from '../delivery/rollout-plan';
import type { StringMap } from '../kubernetes/labels';
import { KUBE_KINDS } from '../manifest/kube-manifest';
import type { Manifest } from '../manifest/manifest';
import type { Gvk } from '../traffic/wire';
import type { MicroserviceProps } from './spec';

/** What runs pods in another way than a microservice's Deployment or Rollout: a StatefulSet, a Job. */
export interface Runner {
  readonly gvk: Gvk;
  /** @default Always */
  readonly restartPolicy?: 'OnFailure' | 'Never';
  /** Regular expression of the names of claims that it makes. @default it makes none */
  readonly claims?: string;
  /** The workload itself, around its pods. */
  readonly plan: (pods: PlannedPods) => Manifest;
}

/** Pods with everything decided, and what their workload is to have. */
export interface PlannedPods {
  readonly metadata: {
    readonly name: string;
    readonly labels: StringMap;
    readonly annotations: StringMap | undefined;
  };
  /** Labels that select its pods, and no other's. */
  readonly selector: StringMap;
  /** Undefined where an autoscaler decides. */
  readonly replicas: number | undefined;
  readonly template: k8s.PodTemplateSpec;
}

/** The kind of the workload that runs a microservice's pods. */
export function gvkOf({ release }: MicroserviceProps, runner?: Runner): Gvk {
  if (runner !== undefined) return runner.gvk;
  return isRolloutRelease(release) ? ROLLOUT : KUBE_KINDS.KubeDeployment;
}
