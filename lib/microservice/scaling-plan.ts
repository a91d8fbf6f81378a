import { isKeda } from '../autoscaling/keda';
import { planScaledObject } from '../autoscaling/plan';
import { planRecommendation } from '../autoscaling/recommendation';
import { isRolloutRelease, type Release } from '../delivery/release';
import { ROLLOUT } from '../delivery/rollout-plan';
import type { StringMap } from '../kubernetes/labels';
import { intOrString, KUBE_KINDS, kubeManifest } from '../manifest/kube-manifest';
import type { Manifest } from '../manifest/manifest';
import { utilization } from './metrics';
import type { DisruptionBudget, MicroserviceProps } from './spec';
import { leastOf, type WorkloadPart } from './workload-part';

/** The autoscaler of a workload; none where the number of pods is fixed. */
export function planAutoscaler(
  { name, scaling }: WorkloadPart,
  release: Release | undefined,
  labels: StringMap,
): readonly Manifest[] {
  if (typeof scaling === 'number') return [];
  const rollout = isRolloutRelease(release) ? ROLLOUT : undefined;
  if (isKeda(scaling)) return planScaledObject({ name, rollout, labels }, scaling);
  const { min, max, cpuPercent, memoryPercent, metrics = [], behavior } = scaling;
  const { apiVersion, kind } = rollout ?? KUBE_KINDS.KubeDeployment;
  return [
    kubeManifest('KubeHorizontalPodAutoscalerV2', {
      metadata: { name, labels },
      spec: {
        scaleTargetRef: { apiVersion, kind, name },
        minReplicas: min,
        maxReplicas: max,
        metrics: [
          ...(cpuPercent === undefined ? [] : [utilization('cpu', cpuPercent)]),
          ...(memoryPercent === undefined ? [] : [utilization('memory', memoryPercent)]),
          ...metrics,
        ],
        behavior,
      },
    }),
  ];
}

/** What has requests of a workload's pods recommended; none unless it is asked for. */
export function planRecommendations(
  { name }: WorkloadPart,
  { release, recommendResources }: MicroserviceProps,
  usual: boolean,
  labels: StringMap,
): readonly Manifest[] {
  if (!(recommendResources ?? usual)) return [];
  const { apiVersion, kind } = isRolloutRelease(release) ? ROLLOUT : KUBE_KINDS.KubeDeployment;
  return [planRecommendation({ apiVersion, kind, name }, labels)];
}

/** The disruption budget of a workload; none where there is nothing to keep. */
export function planDisruptionBudget(
  { name, selector, scaling, isScaledAsSaid }: WorkloadPart,
  { disruptionBudget }: MicroserviceProps,
  labels: StringMap,
): readonly Manifest[] {
  const said = isScaledAsSaid || disruptionBudget === 'none' ? disruptionBudget : undefined;
  const budget = said ?? defaultBudget(leastOf(scaling));
  if (budget === 'none') return [];
  const { maxUnavailable, minAvailable } = budget;
  return [
    kubeManifest('KubePodDisruptionBudget', {
      metadata: { name, labels },
      spec: {
        maxUnavailable: maxUnavailable === undefined ? undefined : intOrString(maxUnavailable),
        minAvailable: minAvailable === undefined ? undefined : intOrString(minAvailable),
        selector: { matchLabels: selector },
        // A pod that doesn't work must not hold up the drain of its node.
        unhealthyPodEvictionPolicy: 'AlwaysAllow',
      },
    }),
  ];
}

function defaultBudget(replicas: number): DisruptionBudget | 'none' {
  return replicas < 2 ? 'none' : { maxUnavailable: 1 };
}
