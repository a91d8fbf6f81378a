import type { IConstruct } from 'constructs';
import type { StringMap } from '../kubernetes/labels';
import { listBy } from '../manifest/grouping';
import { requireConstruct } from '../manifest/require';
import { TreeRecords } from '../manifest/tree-records';
import { type Endpoint, noText, type ServiceEndpoint } from './endpoint';
import type { Protocol } from './protocol';

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
  /** Labels that select its pods, where somebody else names them. @default the name */
  readonly selector?: StringMap;
  /** Ports that are open to others than declared callers. */
  readonly openPorts: readonly OpenPort[];
  /** Pod ports that the kubelet probes. */
  readonly probePorts: readonly number[];
  /** Whether they use the Kubernetes API. @default false */
  readonly callsApi?: boolean;
  /** Whether they have the mesh's proxy, where there is a mesh. @default true */
  readonly inMesh?: boolean;
  /** Whether what starts them may be made elsewhere, as a template for all namespaces. @default false */
  readonly isShared?: boolean;
}

/** A pod port that is open beside the declared calls. */
export interface OpenPort {
  readonly port: number;
  readonly protocol: Protocol;
  /**
   * To the environment's gateway, to what scrapes metrics, to what runs analyses, to what scales by events, or
   * to addresses: `['0.0.0.0/0']`.
   */
  readonly to: 'gateway' | 'metrics' | Asker | readonly string[];
  /** Whether nodes pass it on with addresses of their own. @default false */
  readonly throughNodes?: boolean;
}

/** A controller that asks pods by itself, in the stead of others: Argo Rollouts, or KEDA. */
export type Asker = 'analysis' | 'scaling';

/** What a controller asks by itself. */
export interface Asked {
  readonly by: Asker;
  readonly endpoint: ServiceEndpoint;
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
const recorded = new TreeRecords<PodGroupRecord>();

/** The part of it that no pods here call, but controllers. */
const asked = new TreeRecords<readonly Asked[]>();

/** Groups of pods that stand beside others, in each tree: by their own constructs. */
const variants = new WeakMap<IConstruct, Map<IConstruct, Variant>>();

/** A group of pods, and the construct of the one that it stands beside. */
interface Variant {
  readonly group: PodGroup;
  readonly of: IConstruct;
}

/** Counts what has been recorded, so that what is derived from all of it can be kept until there is more. */
let recordings = 0;

/** Records a group of pods and what it calls; an endpoint that is used twice counts once. */
export function recordPodGroup(
  construct: IConstruct,
  group: PodGroup,
  endpoints: readonly Endpoint[],
): readonly Call[] {
  const calls = callsOf(group, endpoints);
  recorded.set(construct, { construct, group, calls });
  recordings++;
  return calls;
}

/**
 * Records a group of pods that stands beside another one: whoever calls that one may call it on the same
 * ports, and it calls what that one calls, whenever that is declared, beside endpoints of its own.
 */
export function recordVariant(
  construct: IConstruct,
  group: PodGroup,
  of: IConstruct,
  endpoints: readonly Endpoint[],
): void {
  recordPodGroup(construct, group, endpoints);
  const { root } = construct.node;
  const beside = variants.get(root) ?? new Map<IConstruct, Variant>();
  variants.set(root, beside.set(construct, { group, of }));
}

/** Records what a controller asks for a construct; said again, it replaces what was said of that controller. */
export function recordAsked(
  construct: IConstruct,
  by: Asker,
  endpoints: readonly ServiceEndpoint[],
): void {
  if (endpoints.length === 0) return;
  const others = (asked.get(construct) ?? []).filter((one) => one.by !== by);
  asked.set(construct, [...others, ...endpoints.map((endpoint) => ({ by, endpoint }))]);
  recordings++;
}

/** What controllers ask for the constructs below one. */
export function askedBelow(root: IConstruct): readonly Asked[] {
  return asked.under(root).flat();
}

/** Changes whenever something is recorded, in any tree. */
export function recordingCount(): number {
  return recordings;
}

/** What was recorded of one construct. */
export function findPodGroup(construct: IConstruct): PodGroupRecord | undefined {
  return recorded.get(construct);
}

/** All groups of pods that were declared below a construct. */
export function podGroups(root: IConstruct): readonly PodGroupRecord[] {
  const records = recorded.under(root);
  const beside = variants.get(root.node.root);
  if (beside === undefined) return records;
  const byPath = listBy(beside.values(), ({ of }) => [recorded.get(of)?.group.path ?? '']);
  return records.map((record) => withVariants(record, beside, byPath));
}

/** The record with the calls that come of variants: those of whom it stands beside, and those to them. */
function withVariants(
  { construct, group, calls }: PodGroupRecord,
  beside: ReadonlyMap<IConstruct, Variant>,
  byPath: ReadonlyMap<string, readonly Variant[]>,
): PodGroupRecord {
  const main = beside.get(construct)?.of;
  const taken = main === undefined ? [] : (recorded.get(main)?.calls ?? []);
  const called = [...taken, ...calls].flatMap(({ to }) => [to, ...variantsOf(to, byPath)]);
  return { construct, group, calls: callsOf(group, called) };
}

function variantsOf(
  to: Endpoint,
  byPath: ReadonlyMap<string, readonly Variant[]>,
): readonly Endpoint[] {
  if (to.kind === 'external-endpoint') return [];
  return (byPath.get(to.path) ?? []).map(({ group }) =>
    noText({ ...to, service: group.name, path: group.path }),
  );
}

function callsOf(from: PodGroup, endpoints: readonly Endpoint[]): readonly Call[] {
  return distinct(endpoints).map((to) => ({ from, to }));
}

function distinct(endpoints: readonly Endpoint[]): readonly Endpoint[] {
  if (endpoints.length < 2) return endpoints;
  const byKey = new Map(endpoints.map((endpoint) => [endpointKey(endpoint), endpoint]));
  return [...byKey.values()];
}

/** All calls that were declared below a construct: a system, an environment, the whole app. */
export function callGraph(root: IConstruct): readonly Call[] {
  requireConstruct('callGraph()', root, 'callGraph(app)');
  return podGroups(root).flatMap(({ calls }) => calls);
}

function endpointKey(endpoint: Endpoint): string {
  return endpoint.kind === 'external-endpoint'
    ? `${endpoint.protocol} ${endpoint.host}:${endpoint.port}`
    : `${endpoint.path} ${endpoint.portName} ${JSON.stringify(endpoint.requests ?? null)}`;
}
