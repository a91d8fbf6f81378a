import type { IConstruct } from 'constructs';
import type { Endpoint } from './endpoint';

/** Who calls: the pods of one microservice. */
export interface Caller {
  /** Value of the pods' label `app.kubernetes.io/name`. */
  readonly name: string;
  readonly namespace: string | undefined;
  /** Construct path of the microservice. */
  readonly path: string;
}

/** One edge of the call graph. */
export interface Call {
  readonly from: Caller;
  readonly to: Endpoint;
}

/** The one thing that is collected while the tree is built. */
const recorded = new WeakMap<IConstruct, readonly Call[]>();

/** Records what a construct's pods call; an endpoint that is used twice counts once. */
export function recordCalls(
  construct: IConstruct,
  from: Caller,
  endpoints: readonly Endpoint[],
): readonly Call[] {
  const distinct = new Map(endpoints.map((endpoint) => [endpointKey(endpoint), endpoint]));
  const calls = [...distinct.values()].map((to) => ({ from, to }));
  recorded.set(construct, calls);
  return calls;
}

/** All calls that were declared below a construct: a system, an environment, the whole app. */
export function callGraph(root: IConstruct): readonly Call[] {
  return root.node.findAll().flatMap((construct) => recorded.get(construct) ?? []);
}

function endpointKey(endpoint: Endpoint): string {
  return endpoint.kind === 'external-endpoint'
    ? `${endpoint.protocol} ${endpoint.host}:${endpoint.port}`
    : `${endpoint.path} ${endpoint.portName}`;
}
