import { isKeda } from '../autoscaling/keda';
import { planScaledObject } from '../autoscaling/plan';
import { planRecommendation } from '../autoscaling/recommendation';
import type { StringMap } from '../kubernetes/labels';
import { intOrString, KUBE_KINDS, kubeManifest } from '../manifest/kube-manifest';
import type { Manifest } from '../manifest/manifest';
import type { Gvk } from '../traffic/wire';
import { utilization } from './metrics';
import type { DisruptionBudget, MicroserviceProps } from './spec';
import { leastOf, type WorkloadPart } from './workload-part';

/** The autoscaler of a workload; none where the number of pods is fixed. */
export function planAutoscaler(
  { name, scaling }: WorkloadPart,
  { apiVersion, kind }: Gvk,
  labels: StringMap,
): readonly Manifest[] {
  if (typeof scaling === 'number') return [];
  // KEDA takes a Deployment where nothing is said.
  const target = kind === KUBE_KINDS.KubeDeployment.kind ? undefined : { apiVersion, kind };
  if (isKeda(scaling)) return planScaledObject({ name, target, labels }, scaling);
  const { min, max, cpuPercent, memoryPercent, metrics = [], behavior, annotations } = scaling;
  return [
    kubeManifest('KubeHorizontalPodAutoscalerV2', {
      metadata: { name, labels, annotations },
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
  { apiVersion, kind }: Gvk,
  { recommendResources }: MicroserviceProps,
  usual: boolean,
  labels: StringMap,
): readonly Manifest[] {
  if (!(recommendResources ?? usual)) return [];
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
  const { maxUnavailable, minAvailable, annotations } = budget;
  return [
    kubeManifest('KubePodDisruptionBudget', {
      metadata: { name, labels, annotations },
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
