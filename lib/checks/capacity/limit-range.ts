import { findAmount } from '../../kubernetes/quantity';
import { type Fields, fieldsOf, itemsOf } from '../../manifest/fields';
import type { Manifest } from '../../manifest/manifest';
import type { ContainerDefaults, Resource } from './pod-resources';

/** What a LimitRange gives to containers: a request is the default limit where nothing else is said. */
export function defaultsIn(limitRange: Manifest): ContainerDefaults {
  const defaults: { [resource in Resource]?: number } = {};
  for (const item of itemsOf(fieldsOf(limitRange.spec).limits)) {
    const limits = fieldsOf(item);
    if (limits.type !== 'Container') continue;
    for (const unit of ['cpu', 'memory'] as const) {
      const limit = amountOf(limits, 'default', unit) ?? amountOf(limits, 'max', unit);
      const request =
        amountOf(limits, 'defaultRequest', unit) ?? limit ?? amountOf(limits, 'min', unit);
      defaults[`limits.${unit}`] ??= limit;
      defaults[`requests.${unit}`] ??= request;
    }
  }
  return defaults;
}

function amountOf(limits: Fields, key: string, unit: string): number | undefined {
  const quantity = fieldsOf(limits[key])[unit];
  return typeof quantity === 'string' || typeof quantity === 'number'
    ? findAmount(quantity)
    : undefined;
}
