import type { ObjectProblem } from '../spec';
import type { ClusterObject } from './objects';

/** Policies of dialects that nobody here reads, by API group. */
const DIALECTS: Readonly<Record<string, readonly string[]>> = {
  'cilium.io': ['CiliumNetworkPolicy', 'CiliumClusterwideNetworkPolicy'],
  'crd.projectcalico.org': ['NetworkPolicy', 'GlobalNetworkPolicy'],
  'policy.networking.k8s.io': [
    'AdminNetworkPolicy',
    'BaselineAdminNetworkPolicy',
    'ClusterNetworkPolicy',
  ],
  'projectcalico.org': ['NetworkPolicy', 'GlobalNetworkPolicy'],
};

/** Whether an object is a policy of one of these dialects. */
export function isUnread({ group, kind }: ClusterObject): boolean {
  return Object.hasOwn(DIALECTS, group) && DIALECTS[group]?.includes(kind) === true;
}

/** Reports policies that would change the answers if they were read. */
export function findUnread(objects: readonly ClusterObject[]): readonly ObjectProblem[] {
  return objects.filter(isUnread).map(({ group, title, origin }) => ({
    object: title,
    origin,
    field: '',
    message: `is of a dialect that is not evaluated (${group}): answers leave it out`,
  }));
}
