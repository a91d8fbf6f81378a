import type { Call } from '../endpoint/call-graph';
import type { RequestRule } from '../endpoint/requests';
import { type Group, groupBy } from '../manifest/grouping';
import { nameOf, placesOf } from '../reachability/names';
import { openedInWords } from '../reachability/opened-by';
import type { Reachability } from '../reachability/reachability';
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
  const whole = new Set(calls.flatMap((call) => (isWhole(call) ? [keyOf(call)] : [])));
  const narrowed = calls.filter((call) => !isWhole(call) && !whole.has(keyOf(call)));
  return groupBy(narrowed, keyOf).flatMap((alike) => checkCalls(reachability, alike));
}

/** Calls of the same port by the same pods, which may make the requests of them all. */
function checkCalls(reachability: Reachability, calls: Group<Call>): readonly string[] {
  const [{ from, to }] = calls;
  if (to.kind !== 'service-endpoint') return [];
  const requests = calls.flatMap((call) =>
    call.to.kind === 'service-endpoint' ? (call.to.requests ?? []) : [],
  );
  const pod = (namespace = 'default', workload: string) =>
    reachability.findPod({ namespace, workload });
  const [source, target] = [pod(from.namespace, from.name), pod(to.namespace, to.service)];
  if (source === undefined || target === undefined) return [];
  const ask = (request: Request) =>
    reachability.ask(source, target, to.targetPort, { layer: 'mesh', request });
  const name = `${nameOf(source)} -> ${nameOf(target)} ${to.protocol} ${to.targetPort}`;
  const samples = requests.map(sampleOf);
  const open = othersThan(requests, samples).flatMap((request) => {
    const answer = ask(request);
    return answer.allowed === false ? [] : [{ request, answer }];
  });
  const [first] = open;
  return [
    ...(first === undefined
      ? []
      : [
          `${name}: more requests are open than are declared, such as ${inWords(first.request)}: ` +
            `${openedInWords(open.flatMap(({ answer }) => answer.decidedBy))}`,
        ]),
    ...samples.flatMap((request) => {
      const { allowed, decidedBy } = ask(request);
      if (allowed !== false) return [];
      return [
        `${name}: the request ${inWords(request)} is declared, and closed by ${placesOf(decidedBy)}`,
      ];
    }),
  ];
}

/** Requests beside those that are declared. */
function othersThan(
  requests: readonly RequestRule[],
  samples: readonly Sample[],
): readonly Sample[] {
  const others = samples.flatMap((sample) => [
    { ...sample, method: FOREIGN.method },
    { ...sample, path: FOREIGN.path },
  ]);
  return [FOREIGN, ...others].filter((request) => !requests.some((rule) => isMet(rule, request)));
}

function inWords({ method, path }: Sample): string {
  return `${method} ${path}`;
}

/** Whether a call isn't narrowed. */
function isWhole({ to }: Call): boolean {
  return to.kind === 'external-endpoint' || (to.requests ?? []).length === 0;
}

/** The same for all calls from the same pods to the same port. */
function keyOf({ from, to }: Call): string {
  return to.kind === 'external-endpoint'
    ? from.path
    : JSON.stringify([from.path, to.path, to.targetPort]);
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
