import { checkWhole } from '../autoscaling/check';
import { checkCron, checkTimeZone } from '../kubernetes/cron';
import { checkDuration } from '../kubernetes/duration';
import { type Problem, wrongValue } from '../problem/problem';
import { textOf } from '../problem/report';
import { checkHook, hookOf } from './hook';
import { HASH_LENGTH } from './job-plan';
import type { JobOptions, PodFailureRule, ScheduledTaskProps, TaskProps } from './spec';

/** The longest value of a label, as a Job's name becomes one of its pods. */
const MAX_JOB_NAME = 63;

/** A CronJob's name, with the minute of a run after it, becomes the name of a Job. */
const MAX_CRON_JOB_NAME = 52;

/** Kubernetes takes no more rules. */
const MAX_RULES = 20;

const ACTIONS: readonly unknown[] = ['FailJob', 'Ignore', 'Count', 'FailIndex'];
const CONCURRENCY: readonly unknown[] = ['Allow', 'Forbid', 'Replace', undefined];

/** Checks what a task says beside what any pods do. @param inSystem - whether Argo CD looks after it */
export function checkTask(name: string, props: TaskProps, inSystem: boolean): readonly Problem[] {
  const { hook, before = [], ttlAfterFinished } = props;
  const suffix = hook === undefined ? HASH_LENGTH + 1 : 0;
  return [
    ...checkName(name, MAX_JOB_NAME - suffix - indexLength(props), 'with what is added to it'),
    ...checkJob(props),
    ...(hook === undefined ? [] : checkHook('hook', hook, inSystem)),
    ...(hook === undefined && inSystem && ttlAfterFinished !== undefined
      ? [
          {
            field: 'ttlAfterFinished',
            message:
              'has it run again: Argo CD makes a Job anew that is gone; leave it out, or make it a hook',
          },
        ]
      : []),
    ...(before.length > 0 && hook !== undefined && hookOf(hook).phase !== 'Sync'
      ? [
          {
            field: 'before',
            message: `is for tasks that are a part of the sync, and this one runs at ${hookOf(hook).phase}: leave it out, or take Sync`,
          },
        ]
      : []),
  ];
}

/** Checks what a scheduled task says beside what any pods do. */
export function checkScheduledTask(name: string, props: ScheduledTaskProps): readonly Problem[] {
  const { schedule, timeZone, concurrency, startingDeadline, history = {} } = props;
  return [
    ...checkName(name, MAX_CRON_JOB_NAME, 'for its Jobs to have their time in their names'),
    ...(typeof schedule === 'string'
      ? checkCron('schedule', schedule)
      : [wrongValue('schedule', schedule, "text: '0 3 * * *'")]),
    ...(timeZone === undefined ? [] : checkTimeZone('timeZone', timeZone)),
    ...(CONCURRENCY.includes(concurrency)
      ? []
      : [wrongValue('concurrency', concurrency, "'Allow', 'Forbid' or 'Replace'")]),
    // Kubernetes looks every ten seconds, and may miss what is shorter.
    ...checkDuration('startingDeadline', startingDeadline, 10),
    ...checkCounts({
      'history.successful': [history.successful, 0],
      'history.failed': [history.failed, 0],
    }),
    ...checkJob(props),
  ];
}

function checkName(name: string, most: number, why: string): readonly Problem[] {
  const { length } = textOf(name);
  if (length <= most) return [];
  return [wrongValue('name', name, `at most ${most} characters, ${why} (it has ${length})`)];
}

/** An indexed pod's host is called by the Job's name and a number. */
function indexLength({ indexed, completions = 1 }: JobOptions): number {
  return indexed === true ? String(completions - 1).length + 1 : 0;
}

