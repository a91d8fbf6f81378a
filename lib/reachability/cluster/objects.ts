import { apiGroupOf, isClusterScoped } from '../../kubernetes/scope';
import { type Fields, fieldsOf, isFields } from '../../manifest/fields';
import type { Problem } from '../../problem/problem';
import type { ObjectProblem } from '../spec';
import { findNetworkPolicySpec } from './cilium';
import { Field } from './field';

/** An object of a manifest set, as far as every reader needs it. */
export interface ClusterObject {
  readonly group: string;
  readonly kind: string;
  readonly name: string;
  /** `default` where the manifest names none; empty for kinds without. */
  readonly namespace: string;
  readonly cluster: string;
  readonly origin: string;
  /** `NetworkPolicy shop/cart` */
  readonly title: string;
  readonly annotations: Readonly<Record<string, unknown>>;
  readonly manifest: unknown;
  /** Of a policy: whether its addresses are never those of pods, as Cilium has it. @default false */
  readonly tellsPodsFromAddresses?: boolean;
}

/** What was read, and what is wrong with the rest. */
export interface Reading<T> {
  readonly values: readonly T[];
  readonly problems: readonly ObjectProblem[];
}

/** The objects of a manifest set, each once. */
export interface Objects extends Reading<ClusterObject> {
  readonly twins: readonly Twins[];
}

/** Two objects of one name: the first is taken. */
export type Twins = readonly [first: ClusterObject, second: ClusterObject];

/** Takes the objects out of a manifest set, or out of a list of manifests. */
export function readObjects(manifests: readonly unknown[]): Objects {
  const { values, problems } = joinReadings(manifests.flatMap(itemsOf).map(readObject));
  const known = new Map<string, ClusterObject>();
  const twins: Twins[] = [];
  for (const object of inKubernetesWords(values)) {
    const key = [object.cluster, object.group, object.title].join(' ');
    const first = known.get(key);
    if (first === undefined) known.set(key, object);
    else twins.push([first, object]);
  }
  return { values: [...known.values()], problems, twins };
}

/** Reads one object; with a problem in it there is no value. */
export function readWith<T>(object: ClusterObject, read: (field: Field) => T): Reading<T> {
  const problems: Problem[] = [];
  const value = read(new Field(object.manifest, '', (problem) => problems.push(problem)));
  if (problems.length === 0) return { values: [value], problems: [] };
  const { title, origin } = object;
  return {
    values: [],
    problems: problems.map((problem) => ({ ...problem, object: title, origin })),
  };
}

/** Puts readings together. */
export function joinReadings<T>(readings: readonly Reading<T>[]): Reading<T> {
  return {
    values: readings.flatMap(({ values }) => values),
    problems: readings.flatMap(({ problems }) => problems),
  };
}

interface Item {
  readonly manifest: unknown;
  readonly origin: string;
  readonly cluster: string;
}

/** An entry of a manifest set, a manifest, or a `List` of them; nothing for an empty document. */
function itemsOf(value: unknown): readonly Item[] {
  if (value === undefined || value === null) return [];
  if (!isFields(value) || typeof value.kind === 'string' || !('manifest' in value))
    return listItems({ manifest: value, origin: '', cluster: '' });
  const { manifest, origin, cluster } = value;
  return listItems({ manifest, origin: textOr(origin, ''), cluster: textOr(cluster, '') });
}

function listItems(item: Item): readonly Item[] {
  const { manifest } = item;
  if (
    !isFields(manifest) ||
    !Array.isArray(manifest.items) ||
    !textOr(manifest.kind, '').endsWith('List')
  )
    return [item];
  return manifest.items.map((member: unknown) => ({ ...item, manifest: member }));
}

function readObject({ manifest, origin, cluster }: Item): Reading<ClusterObject> {
  const metadata = isFields(manifest) ? manifest.metadata : undefined;
  if (
    !isFields(manifest) ||
    typeof manifest.apiVersion !== 'string' ||
    typeof manifest.kind !== 'string' ||
    !isFields(metadata) ||
    typeof metadata.name !== 'string'
  )
    return { values: [], problems: [noObject(origin)] };
  const { apiVersion, kind } = manifest;
  const { name } = metadata;
  const namespace = isClusterScoped(apiVersion, kind) ? '' : textOr(metadata.namespace, 'default');
  const title = `${kind} ${namespace === '' ? name : `${namespace}/${name}`}`;
  const group = apiGroupOf(apiVersion);
  const annotations = isFields(metadata.annotations) ? metadata.annotations : {};
  const object = { group, kind, name, namespace, cluster, origin, title, annotations, manifest };
  return { values: [object], problems: [] };
}

/**
 * Policies of Cilium as the NetworkPolicies that open the same, where there are such; their titles stay. A
 * namespace of which one can't be told so keeps them all: without that one, too much would be closed.
 */
function inKubernetesWords(objects: readonly ClusterObject[]): readonly ClusterObject[] {
  const specs = new Map(objects.filter(isOfCilium).map((one) => [one, findSpec(one.manifest)]));
  if (specs.size === 0) return objects;
  const placeOf = ({ cluster, namespace }: ClusterObject) => `${cluster} ${namespace}`;
  const unread = new Set(
    [...specs].flatMap(([object, spec]) => (spec === undefined ? [placeOf(object)] : [])),
  );
  return objects.map((object) => {
    const spec = specs.get(object);
    if (spec === undefined || unread.has(placeOf(object))) return object;
    return {
      ...object,
      group: 'networking.k8s.io',
      kind: 'NetworkPolicy',
      tellsPodsFromAddresses: true,
      manifest: { ...fieldsOf(object.manifest), spec },
    };
  });
}

function isOfCilium({ group, kind }: ClusterObject): boolean {
  return group === 'cilium.io' && kind === 'CiliumNetworkPolicy';
}

function findSpec(manifest: unknown): Fields | undefined {
  return findNetworkPolicySpec(fieldsOf(manifest).spec);
}

function noObject(origin: string): ObjectProblem {
  const message = 'is no Kubernetes object: it needs apiVersion, kind and metadata.name';
  return { object: 'manifest', origin, field: '', message };
}

function textOr(value: unknown, otherwise: string): string {
  return typeof value === 'string' && value !== '' ? value : otherwise;
}
