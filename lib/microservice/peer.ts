import type * as kplus from 'cdk8s-plus-28';
import { findAmount } from '../kubernetes/quantity';
import { podSelector } from '../pod/plan';
import { boundsOf, type Resources } from '../pod/resources';

/** How cdk8s-plus selects a microservice's pods: by the labels that never change. */
export function podSelectorConfig(
  name: string,
  namespace: string | undefined,
): kplus.PodSelectorConfig {
  return {
    labelSelector: loadPlus().LabelSelector.of({ labels: { ...podSelector(name) } }),
    ...(namespace !== undefined && { namespaces: { names: [namespace] } }),
  };
}

/** What a cdk8s-plus autoscaler wants to know of a Deployment with one container. */
export function scalingTarget(
  name: string,
  image: string,
  resources: Resources,
  replicas: number | undefined,
): kplus.ScalingTarget {
  const { request, limit } = boundsOf<string | number>(resources.cpu);
  const { Container } = loadPlus();
  const container = new Container({
    name,
    image,
    resources: {
      cpu: { request: cpuOf(request), ...(limit !== undefined && { limit: cpuOf(limit) }) },
    },
  });
  return { kind: 'Deployment', apiVersion: 'apps/v1', name, containers: [container], replicas };
}

function cpuOf(quantity: string | number): kplus.Cpu {
  return loadPlus().Cpu.millis(Math.round((findAmount(quantity) ?? 0) * 1000));
}

/** Whoever asks for any of this has loaded it; nobody else has to. */
function loadPlus(): typeof kplus {
  return require('cdk8s-plus-28');
}