function checkJob(props: JobOptions): readonly Problem[] {
  const { completions, indexed, retriesPerIndex, maxFailedIndexes, restartPolicy } = props;
  return [
    ...checkCounts({
      retries: [props.retries, 0],
      completions: [completions, 1],
      parallelism: [props.parallelism, 0],
      retriesPerIndex: [retriesPerIndex, 0],
      maxFailedIndexes: [maxFailedIndexes, 0],
    }),
    ...checkDuration('deadline', props.deadline, 1),
    ...checkDuration('ttlAfterFinished', props.ttlAfterFinished),
    ...(restartPolicy === undefined || restartPolicy === 'Never' || restartPolicy === 'OnFailure'
      ? []
      : [wrongValue('restartPolicy', restartPolicy, "'Never' or 'OnFailure'")]),
    ...(indexed === true && completions === undefined
      ? [{ field: 'completions', message: 'is missing: indexed tasks need the number of indexes' }]
      : []),
    ...(retriesPerIndex !== undefined && indexed !== true
      ? [needs('retriesPerIndex', 'indexed: true')]
      : []),
    ...(maxFailedIndexes !== undefined && retriesPerIndex === undefined
      ? [needs('maxFailedIndexes', 'retriesPerIndex')]
      : []),
    ...checkFailurePolicy(props),
  ];
}

function needs(field: string, other: string): Problem {
  return { field, message: `needs ${other}: add it, or leave ${field} out` };
}

function checkCounts(
  counts: Readonly<Record<string, readonly [number | undefined, number]>>,
): readonly Problem[] {
  return Object.entries(counts).flatMap(([field, [count, least]]) =>
    count === undefined ? [] : checkWhole(field, count, least),
  );
}

function checkFailurePolicy({
  podFailurePolicy = [],
  restartPolicy,
  retriesPerIndex,
}: JobOptions): readonly Problem[] {
  const field = 'podFailurePolicy';
  return [
    ...(podFailurePolicy.length > 0 && restartPolicy === 'OnFailure'
      ? [
          {
            field,
            message: "needs restartPolicy 'Never': a restarted container isn't a failed pod",
          },
        ]
      : []),
    ...(podFailurePolicy.length > MAX_RULES
      ? [wrongValue(field, podFailurePolicy.length, `at most ${MAX_RULES} rules`)]
      : []),
    ...podFailurePolicy.flatMap((rule, index) =>
      checkRule(`${field}[${index}]`, rule, retriesPerIndex !== undefined),
    ),
  ];
}

function checkRule(field: string, rule: PodFailureRule, isPerIndex: boolean): readonly Problem[] {
  const { action, exitCodes, podConditions } = rule;
  return [
    ...(ACTIONS.includes(action)
      ? []
      : [wrongValue(`${field}.action`, action, ACTIONS.join(', '))]),
    ...(action === 'FailIndex' && !isPerIndex ? [needs(`${field}.action`, 'retriesPerIndex')] : []),
    ...((exitCodes === undefined) === (podConditions === undefined)
      ? [{ field, message: 'names exitCodes, or podConditions: write one of the two' }]
      : []),
    ...(podConditions?.length === 0
      ? [{ field: `${field}.podConditions`, message: 'is empty: name at least one' }]
      : []),
    ...(exitCodes === undefined ? [] : checkExitCodes(`${field}.exitCodes`, exitCodes)),
  ];
}

function checkExitCodes(
  field: string,
  exitCodes: NonNullable<PodFailureRule['exitCodes']>,
): readonly Problem[] {
  const isIn = 'in' in exitCodes;
  const codes = isIn ? exitCodes.in : exitCodes.notIn;
  const least = isIn ? 1 : 0;
  const wrong = codes.filter((code) => !Number.isInteger(code) || code < least || code > 255);
  return [
    ...(codes.length === 0 ? [{ field, message: 'is empty: name at least one' }] : []),
    ...(new Set(codes).size < codes.length ? [wrongValue(field, codes, 'each code once')] : []),
    ...wrong.map((code) => wrongValue(field, code, `whole numbers from ${least} to 255`)),
  ];
}
