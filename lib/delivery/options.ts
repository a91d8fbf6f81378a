import { checkDuration, type Duration, findSeconds } from '../kubernetes/duration';
import { type Problem, wrongValue } from '../problem/problem';

/** When a new version counts as there, and how many old ones are remembered. */
export interface ReleaseOptions {
  /** How long a new pod must have been ready. @default 0s */
  readonly minReady?: Duration;
  /** After how long without progress the release counts as failed; more than `minReady`. @default 10m */
  readonly progressDeadline?: Duration;
  /** ReplicaSets that are kept to go back to, from 0. @default 10 */
  readonly revisionHistoryLimit?: number;
}

/** What any Rollout says beside its strategy. */
export interface RolloutOptions extends ReleaseOptions {
  /** Goes back to the old version when the progress deadline is over. @default false */
  readonly progressDeadlineAbort?: boolean;
  /** Skips all steps on the way back to one of that many versions before, from 1. @default none */
  readonly rollbackWindow?: number;
  /** AnalysisRuns and Experiments that are kept, from 0. @default 5 of each */
  readonly analysisHistory?: { readonly successful?: number; readonly unsuccessful?: number };
  /** Restarts all pods that are older, one after another: `2026-01-31T12:00:00Z`. @default never */
  readonly restartAt?: string;
  /** Holds the release until a person resumes it. @default false */
  readonly paused?: boolean;
}

/** ReplicaSets that are kept where nothing is said. */
const HISTORY_LIMIT = 10;

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/;

/** Checks what Deployments and Rollouts have in common. */
export function checkReleaseOptions(field: string, release: ReleaseOptions): readonly Problem[] {
  const { minReady, progressDeadline = '10m', revisionHistoryLimit } = release;
  const problems = [
    ...checkDuration(`${field}.minReady`, minReady),
    ...checkDuration(`${field}.progressDeadline`, progressDeadline, 1),
    ...checkCount(`${field}.revisionHistoryLimit`, revisionHistoryLimit, 0),
  ];
  if (problems.length > 0 || minReady === undefined) return problems;
  return (findSeconds(minReady) ?? 0) < (findSeconds(progressDeadline) ?? 0)
    ? []
    : [
        wrongValue(
          `${field}.minReady`,
          minReady,
          `less than the progress deadline of ${progressDeadline}`,
        ),
      ];
}

/** Checks what any Rollout says beside its strategy. */
export function checkRolloutOptions(field: string, release: RolloutOptions): readonly Problem[] {
  const { analysisHistory = {}, restartAt } = release;
  return [
    ...checkReleaseOptions(field, release),
    ...checkCount(`${field}.rollbackWindow`, release.rollbackWindow, 1),
    ...checkCount(`${field}.analysisHistory.successful`, analysisHistory.successful, 0),
    ...checkCount(`${field}.analysisHistory.unsuccessful`, analysisHistory.unsuccessful, 0),
    ...(restartAt === undefined || isInstant(restartAt)
      ? []
      : [
          wrongValue(
            `${field}.restartAt`,
            restartAt,
            "a time in UTC such as '2026-01-31T12:00:00Z'",
          ),
        ]),
  ];
}

/** Checks a limit on old versions that run on: what isn't remembered can't. */
export function checkRevisionLimit(
  field: string,
  limit: number | undefined,
  { revisionHistoryLimit = HISTORY_LIMIT }: ReleaseOptions,
): readonly Problem[] {
  if (limit === undefined) return [];
  if (Number.isInteger(limit) && limit >= 0 && limit <= revisionHistoryLimit) return [];
  return [
    wrongValue(
      field,
      limit,
      `a whole number from 0 to the revision history limit of ${revisionHistoryLimit}`,
    ),
  ];
}

/** Checks a whole number that may be left out. */
export function checkCount(
  field: string,
  count: number | undefined,
  least: number,
): readonly Problem[] {
  if (count === undefined || (Number.isInteger(count) && count >= least && count < 2 ** 31))
    return [];
  return [wrongValue(field, count, `a whole number from ${least}`)];
}

/** The options in Kubernetes' words, as Deployments and Rollouts have them. */
export function planReleaseOptions(release: ReleaseOptions) {
  return {
    minReadySeconds: secondsOf(release.minReady),
    progressDeadlineSeconds: secondsOf(release.progressDeadline),
    revisionHistoryLimit: release.revisionHistoryLimit,
  };
}

/** The options in the words of a Rollout. */
export function planRolloutOptions(release: RolloutOptions) {
  const { analysisHistory, rollbackWindow } = release;
  return {
    ...planReleaseOptions(release),
    progressDeadlineAbort: release.progressDeadlineAbort,
    rollbackWindow: rollbackWindow === undefined ? undefined : { revisions: rollbackWindow },
    analysis: analysisHistory && {
      successfulRunHistoryLimit: analysisHistory.successful,
      unsuccessfulRunHistoryLimit: analysisHistory.unsuccessful,
    },
    restartAt: release.restartAt,
    paused: release.paused,
  };
}

/** Whole seconds of a duration that may be left out. */
export function secondsOf(duration: Duration | undefined): number | undefined {
  return duration === undefined ? undefined : findSeconds(duration);
}

function isInstant(text: string): boolean {
  return INSTANT.test(text) && !Number.isNaN(Date.parse(text));
}
