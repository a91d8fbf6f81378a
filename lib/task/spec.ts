import type { IConstruct } from 'constructs';
import type { Duration } from '../kubernetes/duration';
import type { RunToEndProps } from '../microservice/run-to-end';
import type { Hook, HookOptions } from './hook';

/** What a Job does when a pod fails in a certain way. The first rule that fits decides. */
export type PodFailureRule = {
  /** `FailIndex` takes `retriesPerIndex`. */
  readonly action: 'FailJob' | 'Ignore' | 'Count' | 'FailIndex';
} & (
  | {
      /** Exit codes from 1 to 255; 0, too, among those that are not to fit. */
      readonly exitCodes:
        | { readonly in: readonly number[] }
        | { readonly notIn: readonly number[] };
      /** @default any container of the pod */
      readonly container?: string;
      readonly podConditions?: never;
    }
  | {
      /** Types of conditions that are true: `DisruptionTarget`, where a pod was evicted. */
      readonly podConditions: readonly string[];
      readonly exitCodes?: never;
      readonly container?: never;
    }
);

/** How work is tried, repeated and given up. */
export interface JobOptions {
  /** Attempts after one that failed, from 0. @default Kubernetes' own: 6 */
  readonly retries?: number;
  /** How long all attempts together may take. @default without an end */
  readonly deadline?: Duration;
  /** Pods that have to succeed. @default 1 */
  readonly completions?: number;
  /** Pods that run at a time, from 0. @default 1 */
  readonly parallelism?: number;
  /** Whether each pod has a number from 0, `JOB_COMPLETION_INDEX`; then `completions` is needed. @default false */
  readonly indexed?: boolean;
  /** Attempts for each number, for indexed ones; Kubernetes 1.29 or later. @default they count together */
  readonly retriesPerIndex?: number;
  /** Numbers that may fail before all is given up; with `retriesPerIndex`. @default any number of them */
  readonly maxFailedIndexes?: number;
  /** What certain failures mean, in this order. @default each counts as an attempt */
  readonly podFailurePolicy?: readonly PodFailureRule[];
  /**
   * Whether a failed container is started again in its pod, or in a new one, so that the failed pod stays to be
   * looked at. @default 'Never'
   */
  readonly restartPolicy?: 'Never' | 'OnFailure';
  /** Deleted so long after it has ended. @default it stays */
  readonly ttlAfterFinished?: Duration;
  /** Not to be started yet, or to be stopped. @default false */
  readonly suspend?: boolean;
}

/** Work that is done once, to its end. */
export interface TaskProps extends RunToEndProps, JobOptions {
  /**
   * Runs at a moment of each sync of Argo CD, changed or not. @default it runs once for each change of what
   * it runs, as a part of the sync
   */
  readonly hook?: Hook | HookOptions;
  /** What starts only when this is done: what needs the migrated schema. @default nothing waits */
  readonly before?: readonly IConstruct[];
}

/** Work that is done to its end, again and again. */
export interface ScheduledTaskProps extends RunToEndProps, Omit<JobOptions, 'suspend'> {
  /** Minute, hour, day of the month, month, day of the week: `0 3 * * *`; or `@daily`. */
  readonly schedule: string;
  /** Name of the IANA database: `Europe/Berlin`. @default 'Etc/UTC' */
  readonly timeZone?: string;
  /** What becomes of a run whose time has come while the one before still runs. @default 'Forbid': it is left out */
  readonly concurrency?: 'Allow' | 'Forbid' | 'Replace';
  /** How late a run may start, at least 10s. @default however late */
  readonly startingDeadline?: Duration;
  /** Runs that are kept to be looked at, from 0. @default Kubernetes' own: 3 that succeeded, 1 that failed */
  readonly history?: { readonly successful?: number; readonly failed?: number };
  /** Whether no further run starts. @default false */
  readonly suspend?: boolean;
}
