import { accessIn } from '../access/spec';
import { podGroups } from '../endpoint/call-graph';
import type { Environment } from '../environment/environment';

/** Workloads that a line names; of more, it tells how many. */
const MOST_NAMED = 3;

/**
 * Warns of pods that use the Kubernetes API and can't reach it: NetworkPolicies know it by its addresses alone,
 * which the environment doesn't tell. One line, since one change of the environment mends it for all.
 */
export function closedApi(environment: Environment): readonly string[] {
  const { dialects, apiServer } = accessIn(environment.spec);
  // Cilium knows the API server by itself, and the mesh closes nothing that is sent.
  const isClosed = dialects.includes('kubernetes') && !dialects.includes('cilium');
  if (!isClosed || apiServer !== undefined) return [];
  const paths = podGroups(environment)
    .filter(({ group }) => group.callsApi === true)
    .map(({ group }) => group.path);
  const [first, ...others] = paths;
  if (first === undefined) return [];
  const whose =
    others.length === 0
      ? `[${first}] uses the Kubernetes API, which NetworkPolicies close to it`
      : `[${environment.node.path}] ${paths.length} workloads use the Kubernetes API, which NetworkPolicies close to them (${named(paths)})`;
  return [
    `${whose}: name the addresses that 'kubectl get endpointslices kubernetes' lists in access.apiServer of environment '${environment.name}'`,
  ];
}

function named(paths: readonly string[]): string {
  const more = paths.length - MOST_NAMED;
  const names = paths.slice(0, MOST_NAMED).join(', ');
  return more > 0 ? `${names} and ${more} more` : names;
}
