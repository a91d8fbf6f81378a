import { findAmount } from '../../kubernetes/quantity';
import { type Fields, fieldsOf, findText, itemsOf, textsOf } from '../../manifest/fields';
import { describe } from '../../manifest/identity';
import type { ManifestEntry } from '../../manifest/manifest-set';
import { wrongValue } from '../../problem/problem';
import { type Finding, findingOf } from '../finding';
import { type Objects, perSet } from '../objects';
import { containersOf } from '../references/uses';
import { rules } from '../rule';
import { defaultsAt } from './limit-ranges';
import { findNumber, type Workload, workloadsIn } from './workloads';

const HPA = 'autoscaling/HorizontalPodAutoscaler';
const SCALED_OBJECT = 'keda.sh/ScaledObject';

/** What autoscalers say. */
export const autoscaling = rules(
  'sense',
  {
    'autoscaler-range': ['error', 'an autoscaler has a smallest number that it may not have'],
    'autoscaler-without-requests': [
      'warning',
      'an autoscaler measures a share of requests that its pods have not',
    ],
    'idle-autoscaler': ['warning', 'an autoscaler may want one number of pods only'],
    'fixed-replicas': ['warning', 'a workload has a fixed number of pods, and an autoscaler'],
  },
  {
    kinds: [HPA, SCALED_OBJECT],
    check: (objects) => [
      ...objects.ofKind(HPA).flatMap(checkRange),
      ...objects.ofKind(SCALED_OBJECT).flatMap(checkScaledObject),
      ...workloadsIn(objects).flatMap((workload) => [
        ...checkFixed(objects, workload),
        ...checkRequests(objects, workload),
      ]),
    ],
  },
);

function checkRange(entry: ManifestEntry): readonly Finding[] {
  const { minReplicas, maxReplicas, metrics } = fieldsOf(entry.manifest.spec);
  const [min, max] = [findNumber(minReplicas) ?? 1, findNumber(maxReplicas)];
  const wrong = (allowed: string) => [
    findingOf('autoscaler-range', entry, wrongValue('spec.minReplicas', min, allowed)),
  ];
  if (max !== undefined && min > max) return wrong(`at most maxReplicas, ${max}`);
  if (max !== undefined && min === max) return [idle(entry, 'maxReplicas', max)];
  const isOutside = (metric: unknown) =>
    ['Object', 'External'].includes(String(fieldsOf(metric).type));
  return min === 0 && !itemsOf(metrics).some(isOutside)
    ? wrong('1 or more: without pods there is nothing to measure')
    : [];
}

/** Two equal bounds, between which there is nothing to choose. */
function idle(entry: ManifestEntry, field: string, max: number): Finding {
  const message = `got ${max}, which is the fewest, too, so nothing is ever scaled: allowed ${max + 1} or more, or no autoscaler`;
  return findingOf('idle-autoscaler', entry, { field: `spec.${field}`, message }, 'warning');
}

function checkScaledObject(entry: ManifestEntry): readonly Finding[] {
  const spec = fieldsOf(entry.manifest.spec);
  const [min, max] = [
    findNumber(spec.minReplicaCount) ?? 0,
    findNumber(spec.maxReplicaCount) ?? 100,
  ];
  const rest = findNumber(spec.idleReplicaCount);
  const wrong = (field: string, value: number, allowed: string) =>
    findingOf('autoscaler-range', entry, wrongValue(`spec.${field}`, value, allowed));
  return [
    ...(min > max ? [wrong('minReplicaCount', min, `at most maxReplicaCount, ${max}`)] : []),
    ...(min === max && max > 0 ? [idle(entry, 'maxReplicaCount', max)] : []),
    ...(rest !== undefined && rest >= min
      ? [wrong('idleReplicaCount', rest, `less than minReplicaCount, ${min}`)]
      : []),
  ];
}

function checkFixed(objects: Objects, { entry, fixed, autoscaler }: Workload): readonly Finding[] {
  if (fixed === undefined || autoscaler === undefined || ignoresReplicas(objects)) return [];
  const message = `got ${fixed}, and ${describe(autoscaler.manifest)} at [${autoscaler.origin}] scales it, which each sync sets back: leave it out`;
  return [findingOf('fixed-replicas', entry, { field: 'spec.replicas', message }, 'warning')];
}

/** Whether Argo CD has been told to leave the number of pods as it is. */
const ignoresReplicas = perSet((objects) =>
  objects
    .ofKind('argoproj.io/Application')
    .some(({ manifest }) =>
      itemsOf(fieldsOf(manifest.spec).ignoreDifferences).some((one) =>
        textsOf(fieldsOf(one).jsonPointers).includes('/spec/replicas'),
      ),
    ),
);

/** A share that is measured: of all containers, or of one. */
interface Share {
  readonly resource: string;
  readonly container: string | undefined;
}

function checkRequests(objects: Objects, { pods, autoscaler }: Workload): readonly Finding[] {
  if (pods === undefined || autoscaler === undefined) return [];
  const defaults = defaultsAt(objects, autoscaler);
  return sharesOf(autoscaler).flatMap(({ resource, container }) => {
    const silent = containersOf(pods).filter(
      ({ fields, stays }) =>
        stays &&
        (container === undefined || fields.name === container) &&
        !asksFor(fields, resource) &&
        !(resource === 'cpu' && defaults['requests.cpu'] !== undefined) &&
        !(resource === 'memory' && defaults['requests.memory'] !== undefined),
    );
    const [first] = silent;
    if (first === undefined) return [];
    const message = `measures the use of ${resource} by what is requested, and container '${String(first.fields.name)}' of ${describe(pods.entry.manifest)} requests none, so nothing is scaled: add resources.requests.${resource}`;
    return [
      findingOf('autoscaler-without-requests', autoscaler, { field: 'spec', message }, 'warning'),
    ];
  });
}

function asksFor({ resources }: Fields, resource: string): boolean {
  const { requests, limits } = fieldsOf(resources);
  return [requests, limits].some((side) => {
    const amount = fieldsOf(side)[resource];
    return (
      (typeof amount === 'string' || typeof amount === 'number') && (findAmount(amount) ?? 0) > 0
    );
  });
}

function sharesOf({ manifest }: ManifestEntry): readonly Share[] {
  const { metrics, triggers, targetCPUUtilizationPercentage } = fieldsOf(manifest.spec);
  const shares: Share[] = [];
  if (typeof targetCPUUtilizationPercentage === 'number')
    shares.push({ resource: 'cpu', container: undefined });
  for (const item of itemsOf(metrics)) {
    const { type, resource, containerResource } = fieldsOf(item);
    const own = fieldsOf(type === 'ContainerResource' ? containerResource : resource);
    const { type: target, averageUtilization } = fieldsOf(own.target);
    if (typeof own.name === 'string' && (target === 'Utilization' || averageUtilization))
      shares.push({ resource: own.name, container: findText(own.container) });
  }
  for (const item of itemsOf(triggers)) {
    const { type, metricType = 'Utilization', metadata } = fieldsOf(item);
    if ((type === 'cpu' || type === 'memory') && metricType === 'Utilization')
      shares.push({ resource: type, container: findText(fieldsOf(metadata).containerName) });
  }
  return shares;
}
