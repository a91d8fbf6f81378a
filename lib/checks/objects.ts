import { apiGroupOf, isClusterScoped } from '../kubernetes/scope';
import { fieldsOf, findText } from '../manifest/fields';
import { listBy } from '../manifest/grouping';
import type { Manifest } from '../manifest/manifest';
import type { ManifestEntry, ManifestSet } from '../manifest/manifest-set';
import { withoutNulls } from '../manifest/nulls';
import { findPodTemplates, type PodTemplate } from '../manifest/pod-template';
import { Field } from '../reachability/cluster/field';
import { isSelected, type Labels, readSelector } from '../reachability/cluster/selector';

/** Pods of one kind that an object starts. */
export interface PodsEntry {
  readonly entry: ManifestEntry;
  readonly template: PodTemplate;
  readonly labels: Labels;
}

type Places<T> = ReadonlyMap<string, readonly T[]>;

/**
 * The objects of a manifest set, by what rules ask for. Each list is made when it is first asked for, and
 * once for all rules, so that no rule needs to go through all objects. Objects of two clusters don't see
 * each other.
 */
export class Objects {
  private readonly byKind: ReadonlyMap<string, ManifestSet>;
  private readonly names = new Map<string, ReadonlyMap<string, ManifestEntry>>();
  private readonly places = new Map<string, Places<ManifestEntry>>();
  private readonly selected = new Map<string, readonly PodsEntry[]>();
  private allPods: readonly PodsEntry[] | undefined;
  private podPlaces: Places<PodsEntry> | undefined;
  private podLabels: Places<PodsEntry> | undefined;

  /** All objects, as the API server reads them. */
  readonly all: ManifestSet;

  /** @param given - the objects as they are written, where null may stand for what isn't there */
  constructor(readonly given: ManifestSet) {
    this.all = given.map(withoutNulls);
    this.byKind = listBy(this.all, ({ manifest }) => [kindOf(manifest)]);
  }

  /** All kinds that there are: `Service`, `apps/Deployment`. */
  kinds(): Iterable<string> {
    return this.byKind.keys();
  }

  /** The objects of a kind, of any version: `Service`, `apps/Deployment`. */
  ofKind(kind: string): ManifestSet {
    return this.byKind.get(kind) ?? [];
  }

  /**
   * The object that another one means by a name: in its cluster, and in its namespace or the one given.
   * @param kind - `Service`, `apps/Deployment`
   */
  find(
    beside: ManifestEntry,
    kind: string,
    name: string,
    namespace = namespaceOf(beside.manifest),
  ): ManifestEntry | undefined {
    const names = once(
      this.names,
      kind,
      () =>
        new Map(
          this.ofKind(kind).map((entry) => [
            `${placeOf(entry)}/${entry.manifest.metadata.name}`,
            entry,
          ]),
        ),
    );
    return (
      names.get(`${beside.cluster} ${namespace}/${name}`) ?? names.get(`${beside.cluster} /${name}`)
    );
  }

  /** The objects of a kind in the cluster and namespace of another one, or in the namespace given. */
  inNamespace(
    beside: ManifestEntry,
    kind: string,
    namespace = namespaceOf(beside.manifest),
  ): ManifestSet {
    const places = once(this.places, kind, () => listBy(this.ofKind(kind), (e) => [placeOf(e)]));
    return places.get(`${beside.cluster} ${namespace}`) ?? [];
  }

  /** The pods of all objects that start some. */
  pods(): readonly PodsEntry[] {
    this.allPods ??= this.all.flatMap(podsOf);
    return this.allPods;
  }

  /** The pods in the cluster and namespace of an object, or in the namespace given. */
  podsIn(beside: ManifestEntry, namespace = namespaceOf(beside.manifest)): readonly PodsEntry[] {
    this.podPlaces ??= listBy(this.pods(), ({ entry }) => [placeOf(entry)]);
    return this.podPlaces.get(`${beside.cluster} ${namespace}`) ?? [];
  }

  /**
   * The pods that a selector, `{ matchLabels, matchExpressions }`, selects there. An empty one selects all. To
   * have the pods of a Service, give `{ matchLabels: spec.selector }`.
   */
  select(
    beside: ManifestEntry,
    selector: unknown,
    namespace = namespaceOf(beside.manifest),
  ): readonly PodsEntry[] {
    const place = `${beside.cluster} ${namespace}`;
    return once(this.selected, `${place} ${JSON.stringify(selector)}`, () => {
      // What can't be read is the schema's to tell.
      const read = readSelector(new Field(selector, '', () => undefined));
      this.podLabels ??= listBy(this.pods(), labelKeys);
      const [label] = read.labels;
      const candidates =
        label === undefined
          ? this.podsIn(beside, namespace)
          : this.podLabels.get(`${place} ${label[0]}=${label[1]}`);
      return (candidates ?? []).filter(({ labels }) => isSelected(read, labels));
    });
  }
}

/**
 * A computation over all objects that is made once for all rules that ask for it:
 * `const hostsOf = perSet((objects) => ...)`.
 */
export function perSet<T>(compute: (objects: Objects) => T): (objects: Objects) => T {
  const made = new WeakMap<Objects, { readonly value: T }>();
  return (objects) => {
    const known = made.get(objects) ?? { value: compute(objects) };
    made.set(objects, known);
    return known.value;
  };
}

/** Kind with the API group, as rules name it: `Service`, `apps/Deployment`. */
export function kindOf({ apiVersion, kind }: Pick<Manifest, 'apiVersion' | 'kind'>): string {
  const group = apiGroupOf(apiVersion);
  return group === '' ? kind : `${group}/${kind}`;
}

/** An object's namespace: `default` where none is said, empty for what has none. */
export function namespaceOf({ apiVersion, kind, metadata }: Manifest): string {
  if (isClusterScoped(apiVersion, kind)) return '';
  return findText(metadata.namespace) ?? 'default';
}

function podsOf(entry: ManifestEntry): readonly PodsEntry[] {
  return findPodTemplates(entry.manifest).map((template) => ({
    entry,
    template,
    labels: Object.fromEntries(
      Object.entries(fieldsOf(template.metadata.labels)).map(([key, value]) => [
        key,
        String(value),
      ]),
    ),
  }));
}

function placeOf({ cluster, manifest }: ManifestEntry): string {
  return `${cluster} ${namespaceOf(manifest)}`;
}

function labelKeys({ entry, labels }: PodsEntry): readonly string[] {
  const place = placeOf(entry);
  return Object.entries(labels).map(([key, value]) => `${place} ${key}=${value}`);
}

function once<T>(made: Map<string, T>, key: string, make: () => T): T {
  const known = made.get(key);
  if (known !== undefined) return known;
  const value = make();
  made.set(key, value);
  return value;
}
