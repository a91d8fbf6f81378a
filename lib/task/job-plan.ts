import type { k8s } from 'cdk8s-plus-28';
import { findSeconds } from '../kubernetes/duration';
import { sha256 } from '../kubernetes/sha256';
import { fieldsOf } from '../manifest/fields';
import { KUBE_KINDS, kubeManifest } from '../manifest/kube-manifest';
import type { Manifest } from '../manifest/manifest';
import type { PlannedPods, Runner } from '../microservice/runner';
import { hookAnnotations } from './hook';
import type { JobOptions, PodFailureRule, ScheduledTaskProps, TaskProps } from './spec';

/** A Job's pods stay, to be looked at: each attempt is a pod. */
const RESTART_POLICY = 'Never';

/** Runs pods as a Job. */
export function job(props: TaskProps): Runner {
  return {
    gvk: KUBE_KINDS.KubeJob,
    restartPolicy: props.restartPolicy ?? RESTART_POLICY,
    plan: (pods) => (props.hook === undefined ? planOnce(pods, props) : planHook(pods, props)),
  };
}

/**
 * What a Job runs can't be changed, so that a change makes another Job, by a hash of it in the name; Argo CD
 * removes the one before.
 */
function planOnce({ metadata, template }: PlannedPods, props: TaskProps): Manifest {
  const spec = planJob(template, props);
  const unnamed = kubeManifest('KubeJob', { metadata, spec });
  const name = `${metadata.name}-${hashOf(unnamed).slice(0, HASH_LENGTH)}`;
  return { ...unnamed, metadata: { ...unnamed.metadata, name } };
}

/** What a Job can't change; how often and how long it is tried, it can. */
const FIXED: readonly string[] = [
  'template',
  'completions',
  'completionMode',
  'podFailurePolicy',
  'backoffLimitPerIndex',
];

function hashOf({ spec }: Manifest): string {
  const fields = fieldsOf(spec);
  const fixed = FIXED.map((field) => [field, fields[field]]);
  return sha256(JSON.stringify(fixed, sorted));
}

/** Has JSON write the members of an object in the order of their names. */
function sorted(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const fields = fieldsOf(value);
  return Object.fromEntries(
    Object.keys(fields)
      .toSorted()
      .map((key) => [key, fields[key]]),
  );
}

/** Digits of the hash in a Job's name. */
export const HASH_LENGTH = 8;

function planHook({ metadata, template }: PlannedPods, props: TaskProps): Manifest {
  const annotations = {
    ...(props.hook !== undefined && hookAnnotations(props.hook)),
    ...metadata.annotations,
  };
  return kubeManifest('KubeJob', {
    metadata: { ...metadata, annotations },
    spec: planJob(template, props),
  });
}

/** Runs pods as a CronJob. */
export function cronJob(props: ScheduledTaskProps): Runner {
  return {
    gvk: KUBE_KINDS.KubeCronJob,
    restartPolicy: props.restartPolicy ?? RESTART_POLICY,
    plan: (pods) => planCronJob(pods, props),
  };
}

function planCronJob({ metadata, template }: PlannedPods, props: ScheduledTaskProps): Manifest {
  const { schedule, timeZone, concurrency, startingDeadline, history, suspend, ...options } = props;
  return kubeManifest('KubeCronJob', {
    metadata,
    spec: {
      schedule,
      // Otherwise it is whatever the cluster's controllers run in.
      timeZone: timeZone ?? 'Etc/UTC',
      concurrencyPolicy: concurrency ?? 'Forbid',
      startingDeadlineSeconds: startingDeadline && findSeconds(startingDeadline),
      successfulJobsHistoryLimit: history?.successful,
      failedJobsHistoryLimit: history?.failed,
      suspend,
      jobTemplate: { spec: planJob(template, options) },
    },
  });
}

function planJob(template: k8s.PodTemplateSpec, options: JobOptions): k8s.JobSpec {
  const { deadline, ttlAfterFinished, podFailurePolicy = [] } = options;
  return {
    backoffLimit: options.retries,
    activeDeadlineSeconds: deadline && findSeconds(deadline),
    completions: options.completions,
    parallelism: options.parallelism,
    completionMode: options.indexed === true ? 'Indexed' : undefined,
    backoffLimitPerIndex: options.retriesPerIndex,
    maxFailedIndexes: options.maxFailedIndexes,
    podFailurePolicy:
      podFailurePolicy.length === 0 ? undefined : { rules: podFailurePolicy.map(planRule) },
    ttlSecondsAfterFinished: ttlAfterFinished && findSeconds(ttlAfterFinished),
    suspend: options.suspend,
    template,
  };
}

function planRule({
  action,
  exitCodes,
  container,
  podConditions = [],
}: PodFailureRule): k8s.PodFailurePolicyRule {
  return {
    action,
    onExitCodes: exitCodes && {
      containerName: container,
      operator: 'in' in exitCodes ? 'In' : 'NotIn',
      values: [...('in' in exitCodes ? exitCodes.in : exitCodes.notIn)],
    },
    onPodConditions: podConditions.map((type) => ({ type, status: 'True' })),
  };
}
