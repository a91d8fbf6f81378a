import type { IConstruct } from 'constructs';
import type { StringMap } from '../kubernetes/labels';
import type { Endpoint, Protocol } from './endpoint';

/** The pods of one workload, as others see them. */
export interface PodGroup {
  /** Value of the pods' label `app.kubernetes.io/name`. */
  readonly name: string;
  readonly namespace: string | undefined;
  /** Construct path of the microservice. */
  readonly path: string;
  readonly serviceAccount: string;
  /** Labels of its objects; policies have them, too. */
  readonly labels: StringMap;
  /** Ports that are open to others than declared callers. */
  readonly openPorts: readonly OpenPort[];
  /** Pod ports that the kubelet probes. */
  readonly probePorts: readonly number[];
  /** Whether they use the Kubernetes API. @default false */
  readonly callsApi?: boolean;
}

/** A pod port that is open beside the declared calls. */
export interface OpenPort {
  readonly port: number;
  readonly protocol: Protocol;
  /** To the environment's gateway, to what scrapes metrics, or to addresses: `['0.0.0.0/0']`. */
  readonly to: 'gateway' | 'metrics' | readonly string[];
}

/** One edge of the call graph. */
export interface Call {
  readonly from: PodGroup;
  readonly to: Endpoint;
}

/** A group of pods with the calls that it makes, and the construct that declared them. */
export interface PodGroupRecord {
  readonly construct: IConstruct;
  readonly group: PodGroup;
  readonly calls: readonly Call[];
}

/** The one thing that is collected while the tree is built. */
const recorded = new WeakMap<IConstruct, PodGroupRecord>();

/** Counts what has been recorded, so that what is derived from all of it can be kept until there is more. */
let recordings = 0;

/** Records a group of pods and what it calls; an endpoint that is used twice counts once. */
export function recordPodGroup(
  construct: IConstruct,
  group: PodGroup,
  endpoints: readonly Endpoint[],
): readonly Call[] {
  const distinct = new Map(endpoints.map((endpoint) => [endpointKey(endpoint), endpoint]));
  const calls = [...distinct.values()].map((to) => ({ from: group, to }));
  recorded.set(construct, { construct, group, calls });
  recordings++;
  return calls;
}

/** Changes whenever something is recorded, in any tree. */
export function recordingCount(): number {
  return recordings;
}

/** All groups of pods that were declared below a construct. */
export function podGroups(root: IConstruct): readonly PodGroupRecord[] {
  return root.node.findAll().flatMap((construct) => recorded.get(construct) ?? []);
}

/** All calls that were declared below a construct: a system, an environment, the whole app. */
export function callGraph(root: IConstruct): readonly Call[] {
  return podGroups(root).flatMap(({ calls }) => calls);
}

function endpointKey(endpoint: Endpoint): string {
  return endpoint.kind === 'external-endpoint'
    ? `${endpoint.protocol} ${endpoint.host}:${endpoint.port}`
    : `${endpoint.path} ${endpoint.portName} ${JSON.stringify(endpoint.requests ?? null)}`;
}
