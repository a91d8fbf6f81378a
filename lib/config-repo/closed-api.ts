import { accessIn } from '../access/spec';
import { podGroups } from '../endpoint/call-graph';
import type { Environment } from '../environment/environment';

/**
 * Warns of pods that use the Kubernetes API and can't reach it: NetworkPolicies know it by its addresses alone,
 * which the environment doesn't tell. One line each.
 */
export function closedApi(environment: Environment): readonly string[] {
  const { dialects, apiServer } = accessIn(environment.spec);
  // Cilium knows the API server by itself, and the mesh closes nothing that is sent.
  const isClosed = dialects.includes('kubernetes') && !dialects.includes('cilium');
  if (!isClosed || apiServer !== undefined) return [];
  return podGroups(environment)
    .filter(({ group }) => group.callsApi === true)
    .map(
      ({ group: { path } }) =>
        `[${path}] uses the Kubernetes API, which NetworkPolicies close to it: name the addresses that ` +
        `'kubectl get endpointslices kubernetes' lists in access.apiServer of environment '${environment.name}'`,
    );
}
