import type { Duration } from '../kubernetes/duration';
import type { DisruptionBudget, Scaling, ServingProps } from '../microservice/spec';
import type { ClaimSpec } from './claim';

/** A volume of each pod's own, and where its main container sees it. */
export interface PodClaim extends ClaimSpec {
  /** Absolute path in the main container. @default not mounted there */
  readonly mountPath?: string;
  /** A folder inside the volume: some stores want theirs empty, and file systems aren't. @default its root */
  readonly subPath?: string;
}

/** What becomes of claims whose pods are no longer there. */
export interface ClaimRetention {
  /** When the StatefulSet is deleted. @default 'Retain' */
  readonly whenDeleted?: 'Retain' | 'Delete';
  /** When there are to be fewer pods. @default 'Retain' */
  readonly whenScaled?: 'Retain' | 'Delete';
}

/** What keeps data, or has pods that aren't all the same. */
export interface StatefulMicroserviceProps<P extends string = string, C extends string = string>
  extends ServingProps<P> {
  /** Volumes of each pod's own, by name: pod 0 of `mysql` keeps `data-mysql-0`. @default none */
  readonly claims?: Readonly<Record<C, PodClaim>>;
  /**
   * A number of pods from 0, or an autoscaler's bounds. @default 1, in production, too: copies of a store
   * have to know of each other
   */
  readonly replicas?: number | Scaling;
  /**
   * How many pods a drain may take at a time.
   * @default one at a time with two replicas or more, none with fewer
   */
  readonly disruptionBudget?: DisruptionBudget | 'none';
  /** Ports at which its pods call each other, by name: to follow a leader, to vote. @default none */
  readonly peers?: readonly NoInfer<P>[];
  /** Whether each pod waits for the one before it. @default 'ordered' */
  readonly podManagement?: 'ordered' | 'parallel';
  /**
   * Pods are replaced from the last to the first, each when the one before is ready; those below `partition`
   * stay as they are. `OnDelete`: each when somebody deletes it. @default all, one by one
   */
  readonly update?: 'OnDelete' | { readonly partition: number };
  /** How long a pod has to be ready before the next one is replaced. @default Kubernetes' own: not at all */
  readonly minReady?: Duration;
  /** Versions that are kept for a rollback. @default Kubernetes' own: 10 */
  readonly revisionHistoryLimit?: number;
  /** @default data is kept */
  readonly retention?: ClaimRetention;
}
