import type { Endpoint } from '../endpoint/endpoint';
import { isByName } from '../endpoint/external';
import type { ManifestSet } from '../manifest/manifest-set';
import { formatProblem } from '../problem/problem';
import { isOnNode, onNodeInWords } from '../reachability/names';
import type { ObjectProblem } from '../reachability/spec';
import { checkClosed } from './check-access-closed';
import type { EnvironmentAccess } from './check-access-declared';
import { checkOpen, checkOpenBetween } from './check-access-open';
import { checkRequests } from './check-access-requests';
import { type AccessWorld, accessWorld } from './check-access-world';

/**
 * Checks that all that is declared is open, and nothing else, pods included that nobody thought of: in each
 * cluster, and in all clusters taken for one, where environments would meet.
 *
 * NetworkPolicies are judged at each end alone, so that a rule that is too wide is found even where the
 * other end closes what it opens. What only the mesh can close is judged where there are no NetworkPolicies:
 * TCP from pods to pods; a port that is open to addresses is open to pods, too, unless `podCidrs` tells them
 * apart.
 * @returns a line for each declared call that is closed, and for what is open and not declared, with the
 * policies to look at
 */
export function checkAccess(
  manifests: ManifestSet,
  environments: readonly EnvironmentAccess[],
): readonly string[] {
  const clusters = [...new Set(environments.map(({ cluster }) => cluster))];
  const apart = clusters.flatMap((cluster) => {
    const own = environments.filter((environment) => environment.cluster === cluster);
    const podCidrs = [...new Set(own.flatMap(({ access }) => access.podCidrs))];
    const entries = manifests.filter((entry) => entry.cluster === cluster);
    return checkWorld(accessWorld(entries, own, podCidrs));
  });
  const together =
    clusters.length > 1 ? checkOpenBetween(accessWorld(manifests, environments, [])) : [];
  return [
    ...new Set([
      ...environments.flatMap(unevaluated),
      ...environments.flatMap(addedUp),
      ...apart,
      ...together,
    ]),
  ];
}

/** Cilium enforces NetworkPolicies, too, and opens what one of the two opens: what its own narrow is lost. */
function addedUp(environment: EnvironmentAccess): readonly string[] {
  const { name, access } = environment;
  const lost = lostBeside(environment);
  if (!access.dialects.includes('kubernetes') || lost.length === 0) return [];
  return [
    `[${name}] access.dialects: 'kubernetes' beside 'cilium' opens what 'cilium' alone keeps closed, ${lost.join(', ')}: leave it out`,
  ];
}

/** What 'kubernetes' opens, or would open, beside 'cilium'. */
function lostBeside(environment: EnvironmentAccess): readonly string[] {
  if (!environment.access.dialects.includes('cilium')) return [];
  const hosts = endpointsOf(environment).flatMap((to) =>
    to.kind === 'external-endpoint' && isByName(to) ? `all public addresses beside ${to.host}` : [],
  );
  return [...new Set([...narrowedBy(environment), ...hosts])];
}

/** The requests that only the words of Cilium narrow: in a mesh, Istio's do. */
function narrowedBy(environment: EnvironmentAccess): readonly string[] {
  if (environment.access.dialects.includes('istio')) return [];
  const narrowed = endpointsOf(environment).flatMap((to) =>
    to.kind === 'service-endpoint' && (to.requests ?? []).length > 0
      ? `all requests of ${to.namespace}/${to.service}`
      : [],
  );
  return [...new Set(narrowed)];
}

function endpointsOf({ groups }: EnvironmentAccess): readonly Endpoint[] {
  return groups.flatMap(({ calls }) => calls.map(({ to }) => to));
}

function unevaluated(environment: EnvironmentAccess): readonly string[] {
  const { name, access } = environment;
  if (access.dialects.includes('kubernetes') || !access.dialects.includes('cilium')) return [];
  const lost = narrowedBy(environment);
  if (lost.length === 0) return [];
  return [
    `[${name}] access.dialects: what CiliumNetworkPolicies narrow to requests isn't evaluated: 'kubernetes' beside it would be, and open ${lost.join(', ')}`,
  ];
}

function checkWorld(world: AccessWorld): readonly string[] {
  return [
    ...world.reachability.problems.filter((problem) => !isToldOf(world, problem)).map(inWords),
    ...world.reachability.pods.filter(isOnNode).map(onNodeInWords),
    ...checkClosed(world),
    ...checkRequests(world),
    ...checkOpen(world),
  ];
}

/** What the derived policies of Cilium are is told once for an environment that asks for them; not what others are. */
function isToldOf({ environments }: AccessWorld, { object }: ObjectProblem): boolean {
  return environments.some(({ access, namespaces, groups }) => {
    if (!access.dialects.includes('cilium')) return false;
    const policies = [
      ...namespaces.map((namespace) => `${namespace}/default-deny`),
      ...groups.map(({ group }) => `${group.namespace}/${group.name}`),
    ];
    return policies.some((policy) => object === `CiliumNetworkPolicy ${policy}`);
  });
}

function inWords({ object, field, message }: ObjectProblem): string {
  return `${object}: ${formatProblem({ field, message })}`;
}
