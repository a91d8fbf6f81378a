/** Label that the API server puts on every namespace. */
export const NAMESPACE_NAME = 'kubernetes.io/metadata.name';

/** Keys of the labels that Kubernetes recommends for every object. */
export const LABEL = {
  name: 'app.kubernetes.io/name',
  instance: 'app.kubernetes.io/instance',
  version: 'app.kubernetes.io/version',
  component: 'app.kubernetes.io/component',
  partOf: 'app.kubernetes.io/part-of',
  managedBy: 'app.kubernetes.io/managed-by',
} as const;

/** The value of `app.kubernetes.io/managed-by`. */
export const MANAGED_BY = 'supercargo';

/** Labels, annotations, selectors: text by key. */
export type StringMap = Readonly<Record<string, string>>;

/** What the recommended labels tell of an object. */
export interface LabelFacts {
  /** The microservice, or the system for what belongs to it as a whole. */
  readonly name: string;
  /** The system in its environment: `online-boutique-qa`. */
  readonly instance?: string;
  readonly version?: string;
  readonly component?: string;
  /** The system. */
  readonly partOf?: string;
}

/**
 * The recommended labels, without those that aren't known.
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/
 */
export function recommendedLabels(facts: LabelFacts): StringMap {
  const { name, instance, version, component, partOf } = facts;
  const labels: Record<string, string> = { [LABEL.name]: name };
  if (instance !== undefined) labels[LABEL.instance] = instance;
  if (version !== undefined) labels[LABEL.version] = version;
  if (component !== undefined) labels[LABEL.component] = component;
  if (partOf !== undefined) labels[LABEL.partOf] = partOf;
  labels[LABEL.managedBy] = MANAGED_BY;
  return labels;
}
