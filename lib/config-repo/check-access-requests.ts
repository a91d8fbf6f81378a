import type { Call } from '../endpoint/call-graph';
import type { ServiceEndpoint } from '../endpoint/endpoint';
import type { RequestRule } from '../endpoint/requests';
import { nameOf } from '../reachability/names';
import type { Request } from '../reachability/spec';
import type { AccessWorld } from './check-access-world';

/** What no rule names. */
const FOREIGN = { method: 'UNDECLARED', path: '/undeclared-by-anyone' } as const;

/** A method and a path. */
type Sample = Required<Pick<Request, 'method' | 'path'>>;

/** A line for each call that is narrowed to some requests, where the mesh lets others through, or not these. */
export function checkRequests({ reachability, environments }: AccessWorld): readonly string[] {
  const calls = environments
    .filter(({ access }) => access.dialects.includes('istio'))
    .flatMap(({ groups }) => groups)
    .flatMap((record) => record.calls);
  return calls.flatMap((call) => {
    const { from, to } = call;
    if (to.kind !== 'service-endpoint') return [];
    const requests = to.requests ?? [];
    if (requests.length === 0 || calls.some((other) => isWhole(other, from.path, to))) return [];
    const pod = (namespace = 'default', workload: string) =>
      reachability.findPod({ namespace, workload });
    const [source, target] = [pod(from.namespace, from.name), pod(to.namespace, to.service)];
    if (source === undefined || target === undefined) return [];
    const ask = (request: Request) =>
      reachability.ask(source, target, to.targetPort, { layer: 'mesh', request }).allowed;
    const name = `${nameOf(source)} -> ${nameOf(target)} ${to.protocol} ${to.targetPort}`;
    const samples = requests.map(sampleOf);
    const others = [
      FOREIGN,
      ...samples.flatMap((sample) => [
        { ...sample, method: FOREIGN.method },
        { ...sample, path: FOREIGN.path },
      ]),
    ].filter((request) => !requests.some((rule) => isMet(rule, request)));
    return [
      ...(others.every((request) => ask(request) === false)
        ? []
        : [`${name}: more requests are open than are declared`]),
      ...samples
        .filter((request) => ask(request) === false)
        .map(
          ({ method, path }) => `${name}: the request ${method} ${path} is declared, and closed`,
        ),
    ];
  });
}

/** Whether a call of the same port isn't narrowed. */
function isWhole({ from, to }: Call, path: string, narrowed: ServiceEndpoint): boolean {
  return (
    from.path === path &&
    to.kind === 'service-endpoint' &&
    to.path === narrowed.path &&
    to.targetPort === narrowed.targetPort &&
    (to.requests ?? []).length === 0
  );
}

function isMet({ methods, paths }: RequestRule, { method, path }: Sample): boolean {
  return (
    (methods?.includes(method) ?? true) &&
    (paths?.some((pattern) => isMetByPath(pattern, path)) ?? true)
  );
}

function isMetByPath(pattern: string, path: string): boolean {
  if (pattern.endsWith('*')) return path.startsWith(pattern.slice(0, -1));
  return pattern.startsWith('*') ? path.endsWith(pattern.slice(1)) : path === pattern;
}

function sampleOf({ methods = [], paths = [] }: RequestRule): Sample {
  const [method = 'GET'] = methods;
  const [path = '/any'] = paths;
  return { method, path: path === '*' ? '/any' : path.replace('*', 'any') };
}
