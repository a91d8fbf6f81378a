import type { IConstruct } from 'constructs';
import { hostOf, renderAddress } from '../endpoint/address';
import { findPodGroup } from '../endpoint/call-graph';
import type { Endpoint, ServiceEndpoint } from '../endpoint/endpoint';
import { CLUSTER_DOMAIN, checkNotInside } from '../endpoint/external';
import { Environment } from '../environment/environment';
import { formatProblem, type Problem, wrongValue } from '../problem/problem';
import { accessIn } from './spec';

/**
 * Checks what a construct calls, once the whole tree stands: whether the environment's policies can say it.
 * Nothing outside of an environment, where there are none.
 */
export function reportCalls(construct: IConstruct): void {
  construct.node.addValidation({ validate: () => checkCalls(construct).map(formatProblem) });
}

function checkCalls(construct: IConstruct): readonly Problem[] {
  const environment = Environment.find(construct);
  if (environment === undefined) return [];
  const calls = findPodGroup(construct)?.calls ?? [];
  return calls.flatMap(({ to }) => checkCall(to, environment));
}

function checkCall(to: Endpoint, environment: Environment): readonly Problem[] {
  if (to.kind === 'service-endpoint') {
    // Nearly all calls stay in their environment, where a name is enough.
    const isAtHome = to.path.startsWith(`${environment.node.path}/`);
    if (isAtHome && to.requests === undefined) return [];
    const callee = findAt(environment.node.root, to.path);
    const home = callee && Environment.find(callee);
    return [
      ...checkCluster(to, environment, home ?? environment),
      ...checkNarrowed(to, home ?? environment, callee),
    ];
  }
  const { dnsDomain } = environment.spec.cluster;
  // What is wrong in any cluster has been told.
  if (dnsDomain === undefined || to.problems.length > 0) return [];
  return checkNotInside(to, dnsDomain);
}

/**
 * A Service's name is known in its own cluster alone, unless a mesh spans both, or names below a domain that is no
 * other cluster's lead there.
 */
function checkCluster(
  to: ServiceEndpoint,
  { name, spec }: Environment,
  callee: Environment,
): readonly Problem[] {
  const { cluster, mesh } = callee.spec;
  const { dnsDomain = CLUSTER_DOMAIN } = spec.cluster;
  if (cluster.name === spec.cluster.name || (mesh !== undefined && spec.mesh !== undefined))
    return [];
  if (cluster.dnsDomain !== undefined && cluster.dnsDomain !== dnsDomain) return [];
  const host = renderAddress(hostOf(to), undefined);
  return [
    wrongValue(
      'calls',
      host,
      `for environment '${name}' in cluster '${spec.cluster.name}', what has a name there: port '${to.portName}' of [${to.path}] is in cluster '${cluster.name}'. Call the host at which it is \`exposed\`, as externalEndpoint({ host, port }); or say what spans both clusters: \`mesh\` in environments '${name}' and '${callee.name}', or a \`cluster.dnsDomain\` of its own in '${callee.name}'`,
    ),
  ];
}

/** The callee's policies choose requests, so it is its environment that has to have the words. */
function checkNarrowed(
  to: ServiceEndpoint,
  environment: Environment,
  callee: IConstruct | undefined,
): readonly Problem[] {
  if ((to.requests ?? []).length === 0) return [];
  const hasProxy = (callee && findPodGroup(callee)?.group.inMesh) ?? true;
  const advice = adviceFor(environment, hasProxy);
  if (advice === undefined) return [];
  const { dialects } = accessIn(environment.spec);
  const words = dialects.map((dialect) => `'${dialect}'`).join(', ');
  return [
    {
      field: 'only()',
      message: `of its call to ${to.namespace}/${to.service}, port '${to.portName}', can't be told in environment '${environment.name}', where access.dialects are ${words}: ${advice}, or leave only() out`,
    },
  ];
}

/** What would let the requests be chosen; undefined where they can be. */
function adviceFor({ spec }: Environment, hasProxy: boolean): string | undefined {
  const { dialects, mesh } = accessIn(spec);
  if (mesh) {
    if (!hasProxy) return "give its pods the mesh's proxy, which looks at requests";
    return dialects.includes('istio') ? undefined : "add 'istio'";
  }
  if (!dialects.includes('cilium')) return "take 'cilium' alone, or set `mesh` and add 'istio'";
  return dialects.includes('kubernetes')
    ? "take 'kubernetes' out, which opens all requests beside 'cilium'"
    : undefined;
}

function findAt(root: IConstruct, path: string): IConstruct | undefined {
  let found: IConstruct | undefined = root;
  for (const id of path.split('/')) found = found?.node.tryFindChild(id);
  return found;
}
