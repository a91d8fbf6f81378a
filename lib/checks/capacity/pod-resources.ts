import { findAmount } from '../../kubernetes/quantity';
import { type Fields, fieldsOf, findText, itemsOf } from '../../manifest/fields';
import type { PodTemplate } from '../../manifest/pod-template';

/** What a quota counts of a pod: cores and bytes. */
export const RESOURCES = [
  'requests.cpu',
  'requests.memory',
  'limits.cpu',
  'limits.memory',
] as const;

/** One of them. */
export type Resource = (typeof RESOURCES)[number];

/** An amount of each; undefined where a container doesn't say, and nothing says it for it. */
export type Amounts = { readonly [resource in Resource]: number | undefined };

/** What containers get that don't say. */
export type ContainerDefaults = { readonly [resource in Resource]?: number };

const NOTHING: Amounts = amountsOf(() => 0);

/** What Istio's proxy asks for, unless annotations of the pod say otherwise. */
const PROXY = {
  'requests.cpu': { annotation: 'sidecar.istio.io/proxyCPU', usual: 0.1 },
  'requests.memory': { annotation: 'sidecar.istio.io/proxyMemory', usual: 128 * 2 ** 20 },
  'limits.cpu': { annotation: 'sidecar.istio.io/proxyCPULimit', usual: 2 },
  'limits.memory': { annotation: 'sidecar.istio.io/proxyMemoryLimit', usual: 2 ** 30 },
} as const;

/**
 * What a quota counts of one pod: all containers that run together, or an init container with those that run
 * beside it, whatever is more.
 * @param isInjected - whether the mesh adds its proxy to pods of the namespace
 * @see https://kubernetes.io/docs/concepts/workloads/pods/init-containers/#resource-sharing-within-containers
 */
export function podResources(
  { metadata, spec }: PodTemplate,
  defaults: ContainerDefaults,
  isInjected: boolean,
): Amounts {
  const ask = (container: unknown) => containerResources(fieldsOf(container), defaults);
  const proxy = isInjected && hasProxy(metadata) ? proxyResources(metadata) : NOTHING;
  let sidecars = proxy;
  let most = NOTHING;
  for (const container of itemsOf(spec.initContainers)) {
    const own = ask(container);
    if (fieldsOf(container).restartPolicy === 'Always') sidecars = add(sidecars, own);
    else most = larger(most, add(sidecars, own));
  }
  return larger(most, itemsOf(spec.containers).map(ask).reduce(add, sidecars));
}

/** Amounts of several. */
export function add(a: Amounts, b: Amounts): Amounts {
  return amountsOf((resource) => both(a[resource], b[resource], (x, y) => x + y));
}

/** Amounts of that many. */
export function times(amounts: Amounts, count: number): Amounts {
  return amountsOf((resource) => both(amounts[resource], count, (x, y) => x * y));
}

function larger(a: Amounts, b: Amounts): Amounts {
  return amountsOf((resource) => both(a[resource], b[resource], Math.max));
}

function both(
  a: number | undefined,
  b: number | undefined,
  join: (a: number, b: number) => number,
): number | undefined {
  return a === undefined || b === undefined ? undefined : join(a, b);
}

/** As the API server fills them in: a limit is a request, too; then the namespace's defaults. */
function containerResources({ resources }: Fields, defaults: ContainerDefaults): Amounts {
  const said = fieldsOf(resources);
  return amountsOf((resource) => {
    const [kind = '', unit = ''] = resource.split('.');
    const limit = amountIn(fieldsOf(said.limits)[unit]);
    const own = kind === 'limits' ? limit : (amountIn(fieldsOf(said.requests)[unit]) ?? limit);
    return own ?? defaults[resource];
  });
}

function hasProxy(metadata: Fields): boolean {
  const key = 'sidecar.istio.io/inject';
  const said = fieldsOf(metadata.labels)[key] ?? fieldsOf(metadata.annotations)[key];
  return said !== 'false';
}

function proxyResources(metadata: Fields): Amounts {
  const annotations = fieldsOf(metadata.annotations);
  return amountsOf((resource) => {
    const { annotation, usual } = PROXY[resource];
    return amountIn(findText(annotations[annotation])) ?? usual;
  });
}

function amountIn(quantity: unknown): number | undefined {
  return typeof quantity === 'string' || typeof quantity === 'number'
    ? findAmount(quantity)
    : undefined;
}

function amountsOf(amount: (resource: Resource) => number | undefined): Amounts {
  return {
    'requests.cpu': amount('requests.cpu'),
    'requests.memory': amount('requests.memory'),
    'limits.cpu': amount('limits.cpu'),
    'limits.memory': amount('limits.memory'),
  };
}
