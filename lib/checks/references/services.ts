import { fieldsOf, findText, itemsOf } from '../../manifest/fields';
import { describe } from '../../manifest/identity';
import type { ManifestEntry } from '../../manifest/manifest-set';
import { show } from '../../problem/problem';
import { type Finding, findingOf } from '../finding';
import { namespaceOf, type Objects, type PodsEntry } from '../objects';
import { type CheckContext, rule, rules } from '../rule';
import { whenComplete } from './complete';
import { findTarget, hasAllPods, noObject } from './outside';
import { isProxyPort, type PodPort, podPorts, portOf, portsInWords } from './ports';

/** Argo Rollouts adds it to selectors and labels while a release runs. */
const HASH_LABEL = 'rollouts-pod-template-hash';

/** Services, and the pods behind them. */
export const services = whenComplete(
  rules(
    'references',
    {
      'missing-pod-port': ['error', 'a Service leads to a port that its pods have not'],
      'service-selects-no-pod': ['error', 'a Service selects no pod'],
    },
    {
      kinds: ['Service'],
      check: (objects) =>
        objects.ofKind('Service').flatMap((entry) => {
          const selector = selectorOf(entry);
          if (selector === undefined) return [];
          const pods = objects.select(entry, { matchLabels: selector });
          if (pods.length > 0) return checkPorts(objects, entry, pods);
          if (!hasAllPods(objects, entry)) return [];
          const message = `got ${show(selector)}, and ${noPodHas(objects, entry, selector)}: give the Service the labels of its pods`;
          return [findingOf('service-selects-no-pod', entry, { field: 'spec.selector', message })];
        }),
    },
  ),
);

/** The labels by which a Service selects pods, for good; undefined where it selects none. */
export function selectorOf({ manifest }: ManifestEntry): Record<string, unknown> | undefined {
  const { selector, type } = fieldsOf(manifest.spec);
  const { [HASH_LABEL]: _, ...labels } = fieldsOf(selector);
  return type === 'ExternalName' || Object.keys(labels).length === 0 ? undefined : labels;
}

/** Why no pod is selected: `no pod of namespace 'shop' has app=carts`. */
export function noPodHas(objects: Objects, beside: ManifestEntry, labels: object): string {
  const pods = objects.podsIn(beside);
  const namespace = namespaceOf(beside.manifest);
  const missing = Object.entries(labels).find(
    ([key, value]) => !pods.some((pod) => pod.labels[key] === String(value)),
  );
  const what = missing === undefined ? 'all of these' : `${missing[0]}=${String(missing[1])}`;
  return `no pod of namespace '${namespace}' has ${what}`;
}

function checkPorts(
  objects: Objects,
  entry: ManifestEntry,
  pods: readonly PodsEntry[],
): readonly Finding[] {
  const { ports, clusterIP } = fieldsOf(entry.manifest.spec);
  const lists = pods.map((one) => podPorts(objects)(one));
  const all = lists.flat();
  // Some pods don't say which ports they have, and may have any.
  const isTold = lists.every((list) => list.length > 0);
  return itemsOf(ports).flatMap((item, index) => {
    const port = fieldsOf(item);
    // An empty one is filled in, as one that is missing.
    const target = portOf(port.targetPort) || portOf(port.port);
    if (target === undefined || hasPort(all, target, findText(port.protocol) || 'TCP')) return [];
    if (typeof target === 'number' && (!isTold || clusterIP === 'None' || isProxyPort(target)))
      return [];
    const severity = typeof target === 'string' ? 'error' : 'warning';
    const owners = pods.slice(0, 3).map((one) => describe(one.entry.manifest));
    const allowed = all.length === 0 ? 'a number: they name none' : portsInWords(all);
    const message = `got ${show(target)}, which the pods of ${owners.join(', ')} have not, allowed ${allowed}`;
    const name = findText(port.name) ?? index;
    const field = `spec.ports[${name}].${port.targetPort === undefined ? 'port' : 'targetPort'}`;
    return [findingOf('missing-pod-port', entry, { field, message }, severity)];
  });
}

/** Whether pods have a port, by number or name. */
export function hasPort(
  ports: readonly PodPort[],
  wanted: number | string,
  protocol: string,
): boolean {
  return ports.some(
    (port) =>
      port.protocol === protocol &&
      (typeof wanted === 'number' ? port.number === wanted : port.name === wanted),
  );
}

/** Each node has a port once. */
export const nodePorts = whenComplete(
  rule({
    id: 'shared-node-port',
    group: 'references',
    severity: 'error',
    summary: 'two Services take the same port of the nodes',
    kinds: ['Service'],
    check: (objects) => {
      const owners = new Map<string, ManifestEntry>();
      return objects.ofKind('Service').flatMap((entry) =>
        itemsOf(fieldsOf(entry.manifest.spec).ports).flatMap((item, index) => {
          const { nodePort, protocol, name } = fieldsOf(item);
          if (typeof nodePort !== 'number') return [];
          const key = `${entry.cluster} ${nodePort}/${findText(protocol) ?? 'TCP'}`;
          const owner = owners.get(key);
          if (owner === undefined) owners.set(key, entry);
          if (owner === undefined) return [];
          const message = `got ${nodePort}, which ${describe(owner.manifest)} at [${owner.origin}] has already: take another, or leave it out to be given one`;
          return [{ entry, field: `spec.ports[${findText(name) ?? index}].nodePort`, message }];
        }),
      );
    },
  }),
);

/** The Service that names a StatefulSet's pods. */
export const headless = whenComplete(
  rule({
    id: 'missing-headless-service',
    group: 'references',
    severity: 'error',
    summary: "a StatefulSet's Service is not there, or is not its own",
    kinds: ['apps/StatefulSet'],
    check: (objects, context) =>
      objects.ofKind('apps/StatefulSet').flatMap((entry) => {
        const message = checkHeadless(objects, context, entry);
        return message === undefined ? [] : [{ entry, field: 'spec.serviceName', message }];
      }),
  }),
);

function checkHeadless(
  objects: Objects,
  context: CheckContext,
  entry: ManifestEntry,
): string | undefined {
  const name = findText(fieldsOf(entry.manifest.spec).serviceName) ?? '';
  if (name === '') return undefined;
  const service = findTarget(objects, context, entry, 'Service', name);
  if (service === undefined) return noObject(objects, entry, 'Service', name);
  if (service === 'outside') return undefined;
  if (fieldsOf(service.manifest.spec).clusterIP !== 'None')
    return `got ${show(name)}, which isn't headless, and so gives the pods no names: set its clusterIP to None`;
  const selector = selectorOf(service);
  const selected = selector && objects.select(service, { matchLabels: selector });
  if (selected === undefined || selected.some((pods) => pods.entry === entry)) return undefined;
  return `got ${show(name)}, which doesn't select these pods, and so gives them no names: give it their labels`;
}
