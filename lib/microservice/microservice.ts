import { type ApiObject, JsonPatch } from 'cdk8s';
import type * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { createAnalysisAccess } from '../access/analysis';
import { createPolicies } from '../access/policies';
import type { ControllerOwned } from '../delivery/context';
import { isRolloutRelease } from '../delivery/release';
import { ROLLOUT } from '../delivery/rollout-plan';
import { isSideBySide } from '../delivery/side-by-side';
import { type Call, type PodGroup, recordAsked, recordPodGroup } from '../endpoint/call-graph';
import { type Endpoint, noText, type ServiceEndpoint } from '../endpoint/endpoint';
import { ManifestObject } from '../manifest/manifest-object';
import { setOutputFile } from '../manifest/output-file';
import { observed } from '../observability/observed';
import { podSelectorConfig, scaledContainer, scalingTarget } from '../pod/peer';
import { podSelector } from '../pod/plan';
import { wrongValue } from '../problem/problem';
import { freeId, reportProblems } from '../problem/report';
import { claimHost } from '../traffic/exposed/claim';
import { announce } from './arrivals';
import { askedByScaler, endpointsOf, podGroupOf } from './calls';
import { checkMicroservice } from './check';
import { contextOf, type MicroserviceContext } from './context';
import { manifestsOf, planMicroservice } from './plan';
import { servicePorts } from './service-plan';
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
  private readonly pods: PodGroup;
  private recorded: readonly Call[];
  private releaseOwned: readonly ControllerOwned[] = [];

  constructor(scope: Construct, name: string, given: MicroserviceProps<P>) {
    super(scope, freeId(scope, name));
    this.name = name;
    setOutputFile(this, `${name}.yaml`);
    this.context = contextOf(this, name, given);
    const props = observed(given, this.context);
    this.props = props;
    const pods = podGroupOf(this.node.path, props, this.context);
    this.pods = pods;
    this.recorded = recordPodGroup(this, pods, endpointsOf(props));
    this.hasAutoscaler = typeof props.replicas === 'object';
    const problems = checkMicroservice(props, this.context);
    reportProblems(this, problems);
    if (props.exposed !== undefined)
      reportProblems(this, claimHost('exposed', this, props.exposed));
    // A second one of its name has been reported; its objects would each be one more problem.
    const isFirst = this.node.id === name;
    const objects = problems.length === 0 && isFirst ? this.createObjects(props) : [];
    const { kind: workloadKind } = this.workloadReference();
    this.workloads = objects.filter(({ kind }) => kind === workloadKind);
    this.workload = this.workloads[0];
    recordAsked(this, 'scaling', askedByScaler(props));
    if (objects.length > 0) createPolicies(this, pods);
    this.service = objects.find((object) => object.kind === 'Service' && object.name === name);
    announce(this);
  }

  /** What it calls, by endpoints in its spec, by `calls` and by `addCalls()`. */
  get calls(): readonly Call[] {
    return this.recorded;
  }

  /** What controllers write while it runs, and whoever compares it with the manifests has to leave alone. */
  get controllerOwned(): readonly ControllerOwned[] {
    const { kind, apiVersion } = this.workloadReference();
    const [group = ''] = apiVersion.split('/');
    return [
      ...this.autoscaled().map((name) => ({ group, kind, name, fields: ['.spec.replicas'] })),
      ...this.releaseOwned,
    ];
  }

  /** Adds calls to what is created after it, as two that call each other have to. */
  addCalls(...endpoints: readonly Endpoint[]): void {
    const known = this.recorded.map(({ to }) => to);
    this.recorded = recordPodGroup(this, this.pods, [...known, ...endpoints]);
  }

  /**
   * One of its ports as a value. Used in another microservice's spec, it renders as the address and
   * records the call. A name that isn't one of `ports` doesn't compile.
   */
  endpoint(portName: P): ServiceEndpoint {
    const ports = servicePorts(this.props);
    const port = ports.find(({ name }) => name === portName);
    const { namespace, clusterDomain } = this.context;
    if (port === undefined) {
      const names =
        ports.map(({ name }) => `'${name}'`).join(', ') || 'none: its Service has no ports';
      reportProblems(this, [wrongValue('endpoint()', portName, names)]);
    }
    return noText({
      kind: 'service-endpoint',
      service: this.name,
      namespace,
      clusterDomain,
      portName,
      port: port?.port ?? 1,
      targetPort: port?.target ?? 1,
      protocol: port?.protocol ?? 'TCP',
      appProtocol: port?.appProtocol,
      path: this.node.path,
    });
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
    return scalingTarget({ ...this.workloadReference(), name }, [container], fixed);
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

  private workloadReference(): { readonly apiVersion: string; readonly kind: string } {
    return isRolloutRelease(this.props.release)
      ? ROLLOUT
      : { apiVersion: 'apps/v1', kind: 'Deployment' };
  }

  private createObjects(props: MicroserviceProps): readonly ApiObject[] {
    const { image } = this.context;
    if (image === undefined) return [];
    const plan = planMicroservice(props, this.context, image);
    this.releaseOwned = plan.controllerOwned;
    createAnalysisAccess(this, plan.analysisAccess);
    return manifestsOf(plan).map(
      (manifest) =>
        new ManifestObject(this, `${manifest.kind}-${manifest.metadata.name}`, manifest),
    );
  }
}
