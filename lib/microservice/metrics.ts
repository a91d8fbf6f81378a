import type { k8s } from 'cdk8s-plus-28';
import type { StringMap } from '../kubernetes/labels';
import { quantity } from '../manifest/kube-manifest';
import { requireCall } from '../shape/check';

/** What a metric is held to: an average over the pods, or a value as it is. A quantity such as `'100'` or `'500m'`. */
export type MetricTarget =
  | { readonly averageValue: string; readonly value?: never }
  | { readonly value: string; readonly averageValue?: never };

/** A metric that each pod has, averaged: requests per second. */
export function podsMetric(
  name: string,
  target: { readonly averageValue: string },
  selector?: StringMap,
): k8s.MetricSpecV2 {
  requireCall('podsMetric', name, target, selector);
  return { type: 'Pods', pods: { metric: identifier(name, selector), target: planTarget(target) } };
}

/** A metric of one other object in the namespace: requests per second of an Ingress. */
export function objectMetric(
  name: string,
  describedObject: k8s.CrossVersionObjectReferenceV2,
  target: MetricTarget,
  selector?: StringMap,
): k8s.MetricSpecV2 {
  requireCall('objectMetric', name, describedObject, target, selector);
  return {
    type: 'Object',
    object: { metric: identifier(name, selector), describedObject, target: planTarget(target) },
  };
}

/** A metric from outside the cluster: the length of a queue. */
export function externalMetric(
  name: string,
  target: MetricTarget,
  selector?: StringMap,
): k8s.MetricSpecV2 {
  requireCall('externalMetric', name, target, selector);
  return {
    type: 'External',
    external: { metric: identifier(name, selector), target: planTarget(target) },
  };
}

/** Use of a requested resource in percent, averaged over the pods. */
export function utilization(resource: 'cpu' | 'memory', percent: number): k8s.MetricSpecV2 {
  return {
    type: 'Resource',
    resource: { name: resource, target: { type: 'Utilization', averageUtilization: percent } },
  };
}

function identifier(name: string, selector: StringMap | undefined): k8s.MetricIdentifierV2 {
  return { name, selector: selector && { matchLabels: selector } };
}

function planTarget(target: MetricTarget): k8s.MetricTargetV2 {
  return target.averageValue === undefined
    ? { type: 'Value', value: quantity(target.value) }
    : { type: 'AverageValue', averageValue: quantity(target.averageValue) };
}
