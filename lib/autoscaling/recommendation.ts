import type { StringMap } from '../kubernetes/labels';
import type { Manifest } from '../manifest/manifest';

/**
 * What has the Vertical Pod Autoscaler recommend requests of a workload, and change nothing: updates of it by
 * hand stay in the sources, where they are reviewed.
 * @see https://github.com/kubernetes/autoscaler/tree/master/vertical-pod-autoscaler
 */
export function planRecommendation(
  target: { readonly apiVersion: string; readonly kind: string; readonly name: string },
  labels: StringMap,
): Manifest {
  const { apiVersion, kind, name } = target;
  return {
    apiVersion: 'autoscaling.k8s.io/v1',
    kind: 'VerticalPodAutoscaler',
    metadata: { name, labels },
    spec: {
      targetRef: { apiVersion, kind, name },
      updatePolicy: { updateMode: 'Off' },
    },
  };
}
