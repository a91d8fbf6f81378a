import { fieldsOf, findText, itemsOf } from '../../manifest/fields';
import { listBy } from '../../manifest/grouping';
import type { ManifestEntry } from '../../manifest/manifest-set';
import { show } from '../../problem/problem';
import { type Finding, findingOf } from '../finding';
import { kindOf, namespaceOf, type Objects, perSet } from '../objects';
import { type CheckContext, rules } from '../rule';
import { type Backend, backends, type Destination, destinations, GATEWAY_ROUTES } from './backends';
import { whenComplete } from './complete';
import { hostKey, serviceOfHost } from './hosts';
import { findTarget, hasAllPods, noObject } from './outside';
import { listOf } from './pods';
import { noPodHas, selectorOf } from './services';

/** What routes lead to. */
export const routes = whenComplete(
  rules(
    'references',
    {
      'missing-backend': ['error', 'a route leads to a Service that is not there'],
      'missing-backend-port': ['error', 'a route leads to a port that its Service has not'],
      'missing-reference-grant': ['error', 'a route leads into a namespace that grants it nothing'],
      'missing-subset': ['error', 'a VirtualService leads to a subset that no DestinationRule has'],
      'subset-selects-no-pod': ['warning', "a subset selects none of its Service's pods"],
    },
    {
      check: (objects, context) => [
        ...backends(objects).flatMap((backend) => checkBackend(objects, context, backend)),
        ...destinations(objects).flatMap((one) => checkSubset(objects, context, one)),
        ...objects
          .ofKind('networking.istio.io/DestinationRule')
          .flatMap((entry) => checkSubsets(objects, entry)),
      ],
    },
  ),
);

function checkBackend(
  objects: Objects,
  context: CheckContext,
  { entry, field, name, namespace, port, portField }: Backend,
): readonly Finding[] {
  const service = findTarget(objects, context, entry, 'Service', name, namespace);
  if (service === 'outside' || isInMesh(objects, entry, name, namespace)) return [];
  if (service === undefined)
    return [
      findingOf('missing-backend', entry, {
        field,
        message: noObject(objects, entry, 'Service', name, namespace),
      }),
    ];
  return [
    ...checkGrant(objects, entry, field, service),
    ...checkPort(entry, service, port, portField),
  ];
}

function checkPort(
  entry: ManifestEntry,
  service: ManifestEntry,
  port: number | string | undefined,
  field: string,
): readonly Finding[] {
  const { ports, type } = fieldsOf(service.manifest.spec);
  if (port === undefined || type === 'ExternalName') return [];
  const all = itemsOf(ports).map(fieldsOf);
  if (all.some((one) => one.port === port || one.name === port)) return [];
  const words = all.map((one) => [findText(one.name), one.port].filter(Boolean).join(' '));
  const message = `got ${show(port)}, which Service ${show(service.manifest.metadata.name)} has not, allowed ${words.join(', ') || 'none: it has no ports'}`;
  return [findingOf('missing-backend-port', entry, { field, message })];
}

/** Short names of hosts that a ServiceEntry adds to the mesh. */
const meshHosts = perSet(
  (objects) =>
    new Set(
      objects
        .ofKind('networking.istio.io/ServiceEntry')
        .flatMap((entry) =>
          itemsOf(fieldsOf(entry.manifest.spec).hosts).map((host) => hostKey(entry, String(host))),
        ),
    ),
);

function isInMesh(
  objects: Objects,
  beside: ManifestEntry,
  name: string,
  namespace: string,
): boolean {
  return meshHosts(objects).has(`${beside.cluster} ${name}.${namespace}.svc`);
}

/** A route of the Gateway API goes to another namespace only where that one lets it in. */
function checkGrant(
  objects: Objects,
  entry: ManifestEntry,
  field: string,
  service: ManifestEntry,
): readonly Finding[] {
  const from = namespaceOf(entry.manifest);
  const to = namespaceOf(service.manifest);
  if (from === to || !GATEWAY_ROUTES.includes(kindOf(entry.manifest))) return [];
  const grants = objects.inNamespace(service, 'gateway.networking.k8s.io/ReferenceGrant');
  const isGranted = grants.some(({ manifest }) => {
    const spec = fieldsOf(manifest.spec);
    return (
      itemsOf(spec.from)
        .map(fieldsOf)
        .some((one) => one.kind === entry.manifest.kind && one.namespace === from) &&
      itemsOf(spec.to)
        .map(fieldsOf)
        .some(
          ({ kind, name }) =>
            kind === 'Service' &&
            (name ?? service.manifest.metadata.name) === service.manifest.metadata.name,
        )
    );
  });
  if (isGranted) return [];
  const message = `leads to namespace '${to}', where no ReferenceGrant lets ${entry.manifest.kind}s of '${from}' in: add one there`;
  return [findingOf('missing-reference-grant', entry, { field, message })];
}

/** DestinationRules by the host that they are for. */
const rulesByHost = perSet((objects) =>
  listBy(objects.ofKind('networking.istio.io/DestinationRule'), (entry) => {
    const { host } = fieldsOf(entry.manifest.spec);
    return typeof host === 'string' ? [hostKey(entry, host)] : [];
  }),
);

function checkSubset(
  objects: Objects,
  context: CheckContext,
  { entry, field, host, subset }: Destination,
): readonly Finding[] {
  if (subset === undefined) return [];
  const service = serviceOfHost(entry, host);
  const found =
    service && findTarget(objects, context, entry, 'Service', service.name, service.namespace);
  // Of a host that nothing is known of, a rule may be anywhere.
  if (found === undefined || found === 'outside') return [];
  const names = (rulesByHost(objects).get(hostKey(entry, host)) ?? []).flatMap(({ manifest }) =>
    itemsOf(fieldsOf(manifest.spec).subsets).flatMap((one) => findText(fieldsOf(one).name) ?? []),
  );
  if (names.includes(subset)) return [];
  const message = `got ${show(subset)}, allowed ${listOf(names, subset, `a subset, and no DestinationRule of host ${show(host)} has any: add one`)}`;
  return [findingOf('missing-subset', entry, { field: `${field}.subset`, message })];
}

function checkSubsets(objects: Objects, entry: ManifestEntry): readonly Finding[] {
  const { host, subsets } = fieldsOf(entry.manifest.spec);
  const name = typeof host === 'string' ? serviceOfHost(entry, host) : undefined;
  const service = name && objects.find(entry, 'Service', name.name, name.namespace);
  const selector = service && selectorOf(service);
  if (service === undefined || selector === undefined || !hasAllPods(objects, service)) return [];
  // That the Service selects nothing is told there.
  if (objects.select(service, { matchLabels: selector }).length === 0) return [];
  return itemsOf(subsets).flatMap((item, index) => {
    const { labels, name: subset } = fieldsOf(item);
    const { 'rollouts-pod-template-hash': _, ...wanted } = fieldsOf(labels);
    const fits = Object.entries(wanted).every(([key, value]) => (selector[key] ?? value) === value);
    const all = { ...selector, ...wanted };
    if (fits && objects.select(service, { matchLabels: all }).length > 0) return [];
    const why = fits ? noPodHas(objects, service, all) : `its Service selects ${show(selector)}`;
    const field = `spec.subsets[${findText(subset) ?? index}].labels`;
    const message = `got ${show(labels)}, and ${why}: name labels of its pods`;
    return [findingOf('subset-selects-no-pod', entry, { field, message }, 'warning')];
  });
}
