import type { Duration } from '../../kubernetes/duration';
import type { Manifest } from '../../manifest/manifest';

/** What a release is played with. */
export interface SimulationOptions {
  /** Pods that are wanted. */
  readonly replicas: number;
  /** How long a pod takes to be ready; the Rollout's own waiting time comes on top. @default '30s' */
  readonly podStart?: Duration;
  /** How long a person takes to resume a release. @default '0s' */
  readonly answer?: Duration;
  /** How many users there are at any time. @default 100 */
  readonly users?: number;
  /** The templates that its analyses name, those for the whole cluster, too; what isn't here takes no time. @default none */
  readonly templates?: readonly Manifest[];
}
