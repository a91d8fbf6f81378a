import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { type PodGroup, recordAsked, recordPodGroup } from '../endpoint/call-graph';
import type { Endpoint, ServiceEndpoint } from '../endpoint/endpoint';
import type { AccessDialect } from '../environment/access';
import { recommendedLabels } from '../kubernetes/labels';
import { kubeManifest } from '../manifest/kube-manifest';
import { ManifestObject } from '../manifest/manifest-object';
import { freeId } from '../problem/report';
import { reportCalls } from './call-check';
import { createPolicies } from './policies';

/** What an analysis needs to reach, by its template. */
export interface AnalysisAccess {
  /** Of its Jobs. */
  readonly pods: readonly AnalysisPods[];
  /** What the controller asks in its stead. */
  readonly asked: readonly ServiceEndpoint[];
  /** Whether all of a namespace's users share its pods, as those of a ClusterAnalysisTemplate. */
  readonly shared: boolean;
}

/** Pods that an analysis or an experiment starts. */
export interface AnalysisPods {
  /** Value of their label `app.kubernetes.io/name`. */
  readonly name: string;
  readonly serviceAccount: string;
  /** Whether the ServiceAccount is for them alone, and made with them. */
  readonly ownsAccount: boolean;
  readonly callsApi: boolean;
  readonly inMesh: boolean;
  readonly calls: readonly Endpoint[];
  /** Value of their policies' label `app.kubernetes.io/component`. @default 'analysis' */
  readonly component?: string;
}

/** The mesh that an analysis' Jobs run in. */
export interface AnalysisMesh {
  /** Whether its policies decide who calls whom. */
  readonly decides: boolean;
}

/** What of an environment says whether there is a mesh, and what it decides. */
export interface MeshFacts {
  readonly mesh?: { readonly kind: 'istio' };
  readonly access?: {
    readonly dialects?: readonly AccessDialect[];
    readonly kubeletCidrs?: readonly string[];
  };
}

/** The mesh of an environment, as analyses need it. */
export function findAnalysisMesh(environment: MeshFacts = {}): AnalysisMesh | undefined {
  if (environment.mesh === undefined) return undefined;
  const dialects: unknown = environment.access?.dialects;
  return { decides: Array.isArray(dialects) && dialects.includes('istio') };
}

/**
 * Creates what lets analyses through: policies for the pods of their Jobs, as for any other's, in an
 * environment, and the ServiceAccounts that are theirs. Called again, it takes the calls that it is given then.
 */
export function createAnalysisAccess(scope: Construct, analyses: readonly AnalysisAccess[]): void {
  recordAsked(
    scope,
    'analysis',
    analyses.flatMap(({ asked }) => asked),
  );
  for (const { pods, shared } of analyses)
    for (const one of pods) createPods(shared ? Chart.of(scope) : scope, one, shared);
}

function createPods(scope: Construct, pods: AnalysisPods, isShared: boolean): void {
  const known = scope.node.tryFindChild(pods.name);
  const isKnown = known instanceof PodsOfAnalysis;
  const owner = isKnown ? known : new PodsOfAnalysis(scope, freeId(scope, pods.name));
  const group = recordPods(owner, pods, isShared);
  createAccount(owner, group, pods);
  if (isKnown) return;
  reportCalls(owner);
  createPolicies(owner, group);
}

/** Holds what is made for pods that an analysis starts. */
class PodsOfAnalysis extends Construct {}

function recordPods(owner: Construct, pods: AnalysisPods, isShared: boolean): PodGroup {
  const { name, serviceAccount, callsApi, inMesh, calls, component = 'analysis' } = pods;
  const group: PodGroup = {
    name,
    namespace: Chart.of(owner).namespace,
    path: owner.node.path,
    serviceAccount,
    labels: recommendedLabels({ name, component }),
    openPorts: [],
    probePorts: [],
    callsApi,
    inMesh,
    isShared,
  };
  recordPodGroup(owner, group, calls);
  return group;
}

function createAccount(owner: Construct, { labels }: PodGroup, pods: AnalysisPods): void {
  const { serviceAccount: name, ownsAccount } = pods;
  const id = `ServiceAccount-${name}`;
  if (!ownsAccount || owner.node.tryFindChild(id) !== undefined) return;
  const manifest = kubeManifest('KubeServiceAccount', {
    metadata: { name, labels },
    automountServiceAccountToken: false,
  });
  new ManifestObject(owner, id, manifest);
}
