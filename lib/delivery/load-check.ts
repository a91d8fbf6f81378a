import { type Problem, wrongValue } from '../problem/problem';
import type { CanaryRelease } from './canary';
import type { CanaryScale } from './step';

/** How many times the usual traffic the pods of a version may get. */
export const MOST_LOAD = 2;

/**
 * Checks that the new version has pods for its traffic, where steps decide on both: 90 % of the traffic
 * on 10 % of the pods is an outage that no analysis sees in time.
 */
export function checkLoad(
  field: string,
  { steps = [], maxTrafficWeight: full = 100, minPodsPerReplicaSet: least = 1 }: CanaryRelease,
  replicas: number | undefined,
): readonly Problem[] {
  let scale: CanaryScale | undefined;
  let traffic = 0;
  return steps.flatMap((step, index) => {
    if (step.kind === 'setCanaryScale') scale = step.scale;
    else if (step.kind === 'setWeight') traffic = step.weight / full;
    else return [];
    const pods = scale === undefined ? undefined : podsShare(scale, full, replicas, least);
    if (pods === undefined || traffic <= pods * MOST_LOAD) return [];
    const share = `${Math.round(pods * 100)} %`;
    return [
      wrongValue(
        `${field}[${index}]`,
        `${Math.round(traffic * 100)} % of the traffic on ${share} of the pods`,
        `at most ${MOST_LOAD} times their share: scale up before, with canaryScale({ matchTrafficWeight: true }) for one`,
      ),
    ];
  });
}

/** Checks that routes to the new version lead to pods. */
export function checkRoutesLeadToPods(
  field: string,
  { steps = [] }: CanaryRelease,
): readonly Problem[] {
  let scale: CanaryScale | undefined;
  let weight = 0;
  return steps.flatMap((step, index) => {
    if (step.kind === 'setCanaryScale') scale = step.scale;
    if (step.kind === 'setWeight') weight = step.weight;
    const isRoute = step.kind === 'setHeaderRoute' || step.kind === 'setMirrorRoute';
    const pods = scale?.replicas ?? scale?.weight ?? weight;
    if (!isRoute || step.match.length === 0 || pods > 0) return [];
    return [
      {
        field: `${field}[${index}]`,
        message: `leads to no pods, since the new version has none yet: put canaryScale({ replicas: 1 }) or a weight() before it`,
      },
    ];
  });
}

/** Pods of the new version, as a share of all that are wanted; undefined when nobody can tell. */
function podsShare(
  scale: CanaryScale,
  full: number,
  replicas: number | undefined,
  least: number,
): number | undefined {
  if (scale.matchTrafficWeight === true) return undefined;
  if (scale.weight !== undefined)
    return replicas === undefined || replicas === 0
      ? scale.weight / full
      : Math.max(least, Math.ceil((replicas * scale.weight) / full)) / replicas;
  return replicas === undefined || replicas === 0 ? undefined : scale.replicas / replicas;
}
