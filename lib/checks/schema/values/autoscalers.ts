import { type Fields, fieldsOf, itemsOf } from '../../../manifest/fields';
import type { Manifest } from '../../../manifest/manifest';
import { missing, type Refusal, together } from './refusal';

/** What the target of each sort of metric may say: one of these, and of an object both. */
const TARGETS: Readonly<Record<string, readonly string[]>> = {
  containerResource: ['averageUtilization', 'averageValue'],
  external: ['averageValue', 'value'],
  object: ['averageValue', 'value'],
  pods: ['averageValue'],
  resource: ['averageUtilization', 'averageValue'],
};

/** Finds what the API server refuses in the metrics of a HorizontalPodAutoscaler. @see `validateMetricSpec` of Kubernetes */
export function checkAutoscaler({ spec }: Manifest): readonly Refusal[] {
  return itemsOf(fieldsOf(spec).metrics).flatMap((metric, index) =>
    checkMetric(`spec.metrics[${index}]`, fieldsOf(metric)),
  );
}

function checkMetric(field: string, metric: Fields): readonly Refusal[] {
  const { type } = metric;
  if (typeof type !== 'string') return [];
  const own = type.charAt(0).toLowerCase() + type.slice(1);
  const targets = Object.hasOwn(TARGETS, own) ? TARGETS[own] : undefined;
  // A type that is none is told by the schema.
  if (targets === undefined) return [];
  const named = Object.keys(TARGETS).filter((name) => metric[name] !== undefined);
  if (!named.includes(own)) return [missing(`${field}.${own}`, `it where type is ${type}`)];
  if (named.length > 1) return [together(field, named, `${own} alone where type is ${type}`)];
  const target = fieldsOf(fieldsOf(metric[own]).target);
  const said = targets.filter((name) => target[name] !== undefined);
  const one = `${targets.length > 1 ? 'one of ' : ''}${targets.join(', ')}`;
  if (said.length === 0) return [missing(`${field}.${own}.target`, one)];
  return said.length > 1 && own !== 'object' ? [together(`${field}.${own}.target`, said, one)] : [];
}
