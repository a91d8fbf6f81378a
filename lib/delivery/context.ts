import type { AnalysisMesh } from '../access/analysis';
import type { IngressSpec } from '../environment/ingress';
import type { StringMap } from '../kubernetes/labels';
import type { Manifest } from '../manifest/manifest';
import type { Port } from '../pod/ports';

/** What a release's plan takes from the workload that it is of. */
export interface RolloutContext {
  /** Name of the workload, and of the Service by which others call it. */
  readonly name: string;
  readonly namespace: string | undefined;
  /** Labels of objects that are made for it. */
  readonly labels: StringMap;
  /** Labels that select its pods, of all versions. */
  readonly selector: StringMap;
  /** Ports of its Service. */
  readonly ports: readonly Port[];
  /** The route by which it is reached from outside, as it is where no router splits it. @default none */
  readonly exposed?: Manifest;
  /** Mesh that its analyses run in. @default none */
  readonly mesh?: AnalysisMesh;
}

/** What a release is held against. */
export interface ReleaseSurroundings {
  /** Name of the workload, and of the Service by which others call it. */
  readonly name: string;
  /** The fewest pods that there are. @default not known */
  readonly replicas?: number;
  /** Labels that select the pods. @default none */
  readonly selector?: StringMap;
  /** Through what the workload is reached from outside. @default not at all */
  readonly wayIn?: IngressSpec['kind'];
  /** Whether an autoscaler decides on the number of pods. @default false */
  readonly isAutoscaled?: boolean;
}

/**
 * Fields of an object that a controller writes while it works, so that whoever compares the cluster with
 * the manifests can leave them alone, and them only.
 */
export interface ControllerOwned {
  /** API group; empty for Kubernetes' core. */
  readonly group: string;
  readonly kind: string;
  readonly name: string;
  /** Paths as jq has them: `.spec.replicas`. */
  readonly fields: readonly string[];
}

/** Key that the controller adds to the selectors of Services, to tell versions apart. */
export const HASH_LABEL = 'rollouts-pod-template-hash';
