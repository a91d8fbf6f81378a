import type { Pod } from '../spec';
import { EVERYTHING, isSelected, type LabelSelector, type Labels } from './selector';

const NONE: ReadonlySet<Pod> = new Set();

/**
 * Finds pods by their labels without looking at all of them, and finds them once for selectors that are
 * written alike: the sets are shared. Pods in the node's network aren't found, as no NetworkPolicy knows them.
 */
export class PodIndex {
  private readonly byNamespace = new Map<string, Pod[]>();
  private readonly byLabel = new Map<string, Pod[]>();
  private readonly found = new Map<string, ReadonlySet<Pod>>();

  constructor(
    pods: readonly Pod[],
    private readonly namespaces: ReadonlyMap<string, Labels>,
  ) {
    for (const pod of pods) {
      if (pod.hostNetwork) continue;
      append(this.byNamespace, pod.namespace, pod);
      for (const [key, value] of Object.entries(pod.labels))
        append(this.byLabel, labelKey(pod.namespace, key, value), pod);
    }
  }

  /** The pods of a namespace that a selector selects. */
  inNamespace(namespace: string, selector: LabelSelector): ReadonlySet<Pod> {
    return this.once(`${namespace} ${selector.key}`, () =>
      this.candidates(namespace, selector).filter((pod) => isSelected(selector, pod.labels)),
    );
  }

  /** The pods that a selector selects, of the namespaces that another one selects. */
  inNamespaces(namespaces: LabelSelector, selector: LabelSelector): ReadonlySet<Pod> {
    return this.once(`${namespaces.key} ${selector.key}`, () =>
      this.selectedNamespaces(namespaces).flatMap((name) => [...this.inNamespace(name, selector)]),
    );
  }

  /** All pods. */
  all(): ReadonlySet<Pod> {
    return this.inNamespaces(EVERYTHING, EVERYTHING);
  }

  private selectedNamespaces(selector: LabelSelector): readonly string[] {
    return [...this.namespaces].flatMap(([name, labels]) =>
      isSelected(selector, labels) ? [name] : [],
    );
  }

  /** The fewest pods that one of the selector's labels leaves. */
  private candidates(namespace: string, selector: LabelSelector): readonly Pod[] {
    const lists = selector.labels.map(
      ([key, value]) => this.byLabel.get(labelKey(namespace, key, value)) ?? [],
    );
    const all = this.byNamespace.get(namespace) ?? [];
    return lists.reduce<readonly Pod[]>(
      (few, list) => (list.length < few.length ? list : few),
      all,
    );
  }

  private once(key: string, find: () => readonly Pod[]): ReadonlySet<Pod> {
    const known = this.found.get(key);
    if (known !== undefined) return known;
    const pods = find();
    const set = pods.length === 0 ? NONE : new Set(pods);
    this.found.set(key, set);
    return set;
  }
}

function append(map: Map<string, Pod[]>, key: string, pod: Pod): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [pod]);
  else list.push(pod);
}

function labelKey(namespace: string, key: string, value: string): string {
  return `${namespace} ${key}=${value}`;
}
