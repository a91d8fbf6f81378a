import type { ApiObject } from 'cdk8s';
import type * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import type { ControllerOwned } from '../delivery/context';
import type { Call } from '../endpoint/call-graph';
import type { Endpoint, ServiceEndpoint } from '../endpoint/endpoint';
import { KUBE_KINDS } from '../manifest/kube-manifest';
import { setOutputFile } from '../manifest/output-file';
import { announce } from '../microservice/arrivals';
import type { Caller } from '../microservice/caller';
import { labelsOf, type MicroserviceContext } from '../microservice/context';
import { deploy } from '../microservice/deployed';
import { podSelectorConfig } from '../pod/peer';
import { podSelector } from '../pod/plan';
import { type Problem, wrongValue } from '../problem/problem';
import { reportProblems } from '../problem/report';
import { readProps } from '../shape/check';
import { idIn } from '../shape/place';
import { checkStateful } from './check';
import { asMicroservice, governingService, planGoverningService, statefulSet } from './plan';
import type { StatefulMicroserviceProps } from './spec';

/**
 * A service whose pods have names and volumes of their own: StatefulSet, a headless Service that gives the
 * pods their names, a Service for clients, and all else that a microservice has. The construct's id is the
 * name of them all. Data outlives pods, and the StatefulSet, unless `retention` says otherwise.
 *
 * Works in any cdk8s chart, and is a cdk8s-plus pod selector and network-policy peer, too. Mistakes in its
 * spec don't throw: they are reported when the tree is synthesized.
 */
export class StatefulMicroservice<P extends string = never, C extends string = never>
  extends Construct
  implements kplus.IPodSelector, kplus.INetworkPolicyPeer
{
  readonly name: string;
  /** The StatefulSet. Undefined when the spec is wrong. */
  readonly workload: ApiObject | undefined;
  /** The Service for clients, of its name. Undefined without ports, and when the spec is wrong. */
  readonly service: ApiObject | undefined;
  /** Name of the Service that gives the pods their names: `mysql-0.mysql-headless`. */
  readonly governingService: string;
  /** As they were given. */
  readonly props: StatefulMicroserviceProps<P, C>;
  /** What it takes from around it: its system and its environment. */
  readonly context: MicroserviceContext;
  private readonly caller: Caller;

  constructor(scope: Construct, name: string, given: StatefulMicroserviceProps<P, C>) {
    super(scope, idIn('StatefulMicroservice', scope, name));
    this.name = name;
    const readable = readProps('StatefulMicroservice', given);
    const { props } = readable;
    this.props = props;
    this.governingService = governingService(name, props);
    setOutputFile(this, `${name}.yaml`);
    const pods = asMicroservice(name, props);
    const { context, caller, objects } = deploy(this, name, pods, {
      readable,
      problems: () => checkStateful(name, props),
      runner: statefulSet(name, props),
      more: (around) => planGoverningService(name, props, labelsOf(pods, around)),
    });
    this.context = context;
    this.caller = caller;
    caller.add((props.peers ?? []).map((port) => this.podEndpoint(port, 0)));
    this.workload = objects.find(({ kind }) => kind === KUBE_KINDS.KubeStatefulSet.kind);
    this.service = objects.find((object) => object.kind === 'Service' && object.name === name);
    announce(this);
  }

  /** What it calls, by endpoints in its spec, by `calls` and by `addCalls()`. */
  get calls(): readonly Call[] {
    return this.caller.calls;
  }

  /** What an autoscaler writes while it runs. */
  get controllerOwned(): readonly ControllerOwned[] {
    if (typeof this.props.replicas !== 'object') return [];
    const { kind } = KUBE_KINDS.KubeStatefulSet;
    return [{ group: 'apps', kind, name: this.name, fields: ['.spec.replicas'] }];
  }

  /** Adds calls to what is created after it. */
  addCalls(...endpoints: readonly Endpoint[]): void {
    this.caller.add(endpoints);
  }

  /** One of its ports as a value, at any of its pods. A name that isn't one of `ports` doesn't compile. */
  endpoint(portName: P): ServiceEndpoint {
    return this.caller.endpoint(portName);
  }

  /**
   * One of its ports as a value, at one of its pods: `mysql-0.mysql-headless:3306`. Access is opened to all
   * of them, as policies know pods by their labels.
   * @param ordinal - from 0, below the number of pods
   */
  podEndpoint(portName: P, ordinal: number): ServiceEndpoint {
    reportProblems(this, this.checkOrdinal('podEndpoint()', ordinal));
    return this.caller.endpoint(portName, `${this.name}-${ordinal}.${this.governingService}`);
  }

  /** Name of a pod's claim: `data-mysql-0`. A name that isn't one of `claims` doesn't compile. */
  claimName(claim: C, ordinal: number): string {
    const { claims } = this.props;
    const names = Object.keys(claims ?? {});
    reportProblems(this, [
      ...this.checkOrdinal('claimName()', ordinal),
      ...(names.includes(claim)
        ? []
        : [wrongValue('claimName()', claim, names.join(', ') || 'none: it has no claims')]),
    ]);
    return `${claim}-${this.name}-${ordinal}`;
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

  private checkOrdinal(field: string, ordinal: number): readonly Problem[] {
    const { replicas = 1 } = this.props;
    const pods = typeof replicas === 'number' ? replicas : replicas.max;
    if (Number.isInteger(ordinal) && ordinal >= 0 && ordinal < pods) return [];
    return [wrongValue(field, ordinal, `a pod's number, from 0 to ${pods - 1}`)];
  }
}
