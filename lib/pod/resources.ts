import type { k8s } from 'cdk8s-plus-28';
import { isQualifiedName } from '../kubernetes/names';
import { type Cpu, checkCpu, checkSize, findAmount, type Size } from '../kubernetes/quantity';
import { quantity } from '../manifest/kube-manifest';
import { gather, gatherAll } from '../problem/gather';
import { type Problem, wrongValue } from '../problem/problem';

/**
 * Request and limit of a resource: `['100m', '200m']`, one value for both, or a request without a
 * limit, in so many words.
 */
export type Allotment<Q> =
  | Q
  | readonly [request: Q, limit: Q]
  | { readonly request: Q; readonly limit: 'none' };

/** What a container asks of its node. CPU and memory are required, so that a pod's place is planned. */
export interface Resources {
  readonly cpu: Allotment<Cpu>;
  readonly memory: Allotment<Size>;
  /** @default none */
  readonly ephemeralStorage?: Allotment<Size>;
  /**
   * Extended resources by number, such as `nvidia.com/gpu`, and huge pages by size, such as `hugepages-2Mi`; request
   * and limit are the same. @default none
   */
  readonly extended?: Readonly<Record<string, number | Size>>;
}

interface Bounds<Q> {
  readonly request: Q;
  readonly limit: Q | undefined;
}

/** Checks the form of each quantity, and that no request is above its limit. */
export function checkResources(
  field: string,
  resources: Resources | undefined,
): readonly Problem[] {
  if (resources === undefined)
    return [
      {
        field,
        message:
          "is missing: write for example { cpu: ['100m', '200m'], memory: ['64Mi', '128Mi'] }",
      },
    ];
  return gather(
    checkAllotment(`${field}.cpu`, resources.cpu, checkCpu),
    checkAllotment(`${field}.memory`, resources.memory, checkSize),
    resources.ephemeralStorage === undefined
      ? []
      : checkAllotment(`${field}.ephemeralStorage`, resources.ephemeralStorage, checkSize),
    gatherAll(
      Object.entries(resources.extended ?? {}).map(([name, amount]) =>
        name.startsWith(HUGE_PAGES)
          ? checkHugePages(`${field}.extended`, name, amount)
          : checkExtended(`${field}.extended`, name, amount),
      ),
    ),
  );
}

/** What the name of a resource of huge pages begins with, before the size of a page. */
const HUGE_PAGES = 'hugepages-';

function checkExtended(field: string, name: string, count: number | Size): readonly Problem[] {
  return [
    ...(name.includes('/') && isQualifiedName(name)
      ? []
      : [wrongValue(field, name, 'a name such as nvidia.com/gpu or hugepages-2Mi')]),
    ...(typeof count === 'number' && Number.isInteger(count) && count >= 1
      ? []
      : [wrongValue(`${field}.${name}`, count, 'a whole number from 1')]),
  ];
}

/** Kubernetes gives whole pages only. */
function checkHugePages(field: string, name: string, amount: number | Size): readonly Problem[] {
  const size = name.slice(HUGE_PAGES.length);
  const page = /[A-Z]/i.test(size) ? (findAmount(size) ?? 0) : 0;
  if (page < 1) return [wrongValue(field, name, 'the size of a page in the name: hugepages-2Mi')];
  const bytes = typeof amount === 'string' ? (findAmount(amount) ?? 0) : 0;
  return bytes >= 1 && bytes % page === 0
    ? []
    : [wrongValue(`${field}.${name}`, amount, `a multiple of ${size} with its unit: '${size}'`)];
}

/** Resources as Kubernetes has them. */
export function planResources(resources: Resources): k8s.ResourceRequirements {
  const { cpu, memory, ephemeralStorage, extended = {} } = resources;
  const bounds: [name: string, bounds: Bounds<string | number>][] = [
    ['cpu', boundsOf<Cpu>(cpu)],
    ['memory', boundsOf<Size>(memory)],
  ];
  if (ephemeralStorage !== undefined)
    bounds.push(['ephemeral-storage', boundsOf<Size>(ephemeralStorage)]);
  for (const [name, count] of Object.entries(extended))
    bounds.push([name, boundsOf<string | number>(count)]);
  return {
    requests: quantities(bounds.map(([name, { request }]) => [name, request])),
    limits: quantities(bounds.map(([name, { limit }]) => [name, limit])),
  };
}

/** Quantities by resource name, without those that are undefined. */
export function quantities(
  entries: readonly (readonly [string, string | number | undefined])[],
): Record<string, k8s.Quantity> | undefined {
  const defined = entries.filter(([, value]) => value !== undefined);
  const amounts: Record<string, k8s.Quantity> = {};
  for (const [name, value] of defined) amounts[name] = quantity(String(value));
  return defined.length === 0 ? undefined : amounts;
}

/** Request and limit of an allotment; no limit is undefined. */
export function boundsOf<Q extends string | number>(allotment: Allotment<Q>): Bounds<Q> {
  if (isUnlimited(allotment)) return { request: allotment.request, limit: undefined };
  if (isPair(allotment)) return { request: allotment[0], limit: allotment[1] };
  return { request: allotment, limit: allotment };
}

function isPair<Q extends string | number>(allotment: Allotment<Q>): allotment is readonly [Q, Q] {
  return Array.isArray(allotment);
}

function isUnlimited<Q extends string | number>(
  allotment: Allotment<Q>,
): allotment is { readonly request: Q; readonly limit: 'none' } {
  return typeof allotment === 'object' && 'request' in allotment;
}

/** Checks both sides of an allotment. */
export function checkAllotment<Q extends string | number>(
  field: string,
  allotment: Allotment<Q> | undefined,
  check: (field: string, quantity: Q) => readonly Problem[],
): readonly Problem[] {
  if (allotment === undefined || allotment === null)
    return [{ field, message: 'is missing: write [request, limit]' }];
  // What is no pair is told where shapes are.
  if (Array.isArray(allotment) && allotment.length !== 2) return [];
  const unlimited: string = isUnlimited(allotment) ? allotment.limit : 'none';
  if (unlimited !== 'none')
    return [
      wrongValue(field, allotment, "[request, limit]; { request, limit: 'none' } for no limit"),
    ];
  const { request, limit } = boundsOf(allotment);
  const problems = gather(
    check(field, request),
    limit === undefined || limit === request ? [] : check(field, limit),
  );
  if (problems.length > 0 || limit === undefined) return problems;
  return (findAmount(request) ?? 0) <= (findAmount(limit) ?? 0)
    ? []
    : [wrongValue(field, [request, limit], 'a request that is at most its limit')];
}
