import type { ApiObject } from 'cdk8s';
import type * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import type { Call } from '../endpoint/call-graph';
import type { Endpoint, ServiceEndpoint } from '../endpoint/endpoint';
import { KUBE_KINDS } from '../manifest/kube-manifest';
import { setOutputFile } from '../manifest/output-file';
import { announce } from '../microservice/arrivals';
import type { Caller } from '../microservice/caller';
import type { MicroserviceContext } from '../microservice/context';
import { deploy } from '../microservice/deployed';
import { podSelectorConfig } from '../pod/peer';
import { podSelector } from '../pod/plan';
import { readProps } from '../shape/check';
import { idIn } from '../shape/place';
import { checkDaemon } from './check';
import { asMicroservice, daemonSet } from './plan';
import type { DaemonMicroserviceProps } from './spec';

/**
 * A service with a pod on each node: DaemonSet, and all else that a microservice has. The construct's id is the
 * name of them all. What a pod wants of its node, a folder or its network, its namespace has to allow
 * (`podSecurity`), and the spec has to decide.
 *
 * Works in any cdk8s chart, and is a cdk8s-plus pod selector and network-policy peer, too. Mistakes in its
 * spec don't throw: they are reported when the tree is synthesized.
 */
export class DaemonMicroservice<P extends string = never>
  extends Construct
  implements kplus.IPodSelector, kplus.INetworkPolicyPeer
{
  readonly name: string;
  /** The DaemonSet. Undefined when the spec is wrong. */
  readonly workload: ApiObject | undefined;
  /** The Service of its name. Undefined without ports, and when the spec is wrong. */
  readonly service: ApiObject | undefined;
  /** As they were given. */
  readonly props: DaemonMicroserviceProps<P>;
  /** What it takes from around it: its system and its environment. */
  readonly context: MicroserviceContext;
  private readonly caller: Caller;

  constructor(scope: Construct, name: string, given: DaemonMicroserviceProps<P>) {
    super(scope, idIn('DaemonMicroservice', scope, name));
    this.name = name;
    const readable = readProps('DaemonMicroservice', given);
    const { props } = readable;
    this.props = props;
    setOutputFile(this, `${name}.yaml`);
    const { context, caller, objects } = deploy(this, name, asMicroservice(props), {
      readable,
      problems: () => checkDaemon(props),
      runner: daemonSet(props),
    });
    this.context = context;
    this.caller = caller;
    this.workload = objects.find(({ kind }) => kind === KUBE_KINDS.KubeDaemonSet.kind);
    this.service = objects.find((object) => object.kind === 'Service' && object.name === name);
    announce(this);
  }

  /** What it calls, by endpoints in its spec, by `calls` and by `addCalls()`. */
  get calls(): readonly Call[] {
    return this.caller.calls;
  }

  /** Adds calls to what is created after it. */
  addCalls(...endpoints: readonly Endpoint[]): void {
    this.caller.add(endpoints);
  }

  /** One of its ports as a value. A name that isn't one of `ports` doesn't compile. */
  endpoint(portName: P): ServiceEndpoint {
    return this.caller.endpoint(portName);
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
}
