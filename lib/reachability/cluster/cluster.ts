import { NAMESPACE_NAME } from '../../kubernetes/labels';
import { wrongValue } from '../../problem/problem';
import { type AddressRange, findRange } from '../network/address';
import type { ExternalPod, ObjectProblem, Outside, Pod, ReachabilityOptions } from '../spec';
import { imaginedPods } from './imagined';
import { type ClusterObject, joinReadings, type Reading, readWith } from './objects';
import { PodIndex } from './pod-index';
import { podsOf } from './pods';
import { type Labels, readLabels } from './selector';
import { type PodTemplate, readWorkloads } from './workloads';

/** One cluster: who is in it, and how to find them. */
export interface Cluster {
  readonly name: string;
  readonly objects: readonly ClusterObject[];
  readonly pods: readonly Pod[];
  readonly index: PodIndex;
}

/** Finds the clusters that objects are for, with their pods; one without a name where there is no object. */
export function readClusters(
  objects: readonly ClusterObject[],
  options: ReachabilityOptions,
): Reading<Cluster> {
  const names = new Set(objects.map(({ cluster }) => cluster));
  if (names.size === 0) names.add('');
  const readings = [...names].map((name) =>
    readCluster(
      name,
      objects.filter(({ cluster }) => cluster === name),
      options,
    ),
  );
  return joinReadings(readings);
}

/** The addresses outside of the clusters that the caller named. */
export function readOutside({ addresses = [] }: ReachabilityOptions): readonly Outside[] {
  return addresses.map(({ name, cidr }) => ({
    type: 'outside',
    id: name,
    cidr,
    addresses: ranges([cidr]),
  }));
}

/** What is wrong with the caller's own words. */
export function checkOptions(options: ReachabilityOptions): readonly ObjectProblem[] {
  const { addresses = [], podCidrs = [] } = options;
  const cidrs = [
    ...addresses.map(({ cidr }, index) => [`addresses[${index}].cidr`, cidr] as const),
    ...podCidrs.map((cidr, index) => [`podCidrs[${index}]`, cidr] as const),
  ];
  return cidrs
    .filter(([, cidr]) => findRange(cidr) === undefined)
    .map(([field, cidr]) => ({
      ...wrongValue(field, cidr, 'an address, or a CIDR such as 10.0.0.0/8'),
      object: 'options',
      origin: '',
    }));
}

function readCluster(
  name: string,
  objects: readonly ClusterObject[],
  options: ReachabilityOptions,
): Reading<Cluster> {
  const declared = joinReadings(objects.filter(isNamespace).map(readNamespace));
  const templates = readWorkloads(objects);
  const { externalPods = [], strangers = false } = options;
  const imagined = strangers ? imaginedPods(objects, templates.values, externalPods) : [];
  const namespaces = namespacesOf(declared.values, templates.values, [
    ...externalPods,
    ...imagined,
  ]);
  const pods = podsOf(templates.values, options, {
    cluster: name,
    namespaces,
    addresses: ranges(options.podCidrs ?? []),
    imagined,
  });
  return {
    values: [{ name, objects, pods, index: new PodIndex(pods, namespaces) }],
    problems: [...declared.problems, ...templates.problems],
  };
}

/** Labels by namespace, with the one that the API server adds. */
function namespacesOf(
  declared: readonly (readonly [string, Labels])[],
  templates: readonly PodTemplate[],
  externalPods: readonly ExternalPod[],
): ReadonlyMap<string, Labels> {
  const labels = new Map(declared);
  for (const { object } of templates)
    if (!labels.has(object.namespace)) labels.set(object.namespace, {});
  for (const { namespace, namespaceLabels } of externalPods)
    labels.set(namespace, { ...labels.get(namespace), ...namespaceLabels });
  return new Map([...labels].map(([name, own]) => [name, { ...own, [NAMESPACE_NAME]: name }]));
}

function ranges(cidrs: readonly string[]): readonly AddressRange[] {
  return cidrs.flatMap((cidr) => findRange(cidr) ?? []);
}

/** Whether an object is a Namespace. */
export function isNamespace({ group, kind }: ClusterObject): boolean {
  return group === '' && kind === 'Namespace';
}

function readNamespace(object: ClusterObject): Reading<readonly [string, Labels]> {
  return readWith(object, (root) => [object.name, readLabels(root.get('metadata').get('labels'))]);
}
