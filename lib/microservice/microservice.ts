import { type ApiObject, JsonPatch } from 'cdk8s';
import type * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { createAnalysisAccess } from '../access/analysis';
import { createPolicies } from '../access/policies';
import type { ControllerOwned } from '../delivery/context';
import { isSideBySide } from '../delivery/side-by-side';
import { type Call, recordAsked } from '../endpoint/call-graph';
import type { Endpoint, ServiceEndpoint } from '../endpoint/endpoint';
import { createObject } from '../manifest/manifest-object';
import { setOutputFile } from '../manifest/output-file';
import { observed } from '../observability/observed';
import { podSelectorConfig, scaledContainer, scalingTarget } from '../pod/peer';
import { podSelector } from '../pod/plan';
import { reportProblems } from '../problem/report';
import { judge, readProps } from '../shape/check';
import { idIn } from '../shape/place';
import { claimHost } from '../traffic/exposed/claim';
import { announce } from './arrivals';
import { Caller } from './caller';
import { askedByScaler } from './calls';
import { checkMicroservice } from './check';
import { contextOf, type MicroserviceContext } from './context';
import { manifestsOf, planMicroservice } from './plan';
import { gvkOf } from './runner';
import type { MicroserviceProps } from './spec';
import { partsOf } from './workload-part';

/**
 * A long-running service: Deployment or Rollout, Service, ServiceAccount, and, where they apply, ConfigMaps, an
 * autoscaler and a disruption budget. The construct's id is the name of them all.
 *
 * Works in any cdk8s chart; in a `System` it takes image, replicas and spread from the environment. It is
 * a cdk8s-plus pod selector, network-policy peer and scaling target, too.
 * Mistakes in its spec don't throw: they are reported when the tree is synthesized.
 */
export class Microservice<P extends string = never>
  extends Construct
  implements kplus.IPodSelector, kplus.INetworkPolicyPeer, kplus.IScalable
{
  readonly name: string;
  /**
   * The Deployment, or the Rollout; of two Deployments that which callers get. Undefined when the spec is wrong.
   */
  readonly workload: ApiObject | undefined;
  /** All its workloads: two where versions run side by side as Deployments. Empty when the spec is wrong. */
  readonly workloads: readonly ApiObject[];
  /** The Service of its name. Undefined without ports, and when the spec is wrong. */
  readonly service: ApiObject | undefined;
  /** Whether an autoscaler decides on the number of pods. */
  hasAutoscaler: boolean;
  /** As they were given, with what the environment adds so that it is seen. */
  readonly props: MicroserviceProps<P>;
  /** What it takes from around it: its system and its environment. */
  readonly context: MicroserviceContext;
  private readonly caller: Caller;
  private releaseOwned: readonly ControllerOwned[] = [];

  constructor(scope: Construct, name: string, given: MicroserviceProps<P>) {
    super(scope, idIn('Microservice', scope, name));
    this.name = name;
    setOutputFile(this, `${name}.yaml`);
    const readable = readProps('Microservice', given);
    this.context = contextOf(this, name, readable.props);
    const props = observed(readable.props, this.context);
    this.props = props;
    this.caller = new Caller(this, props, this.context);
    this.hasAutoscaler = typeof props.replicas === 'object';
    const problems = judge(readable, () => checkMicroservice(props, this.context));
    reportProblems(this, problems);
    if (props.exposed !== undefined)
      reportProblems(this, claimHost('exposed', this, props.exposed));
    // A second one of its name has been reported; its objects would each be one more problem.
    const isFirst = this.node.id === name;
    const objects = problems.length === 0 && isFirst ? this.createObjects(props) : [];
    const { kind: workloadKind } = gvkOf(props);
    this.workloads = objects.filter(({ kind }) => kind === workloadKind);
    this.workload = this.workloads[0];
    recordAsked(this, 'scaling', askedByScaler(props));
    if (objects.length > 0) createPolicies(this, this.caller.group);
    this.service = objects.find((object) => object.kind === 'Service' && object.name === name);
    announce(this);
  }

  /** What it calls, by endpoints in its spec, by `calls` and by `addCalls()`. */
  get calls(): readonly Call[] {
    return this.caller.calls;
  }

  /** What controllers write while it runs, and whoever compares it with the manifests has to leave alone. */
  get controllerOwned(): readonly ControllerOwned[] {
    const { kind, apiVersion } = gvkOf(this.props);
    const [group = ''] = apiVersion.split('/');
    return [
      ...this.autoscaled().map((name) => ({ group, kind, name, fields: ['.spec.replicas'] })),
      ...this.releaseOwned,
    ];
  }

  /** Adds calls to what is created after it, as two that call each other have to. */
  addCalls(...endpoints: readonly Endpoint[]): void {
    this.caller.add(endpoints);
  }

  /**
   * One of its ports as a value. Used in another microservice's spec, it renders as the address and
   * records the call. A name that isn't one of `ports` doesn't compile.
   */
  endpoint(portName: P): ServiceEndpoint {
    return this.caller.endpoint(portName);
  }

  /** Called by a cdk8s-plus autoscaler: gives up the fixed number of pods. */
  markHasAutoscaler(): void {
    if (isSideBySide(this.props.release))
      reportProblems(this, [
        {
          field: 'replicas',
          message:
            'is decided by an autoscaler of one workload, and the release has two: give `replicas` its bounds',
        },
      ]);
    if (this.hasAutoscaler)
      reportProblems(this, [
        {
          field: 'replicas',
          message: 'is decided by two autoscalers, which would work against each other: keep one',
        },
      ]);
    this.hasAutoscaler = true;
    this.workload?.addJsonPatch(JsonPatch.remove('/spec/replicas'));
  }

  toScalingTarget(): kplus.ScalingTarget {
    const { replicas = this.context.replicas, resources } = this.props;
    const fixed = this.hasAutoscaler || typeof replicas !== 'number' ? undefined : replicas;
    const container = scaledContainer(this.name, this.context.image ?? '', resources);
    const [part] = partsOf(this.props, this.context, '');
    const name = part?.name ?? this.name;
    return scalingTarget({ ...gvkOf(this.props), name }, [container], fixed);
  }

  toPodSelectorConfig(): kplus.PodSelectorConfig {
    return podSelectorConfig(podSelector(this.name), this.context.namespace);
  }

  toPodSelector(): kplus.IPodSelector {
    return this;
  }

  toNetworkPolicyPeerConfig(): kplus.NetworkPolicyPeerConfig {
    return { podSelector: this.toPodSelectorConfig() };
  }

  /** Names of its workloads whose pods an autoscaler counts. */
  private autoscaled(): readonly string[] {
    const parts = partsOf(this.props, this.context, '');
    return parts
      .filter(
        ({ scaling }) => typeof scaling === 'object' || (parts.length === 1 && this.hasAutoscaler),
      )
      .map(({ name }) => name);
  }

  private createObjects(props: MicroserviceProps): readonly ApiObject[] {
    const { image } = this.context;
    if (image === undefined) return [];
    const plan = planMicroservice(props, this.context, image);
    this.releaseOwned = plan.controllerOwned;
    createAnalysisAccess(this, plan.analysisAccess);
    return manifestsOf(plan).map((manifest) => createObject(this, manifest));
  }
}
