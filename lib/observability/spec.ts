import type { RequestMetrics } from '../analysis/metrics-source';
import type { Objective } from '../analysis/objective';
import type { ObservabilityFacts } from '../environment/observability';
import type { Duration } from '../kubernetes/duration';
import type { StringMap } from '../kubernetes/labels';
import type { ContainerPort } from '../pod/ports';

/** How a microservice's own metrics are scraped. */
export interface ScrapeOptions {
  /** @default '/metrics' */
  readonly path?: string;
  /** How often. @default the environment's */
  readonly interval?: Duration;
}

/** What a microservice says of how it is watched, where its environment does that at all. */
export interface MicroserviceObservability {
  /** What it promises: alerts for when the promise is about to be broken. @default none */
  readonly objective?: Objective;
  /** Where its requests are counted. @default as the environment says */
  readonly requests?: RequestMetrics;
  readonly scraping?: 'none';
  readonly alerts?: 'none';
  readonly dashboards?: 'none';
  readonly logs?: 'none';
  readonly tracing?: 'none';
  readonly releases?: 'none';
}

/** A microservice as far as it is watched. */
export interface Observed {
  readonly name: string;
  readonly namespace: string | undefined;
  /** The system, for titles; undefined in a plain chart. */
  readonly system: string | undefined;
  readonly labels: StringMap;
  /** Labels that select its pods, of all versions. */
  readonly selector: StringMap;
  /** Its workloads; several where versions run side by side. */
  readonly workloads: readonly ObservedWorkload[];
  /** The port that is scraped, and the Services that show it. @default none */
  readonly metrics?: ScrapeOptions & {
    readonly port: ContainerPort;
    readonly services: readonly string[];
  };
  /** What a mesh sees of its traffic: requests of a protocol, or connections alone, or nothing. */
  readonly traffic: 'http' | 'grpc' | 'tcp' | 'none';
  /** Whether the containers have a limit. */
  readonly limits: { readonly cpu: boolean; readonly memory: boolean };
  /** Regular expression of the names of its claims, whose volumes fill up. @default none */
  readonly claims?: string;
  readonly environment: ObservabilityFacts;
  /** What it says itself. */
  readonly own: MicroserviceObservability;
}

/** One workload of a microservice. */
export interface ObservedWorkload {
  readonly name: string;
  /** Deployment, Rollout, StatefulSet, DaemonSet. */
  readonly kind: string;
  readonly isAutoscaled: boolean;
}

/** How the pods of a kind of workload are called, after its name, and told apart by version. */
export interface PodNaming {
  /** What stands between the workload's name and the end, as a regular expression. */
  readonly suffix: string;
  /** The same, with what tells versions apart as a group. @default names tell nothing of versions */
  readonly revision?: string;
  /** Label of the pods of one version. */
  readonly versionLabel: string;
}

const BY_REVISION = 'controller-revision-hash';

/** By kind of workload. */
const NAMINGS: ReadonlyMap<string, PodNaming> = new Map([
  [
    'Rollout',
    {
      suffix: '-[a-z0-9]+-[a-z0-9]+',
      revision: '-(.+)-[a-z0-9]+',
      versionLabel: 'rollouts-pod-template-hash',
    },
  ],
  ['StatefulSet', { suffix: '-[0-9]+', versionLabel: BY_REVISION }],
  ['DaemonSet', { suffix: '-[a-z0-9]+', versionLabel: BY_REVISION }],
]);

const OF_DEPLOYMENT: PodNaming = {
  suffix: '-[a-z0-9]+-[a-z0-9]+',
  revision: '-(.+)-[a-z0-9]+',
  versionLabel: 'pod-template-hash',
};

/** How the pods of a workload are called. */
export function podNamingOf(workload: ObservedWorkload | undefined): PodNaming {
  return NAMINGS.get(workload?.kind ?? '') ?? OF_DEPLOYMENT;
}
