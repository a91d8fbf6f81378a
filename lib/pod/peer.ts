import type * as kplus from 'cdk8s-plus-28';
import type { StringMap } from '../kubernetes/labels';
import { findAmount } from '../kubernetes/quantity';
import { boundsOf, type Resources } from './resources';

/** Which workload an autoscaler works on. */
export interface ScaledWorkload {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
}

/** A container, as far as an autoscaler wants to know. */
export interface ScaledContainer {
  readonly name: string;
  readonly image: string;
  readonly cpu: { readonly request?: string | number; readonly limit?: string | number };
}

/** How cdk8s-plus selects a workload's pods: by the labels that never change. */
export function podSelectorConfig(
  selector: StringMap,
  namespace: string | undefined,
): kplus.PodSelectorConfig {
  return {
    labelSelector: loadPlus().LabelSelector.of({ labels: { ...selector } }),
    ...(namespace !== undefined && { namespaces: { names: [namespace] } }),
  };
}

/** What a cdk8s-plus autoscaler wants to know of a workload. */
export function scalingTarget(
  workload: ScaledWorkload,
  containers: readonly ScaledContainer[],
  replicas: number | undefined,
): kplus.ScalingTarget {
  return { ...workload, containers: containers.map(containerOf), replicas };
}

/** A microservice's container for an autoscaler. */
export function scaledContainer(
  name: string,
  image: string,
  resources: Resources,
): ScaledContainer {
  return { name, image, cpu: boundsOf<string | number>(resources.cpu) };
}

function containerOf({ name, image, cpu }: ScaledContainer): kplus.Container {
  const { Container } = loadPlus();
  const { request, limit } = cpu;
  return new Container({
    name,
    image,
    resources: {
      cpu: {
        ...(request !== undefined && { request: cpuOf(request) }),
        ...(limit !== undefined && { limit: cpuOf(limit) }),
      },
    },
  });
}

function cpuOf(quantity: string | number): kplus.Cpu {
  return loadPlus().Cpu.millis(Math.round((findAmount(quantity) ?? 0) * 1000));
}

/** Whoever asks for any of this has loaded it; nobody else has to. */
function loadPlus(): typeof kplus {
  return require('cdk8s-plus-28');
}
