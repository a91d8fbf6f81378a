import { findAmount } from '../../kubernetes/quantity';
import { type Fields, fieldsOf, findText, itemsOf } from '../../manifest/fields';
import { listBy } from '../../manifest/grouping';
import { describe } from '../../manifest/identity';
import type { ManifestEntry, ManifestSet } from '../../manifest/manifest-set';
import { show } from '../../problem/problem';
import { defaultsIn } from '../capacity/limit-range';
import type { ContainerDefaults } from '../capacity/pod-resources';
import { type Finding, findingOf } from '../finding';
import { namespaceOf, type Objects, type PodsEntry, perSet } from '../objects';
import { containersOf } from '../references/uses';
import { rules } from '../rule';

const NONE: ContainerDefaults = {};

/** What containers get that don't say, in the namespace of an object. */
export function defaultsAt(objects: Objects, { cluster, manifest }: ManifestEntry) {
  return defaults(objects).get(`${cluster} ${namespaceOf(manifest)}`) ?? NONE;
}

const defaults = perSet((objects) => {
  const found = new Map<string, ContainerDefaults>();
  for (const { cluster, manifest } of objects.ofKind('LimitRange')) {
    const place = `${cluster} ${namespaceOf(manifest)}`;
    found.set(place, { ...defaultsIn(manifest), ...found.get(place) });
  }
  return found;
});

/** Pods and claims, held against the LimitRanges of their namespace. */
export const limitRanges = rules(
  'sense',
  { 'limit-range': ['error', 'a LimitRange refuses what a pod or a claim asks for'] },
  {
    kinds: ['LimitRange'],
    check: (objects) => [
      ...objects
        .pods()
        .flatMap((pods) =>
          refusing(objects, pods.entry).flatMap((range) => checkPods(objects, pods, range)),
        ),
      ...objects.ofKind('PersistentVolumeClaim').flatMap((entry) => {
        const asked = fieldsOf(fieldsOf(entry.manifest.spec).resources);
        return refusing(objects, entry).flatMap((range) =>
          limitsOf(range, 'PersistentVolumeClaim').flatMap((limits) =>
            checkAsked(entry, 'spec.resources', asked, limits, range),
          ),
        );
      }),
    ],
  },
);

/** The LimitRanges beside an object that refuse something: most give defaults only. */
function refusing(objects: Objects, { cluster, manifest }: ManifestEntry): ManifestSet {
  return strict(objects).get(`${cluster} ${namespaceOf(manifest)}`) ?? [];
}

const strict = perSet((objects) =>
  listBy(
    objects.ofKind('LimitRange').filter(({ manifest }) =>
      itemsOf(fieldsOf(manifest.spec).limits).some((limits) => {
        const { min, max, maxLimitRequestRatio } = fieldsOf(limits);
        return [min, max, maxLimitRequestRatio].some(
          (one) => Object.keys(fieldsOf(one)).length > 0,
        );
      }),
    ),
    ({ cluster, manifest }) => [`${cluster} ${namespaceOf(manifest)}`],
  ),
);

function checkPods(objects: Objects, pods: PodsEntry, range: ManifestEntry): readonly Finding[] {
  const given = defaultsAt(objects, pods.entry);
  const containers = containersOf(pods);
  const findings = limitsOf(range, 'Container').flatMap((limits) =>
    containers.flatMap(({ fields, path }) =>
      checkAsked(pods.entry, `${path}.resources`, filled(fields, given), limits, range),
    ),
  );
  const running = containers
    .filter(({ stays }) => stays)
    .map(({ fields }) => filled(fields, given));
  const whole = { requests: sumOf(running, 'requests'), limits: sumOf(running, 'limits') };
  return [
    ...findings,
    ...limitsOf(range, 'Pod').flatMap((limits) =>
      checkAsked(pods.entry, `${pods.template.path}spec`, whole, limits, range),
    ),
  ];
}

function limitsOf({ manifest }: ManifestEntry, type: string): readonly Fields[] {
  return itemsOf(fieldsOf(manifest.spec).limits)
    .map(fieldsOf)
    .filter((limits) => limits.type === type);
}

/** As the API server fills it in: a limit is a request, too; then the namespace's defaults. */
function filled({ resources }: Fields, given: ContainerDefaults): Fields {
  const { requests, limits } = fieldsOf(resources);
  const common = withoutAbsent({ cpu: given['limits.cpu'], memory: given['limits.memory'] });
  const asked = withoutAbsent({ cpu: given['requests.cpu'], memory: given['requests.memory'] });
  return {
    requests: { ...asked, ...fieldsOf(limits), ...fieldsOf(requests) },
    limits: { ...common, ...fieldsOf(limits) },
  };
}

function withoutAbsent(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** Of those resources that all of them say. */
function sumOf(all: readonly Fields[], side: 'requests' | 'limits'): Fields {
  const [first] = all;
  const sums = Object.keys(fieldsOf(first?.[side])).flatMap((resource) => {
    const amounts = all.map((one) => amountIn(fieldsOf(one[side])[resource]));
    const known = amounts.flatMap((amount) => amount ?? []);
    return known.length < all.length ? [] : [[resource, known.reduce((a, b) => a + b, 0)] as const];
  });
  return Object.fromEntries(sums);
}

function checkAsked(
  entry: ManifestEntry,
  field: string,
  asked: Fields,
  { min, max, maxLimitRequestRatio }: Fields,
  range: ManifestEntry,
): readonly Finding[] {
  const findings: Finding[] = [];
  const [requests, limits] = [fieldsOf(asked.requests), fieldsOf(asked.limits)];
  const add = (side: string, resource: string, got: unknown, allowed: string) =>
    findings.push(
      findingOf('limit-range', entry, {
        field: `${field}.${side}.${resource}`,
        message: `got ${show(got)}, allowed ${allowed}, by ${describe(range.manifest)} at [${range.origin}]`,
      }),
    );
  for (const [resource, least] of Object.entries(fieldsOf(min)))
    if (isLess(requests[resource], least))
      add('requests', resource, requests[resource], `${String(least)} or more`);
  for (const [resource, most] of Object.entries(fieldsOf(max))) {
    // A request above its limit is one above the most, where the limit is a default.
    const sides = [
      ['limits', limits[resource]] as const,
      ['requests', requests[resource]] as const,
    ];
    const over = sides.find(([, amount]) => isLess(most, amount));
    if (over !== undefined) add(over[0], resource, over[1], `${String(most)} or less`);
  }
  for (const [resource, ratio] of Object.entries(fieldsOf(maxLimitRequestRatio))) {
    const [low, high] = [amountIn(requests[resource]), amountIn(limits[resource])];
    const most = amountIn(ratio);
    if (low === undefined || high === undefined || most === undefined) continue;
    if (high > low * most * (1 + 1e-9))
      add('limits', resource, limits[resource], `${String(ratio)} times the request or less`);
  }
  return findings;
}

function isLess(a: unknown, b: unknown): boolean {
  const [left, right] = [amountIn(a), amountIn(b)];
  return left !== undefined && right !== undefined && left < right;
}

/** A quantity as a number. */
export function amountIn(quantity: unknown): number | undefined {
  const known = typeof quantity === 'number' ? quantity : findText(quantity);
  return known === undefined ? undefined : findAmount(known);
}
