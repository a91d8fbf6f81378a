import type { Construct } from 'constructs';
import { reportCalls } from '../access/call-check';
import { type Call, type PodGroup, recordPodGroup } from '../endpoint/call-graph';
import { type Endpoint, noText, type ServiceEndpoint } from '../endpoint/endpoint';
import { checkCalled, endpointsAmong } from '../endpoint/problems';
import { addExternal } from '../manifest/external';
import { portsOf } from '../pod/ports';
import { wrongValue } from '../problem/problem';
import { reportProblems } from '../problem/report';
import { endpointsOf, podGroupOf } from './calls';
import type { MicroserviceContext } from './context';
import { servicePorts } from './service-plan';
import type { MicroserviceProps } from './spec';

/** A construct's pods in the call graph: what they call, and their ports as values. */
export class Caller {
  readonly group: PodGroup;
  private recorded: readonly Call[];

  constructor(
    private readonly construct: Construct,
    private readonly props: MicroserviceProps,
    private readonly context: MicroserviceContext,
  ) {
    this.group = podGroupOf(construct.node.path, props, context);
    this.recorded = recordPodGroup(construct, this.group, endpointsOf(props));
    reportCalls(construct);
    const account = props.serviceAccount?.existing;
    // What is said to exist is not missing.
    if (typeof account === 'string')
      addExternal(construct, {
        kind: 'ServiceAccount',
        name: account,
        namespace: context.namespace,
      });
  }

  /** What the pods call, by endpoints in the spec, by `calls` and by `add()`. */
  get calls(): readonly Call[] {
    return this.recorded;
  }

  /** Adds calls to what is created after the construct. */
  add(endpoints: readonly Endpoint[]): void {
    const known = this.recorded.map(({ to }) => to);
    reportProblems(this.construct, checkCalled('addCalls()', endpoints));
    const called = [...known, ...endpointsAmong(endpoints)];
    this.recorded = recordPodGroup(this.construct, this.group, called);
  }

  /**
   * A port as a value; one that isn't there is reported.
   * @param pod - one of its pods, by its DNS name below the namespace. @default the Service, for any of them
   */
  endpoint(portName: string, pod?: string): ServiceEndpoint {
    const ports = pod === undefined ? servicePorts(this.props) : portsOf(this.props.ports);
    const port = ports.find(({ name }) => name === portName);
    const { name, namespace, clusterDomain } = this.context;
    const { service } = this.props;
    // A name that leads to pods themselves leads to their own ports.
    const isOfPods =
      pod !== undefined || (typeof service === 'object' && service.type === 'Headless');
    if (port === undefined) {
      const names =
        ports.map((one) => `'${one.name}'`).join(', ') || 'none: its Service has no ports';
      reportProblems(this.construct, [wrongValue('endpoint()', portName, names)]);
    }
    return noText({
      kind: 'service-endpoint',
      service: name,
      namespace,
      clusterDomain,
      portName,
      port: (isOfPods ? port?.target : port?.port) ?? 1,
      targetPort: port?.target ?? 1,
      protocol: port?.protocol ?? 'TCP',
      appProtocol: port?.appProtocol,
      path: this.construct.node.path,
      ...(pod !== undefined && { pod }),
    });
  }
}
