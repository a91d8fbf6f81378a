import type { PodShare } from '../delivery/pod-share';
import type { Duration } from '../kubernetes/duration';
import type { ServingProps } from '../microservice/spec';

/** How a new version replaces the old one on each node. */
export interface DaemonUpdate {
  /** Nodes that may be without a pod. @default 1, and 0 with `maxSurge` */
  readonly maxUnavailable?: PodShare;
  /** Nodes that may have two: not with ports of the node. @default 0 */
  readonly maxSurge?: PodShare;
}

/** One deployable with a pod on each node. */
export interface DaemonMicroserviceProps<P extends string = string> extends ServingProps<P> {
  /** `OnDelete`: each pod is replaced when somebody deletes it. @default node by node */
  readonly update?: 'OnDelete' | DaemonUpdate;
  /** How long a pod has to be ready before the next one is replaced. @default Kubernetes' own: not at all */
  readonly minReady?: Duration;
  /** Versions that are kept for a rollback. @default Kubernetes' own: 10 */
  readonly revisionHistoryLimit?: number;
}
