import { checkWhole } from '../autoscaling/check';
import { checkShares } from '../delivery/pod-share';
import { checkDuration } from '../kubernetes/duration';
import { portsOf } from '../pod/ports';
import { type Problem, wrongValue } from '../problem/problem';
import { updateOf } from './plan';
import type { DaemonMicroserviceProps } from './spec';

/** Checks what a daemon says beside what any microservice does. */
export function checkDaemon(props: DaemonMicroserviceProps): readonly Problem[] {
  const { revisionHistoryLimit, pod } = props;
  return [
    ...checkUpdate(props.update),
    ...checkNodePorts(props),
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

/** A new pod can't start where the old one has the port until it ends. */
function checkNodePorts({ update, ports, pod }: DaemonMicroserviceProps): readonly Problem[] {
  if (typeof update !== 'object' || update === null) return [];
  const { maxSurge } = updateOf(update);
  if (maxSurge === 0 || maxSurge === '0%') return [];
  const sidecars = Object.values(pod?.sidecars ?? {}).map((sidecar) => sidecar.ports);
  const taken = [ports, ...sidecars].flatMap(portsOf).find(({ hostPort }) => hostPort);
  if (taken === undefined) return [];
  const allowed = `0, since '${taken.name}' has a hostPort, of which a node has one; or maxUnavailable instead`;
  return [wrongValue('update.maxSurge', maxSurge, allowed)];
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
