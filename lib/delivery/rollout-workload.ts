import { ApiObject } from 'cdk8s';
import type * as kplus from 'cdk8s-plus-28';
import type { StringMap } from '../kubernetes/labels';
import { kubeManifest } from '../manifest/kube-manifest';
import { isManifest, type Manifest } from '../manifest/manifest';
import type { ScaledContainer } from '../pod/peer';
import type { Ports } from '../pod/ports';
import type { RolloutRelease } from './release';
import type { WorkloadReference, WorkloadScaleDown } from './rollout-plan';

/** What a Rollout is made of: a pod template, or a workload that has one. */
export type RolloutWorkload = TemplateWorkload | ReferredWorkload | DeploymentWorkload;

/** What a Rollout has whose pods aren't those of a cdk8s-plus Deployment. */
interface OwnWorkload {
  /** Name of the object. @default the construct's id */
  readonly name?: string;
  /** Labels of the object. @default none */
  readonly labels?: StringMap;
  /** Annotations of the object. @default none */
  readonly annotations?: StringMap;
  /** From 0; to be left out beside an autoscaler. @default 1 */
  readonly replicas?: number;
  /** Labels that select the pods. They can't be changed later. */
  readonly selector: StringMap;
  readonly deployment?: never;
  readonly scaleDown?: never;
}

/** Pods of its own. */
export interface TemplateWorkload extends OwnWorkload {
  readonly template: kplus.k8s.PodTemplateSpec;
  readonly workloadRef?: never;
}

/** Pods as another workload in the cluster has them. */
export interface ReferredWorkload extends OwnWorkload {
  readonly workloadRef: WorkloadReference;
  readonly template?: never;
}

/** Pods as a cdk8s-plus Deployment has them, and its name, too. */
export interface DeploymentWorkload {
  readonly deployment: kplus.Deployment;
  /**
   * Leaves the Deployment as it is and refers to it; the Rollout scales it down as this says.
   * @default the Deployment isn't written any more, and the Rollout has its pods
   */
  readonly scaleDown?: WorkloadScaleDown;
  readonly name?: never;
  readonly selector?: never;
  readonly replicas?: never;
  readonly template?: never;
  readonly workloadRef?: never;
}

/** What any Rollout says, whatever its pods are. */
export interface RolloutStrategy {
  /** How a new version replaces the old one: `canary()` or `blueGreen()`. */
  readonly strategy: RolloutRelease;
  /** Ports of its Services, for a router. @default one for HTTP */
  readonly ports?: Ports<string>;
}

/** A strategy, and the pods that it is for. */
export type RolloutProps = RolloutStrategy & RolloutWorkload;

/** A workload with everything decided. */
export interface WorkloadPlan {
  readonly name: string;
  readonly labels: StringMap;
  readonly selector: StringMap;
  readonly replicas: number | undefined;
  /** Undefined when the Rollout has the pod template itself. */
  readonly reference: WorkloadReference | undefined;
  /** As a Deployment without its spec. */
  readonly outline: Manifest;
  /** As a Deployment; to be asked late, since it may still change. */
  readonly whole: () => Manifest;
  /** What an autoscaler works on. */
  readonly containers: () => readonly ScaledContainer[];
}

/** What a Rollout is made of, from any of its forms. */
export function planRolloutWorkload(id: string, workload: RolloutWorkload): WorkloadPlan {
  return workload.deployment === undefined
    ? planOwnWorkload(id, workload)
    : planDeploymentWorkload(workload);
}

function planOwnWorkload(id: string, workload: TemplateWorkload | ReferredWorkload): WorkloadPlan {
  const { name = id, labels = {}, selector, replicas, template } = workload;
  const { annotations } = workload;
  const manifest = kubeManifest('KubeDeployment', {
    metadata: { name, labels: workload.labels, annotations },
    spec: { replicas, selector: { matchLabels: selector }, template: template ?? {} },
  });
  return {
    name,
    labels,
    selector,
    replicas,
    reference: workload.workloadRef,
    outline: outlineOf(manifest),
    whole: () => manifest,
    containers: () => (template?.spec?.containers ?? []).map(scaledContainer),
  };
}

function planDeploymentWorkload({ deployment, scaleDown }: DeploymentWorkload): WorkloadPlan {
  const object = ApiObject.of(deployment);
  const { name, replicas } = deployment;
  const { apiVersion, kind } = object;
  return {
    name,
    labels: {},
    selector: { ...deployment.matchLabels },
    replicas,
    reference: scaleDown === undefined ? undefined : { apiVersion, kind, name, scaleDown },
    outline: { apiVersion, kind, metadata: { ...object.metadata.toJson(), name } },
    whole: () => requireManifest(object.toJson()),
    containers: () =>
      deployment.containers.map(({ name: containerName, image, resources }) => ({
        name: containerName,
        image,
        cpu: {
          request: resources?.cpu?.request?.amount,
          limit: resources?.cpu?.limit?.amount,
        },
      })),
  };
}

function outlineOf({ apiVersion, kind, metadata }: Manifest): Manifest {
  return { apiVersion, kind, metadata };
}

function scaledContainer({ name, image = '', resources }: kplus.k8s.Container): ScaledContainer {
  return {
    name,
    image,
    cpu: { request: resources?.requests?.cpu?.value, limit: resources?.limits?.cpu?.value },
  };
}

function requireManifest(object: unknown): Manifest {
  if (isManifest(object)) return object;
  throw new TypeError('a Deployment without apiVersion, kind or metadata.name');
}
