import { checkWhole } from '../autoscaling/check';
import { checkShares } from '../delivery/pod-share';
import { checkDuration } from '../kubernetes/duration';
import { type Problem, wrongValue } from '../problem/problem';
import { updateOf } from './plan';
import type { DaemonMicroserviceProps } from './spec';

/** Checks what a daemon says beside what any microservice does. */
export function checkDaemon(props: DaemonMicroserviceProps): readonly Problem[] {
  const { revisionHistoryLimit, pod } = props;
  return [
    ...checkUpdate(props.update),
    ...checkDuration('minReady', props.minReady),
    ...(revisionHistoryLimit === undefined
      ? []
      : checkWhole('revisionHistoryLimit', revisionHistoryLimit, 0)),
    ...((pod?.scheduling?.spread ?? []).length > 0
      ? [
          {
            field: 'pod.scheduling.spread',
            message: 'is of no use: a daemon has one pod on each node, so leave it out',
          },
        ]
      : []),
  ];
}

function checkUpdate(update: DaemonMicroserviceProps['update']): readonly Problem[] {
  if (update === undefined || update === 'OnDelete') return [];
  if (typeof update !== 'object' || update === null)
    return [wrongValue('update', update, "'OnDelete', or { maxUnavailable: '10%' }")];
  const { maxUnavailable, maxSurge } = updateOf(update);
  const problems = checkShares('update', maxSurge, maxUnavailable);
  const isBoth = ![maxSurge, maxUnavailable].some((share) => share === 0 || share === '0%');
  return problems.length === 0 && isBoth
    ? [{ field: 'update', message: 'has maxSurge and maxUnavailable: keep one of the two' }]
    : problems;
}
