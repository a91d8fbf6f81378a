import { checkKeda, checkWhole } from '../autoscaling/check';
import { isKeda } from '../autoscaling/keda';
import { checkPodShare, type PodShare } from '../delivery/pod-share';
import { checkAnnotations } from '../kubernetes/names';
import { gather } from '../problem/gather';
import { type Problem, wrongValue } from '../problem/problem';
import type { MicroserviceContext } from './context';
import type { DisruptionBudget, MicroserviceProps, Scaling } from './spec';
import { leastOf } from './workload-part';

/** Checks a fixed number of pods, or an autoscaler's bounds and metrics. */
export function checkScaling(
  field: string,
  scaling: number | Scaling | undefined,
): readonly Problem[] {
  if (scaling === undefined) return [];
  if (typeof scaling === 'number') return checkWhole(field, scaling, 0);
  if (isKeda(scaling)) return checkKeda(field, scaling);
  const { min, max, cpuPercent, memoryPercent, metrics = [] } = scaling;
  return gather(
    checkWhole(`${field}.min`, min, 1),
    checkWhole(`${field}.max`, max, Math.max(1, min)),
    cpuPercent === undefined ? [] : checkWhole(`${field}.cpuPercent`, cpuPercent, 1),
    memoryPercent === undefined ? [] : checkWhole(`${field}.memoryPercent`, memoryPercent, 1),
    cpuPercent === undefined && memoryPercent === undefined && metrics.length === 0
      ? [{ field, message: 'has no metric to go by: add cpuPercent, memoryPercent or metrics' }]
      : [],
    checkAnnotations(`${field}.annotations`, scaling.annotations ?? {}),
  );
}

/** Checks a disruption budget's form, and that it lets at least one pod go, where there are pods. */
export function checkDisruptionBudget(
  field: string,
  props: MicroserviceProps,
  context: MicroserviceContext,
): readonly Problem[] {
  const budget = props.disruptionBudget;
  // Another word is told where shapes are.
  if (budget === undefined || typeof budget === 'string') return [];
  return [
    ...checkBudget(field, budget, leastOf(props.replicas ?? context.replicas)),
    ...checkAnnotations(`${field}.annotations`, budget.annotations ?? {}),
  ];
}

function checkBudget(
  field: string,
  budget: DisruptionBudget,
  replicas: number,
): readonly Problem[] {
  if (budget.maxUnavailable !== undefined)
    return checkShare(`${field}.maxUnavailable`, budget.maxUnavailable, (share) =>
      replicas === 0 || countOf(share, replicas) >= 1
        ? undefined
        : 'at least 1, or no drain ever ends',
    );
  // The compiler takes none without one of the two.
  const minAvailable: PodShare | undefined = budget.minAvailable;
  if (minAvailable === undefined)
    return [{ field, message: 'says no number of pods: add maxUnavailable, or minAvailable' }];
  return checkShare(`${field}.minAvailable`, minAvailable, (share) =>
    replicas === 0 || countOf(share, replicas) < replicas
      ? undefined
      : `less than the ${replicas} replicas, or no drain ever ends`,
  );
}

function checkShare(
  field: string,
  share: PodShare,
  rule: (share: PodShare) => string | undefined,
): readonly Problem[] {
  const problems = checkPodShare(field, share);
  if (problems.length > 0) return problems;
  const allowed = rule(share);
  return allowed === undefined ? [] : [wrongValue(field, share, allowed)];
}

/** Pods that a share stands for; the controller rounds percentages up. */
function countOf(share: PodShare, replicas: number): number {
  return typeof share === 'number'
    ? share
    : Math.ceil((Number.parseInt(share, 10) * replicas) / 100);
}
