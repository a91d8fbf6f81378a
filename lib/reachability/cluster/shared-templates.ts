import { isFields } from '../../manifest/fields';
import type { ClusterObject } from './objects';

const ROLLOUTS = 'argoproj.io';
const SHARED = 'ClusterAnalysisTemplate';

/** What starts analyses in its own namespace. */
const USERS: readonly string[] = ['Rollout', 'Experiment', 'AnalysisTemplate'];

/** Whether an object says where the Jobs of analyses run. */
export function isOfAnalyses({ group, kind }: ClusterObject): boolean {
  return group === ROLLOUTS && (kind === SHARED || USERS.includes(kind));
}

/**
 * The objects, with each ClusterAnalysisTemplate once in every namespace where a release or an experiment
 * uses it, itself or through another template: there its Jobs run.
 */
export function inNamespaces(objects: readonly ClusterObject[]): readonly ClusterObject[] {
  const shared = objects.filter(({ group, kind }) => group === ROLLOUTS && kind === SHARED);
  if (shared.length === 0) return objects;
  const users = objects.filter(({ group, kind }) => group === ROLLOUTS && USERS.includes(kind));
  return objects.flatMap((object) =>
    shared.includes(object) ? namespacesOf(object, users, shared) : [object],
  );
}

function namespacesOf(
  template: ClusterObject,
  users: readonly ClusterObject[],
  shared: readonly ClusterObject[],
): readonly ClusterObject[] {
  const names = new Set([template.name]);
  // A template in which it is nested is used in its stead; each pass finds those one level further out.
  for (let known = 0; known < names.size; ) {
    known = names.size;
    for (const outer of shared) if (usesOne(outer, names)) names.add(outer.name);
  }
  const namespaces = new Set(
    users.filter((user) => usesOne(user, names)).map(({ namespace }) => namespace),
  );
  return [...namespaces].map((namespace) => ({ ...template, namespace }));
}

function usesOne({ manifest }: ClusterObject, names: ReadonlySet<string>): boolean {
  return isFields(manifest) && refersTo(manifest.spec, names);
}

function refersTo(value: unknown, names: ReadonlySet<string>): boolean {
  if (Array.isArray(value)) return value.some((item) => refersTo(item, names));
  if (!isFields(value)) return false;
  const { templateName, clusterScope } = value;
  if (clusterScope === true && typeof templateName === 'string' && names.has(templateName))
    return true;
  return Object.values(value).some((member) => refersTo(member, names));
}
