import { fieldsOf, itemsOf, textsOf } from '../../manifest/fields';
import type { ManifestEntry } from '../../manifest/manifest-set';
import { show } from '../../problem/problem';
import { Field } from '../../reachability/cluster/field';
import { isSelected, readSelector } from '../../reachability/cluster/selector';
import { type Finding, findingOf } from '../finding';
import { namespaceOf, type Objects } from '../objects';
import { rules } from '../rule';
import { whenComplete } from './complete';
import { hasAllPods } from './outside';
import { podPorts } from './ports';

/** Kinds of monitors, and what they select. */
const MONITORS = [
  ['monitoring.coreos.com/ServiceMonitor', 'endpoints'],
  ['monitoring.coreos.com/PodMonitor', 'podMetricsEndpoints'],
] as const;

/** What monitors scrape. */
export const monitors = whenComplete(
  rules(
    'references',
    {
      'missing-monitor-port': ['error', 'a monitor scrapes a port that nothing has'],
      'monitor-selects-nothing': ['error', 'a monitor selects nothing that could be scraped'],
    },
    {
      kinds: MONITORS.map(([kind]) => kind),
      check: (objects) =>
        MONITORS.flatMap(([kind, list]) =>
          objects.ofKind(kind).flatMap((entry) => checkMonitor(objects, entry, list)),
        ),
    },
  ),
);

function checkMonitor(
  objects: Objects,
  entry: ManifestEntry,
  list: 'endpoints' | 'podMetricsEndpoints',
): readonly Finding[] {
  const { selector, namespaceSelector, ...spec } = fieldsOf(entry.manifest.spec);
  const { any, matchNames } = fieldsOf(namespaceSelector);
  if (any === true) return [];
  const named = textsOf(matchNames);
  const namespaces = named.length > 0 ? named : [namespaceOf(entry.manifest)];
  // Of some namespaces nobody knows what is in them.
  if (!namespaces.every((namespace) => hasAllPods(objects, entry, namespace))) return [];
  const names = namespaces.flatMap((namespace) =>
    list === 'endpoints'
      ? servicesOf(objects, entry, selector, namespace)
      : objects
          .select(entry, selector, namespace)
          .map((pods) => podPorts(objects)(pods).flatMap(({ name }) => name ?? [])),
  );
  const what = list === 'endpoints' ? 'Service' : 'pod';
  if (names.length === 0) {
    const message = `got ${show(selector)}, and no ${what} of namespace ${namespaces.map(show).join(', ')} has these labels: name labels of a ${what}`;
    return [findingOf('monitor-selects-nothing', entry, { field: 'spec.selector', message })];
  }
  const known = new Set(names.flat());
  return itemsOf(spec[list]).flatMap((item, index) => {
    const { port } = fieldsOf(item);
    if (typeof port !== 'string' || known.has(port)) return [];
    const allowed = [...known].map(show).join(', ') || 'none: no port has a name';
    const message = `got ${show(port)}, which no selected ${what} has, allowed ${allowed}`;
    const field = `spec.${list}[${index}].port`;
    return [findingOf('missing-monitor-port', entry, { field, message })];
  });
}

/** Names of the ports of each Service that labels select. */
function servicesOf(
  objects: Objects,
  beside: ManifestEntry,
  selector: unknown,
  namespace: string,
): readonly (readonly string[])[] {
  const read = readSelector(new Field(selector, '', () => undefined));
  return objects.inNamespace(beside, 'Service', namespace).flatMap(({ manifest }) => {
    const labels = Object.entries(fieldsOf(manifest.metadata.labels));
    const texts = Object.fromEntries(labels.map(([key, value]) => [key, String(value)]));
    if (!isSelected(read, texts)) return [];
    return [
      itemsOf(fieldsOf(manifest.spec).ports).flatMap((port) => {
        const { name } = fieldsOf(port);
        return typeof name === 'string' ? [name] : [];
      }),
    ];
  });
}
