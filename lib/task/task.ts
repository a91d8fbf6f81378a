import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { Call } from '../endpoint/call-graph';
import type { Endpoint } from '../endpoint/endpoint';
import { KUBE_KINDS } from '../manifest/kube-manifest';
import { setOutputFile } from '../manifest/output-file';
import type { Caller } from '../microservice/caller';
import { SYSTEM_CONTEXT } from '../microservice/context';
import { deploy } from '../microservice/deployed';
import { runToEnd, withoutLastingProxy } from '../microservice/run-to-end';
import { type Problem, wrongValue } from '../problem/problem';
import { reportProblems } from '../problem/report';
import { readProps } from '../shape/check';
import { idIn } from '../shape/place';
import { checkTask } from './check';
import { job } from './job-plan';
import { recordOrder } from './order';
import type { TaskProps } from './spec';

/**
 * Work that is done once, to its end: a Job, with ServiceAccount, ConfigMaps and policies as a microservice has
 * them. The construct's id is the name of them all; the Job's has a hash of what it runs after it, so that it
 * runs again when that changes, and not otherwise. With `hook`, it runs at each sync of Argo CD.
 *
 * Mistakes in its spec don't throw: they are reported when the tree is synthesized.
 */
export class Task extends Construct {
  readonly name: string;
  /** The Job. Undefined when the spec is wrong. */
  readonly workload: ApiObject | undefined;
  private readonly caller: Caller;

  constructor(scope: Construct, name: string, given: TaskProps) {
    super(scope, idIn('Task', scope, name));
    this.name = name;
    const readable = readProps('Task', given);
    const { props } = readable;
    setOutputFile(this, `${name}.yaml`);
    const inSystem: unknown = this.node.tryGetContext(SYSTEM_CONTEXT);
    const { caller, objects } = deploy(this, name, runToEnd(props), {
      readable,
      problems: () => checkTask(name, props, inSystem !== undefined),
      runner: job(props),
      adjust: withoutLastingProxy,
    });
    this.caller = caller;
    this.workload = objects.find(({ kind }) => kind === KUBE_KINDS.KubeJob.kind);
    reportProblems(this, this.checkBefore(props));
    recordOrder(this, props.before ?? []);
  }

  /** What it calls, by endpoints in its spec, by `calls` and by `addCalls()`. */
  get calls(): readonly Call[] {
    return this.caller.calls;
  }

  /** Adds calls to what is created after it. */
  addCalls(...endpoints: readonly Endpoint[]): void {
    this.caller.add(endpoints);
  }

  private checkBefore({ before = [] }: TaskProps): readonly Problem[] {
    const called = new Set(
      this.calls.flatMap(({ to }) => (to.kind === 'service-endpoint' ? [to.path] : [])),
    );
    return before.flatMap((microservice) => {
      if (!Construct.isConstruct(microservice))
        return [wrongValue('before', microservice, 'microservices beside the task')];
      const { node } = microservice;
      if (called.has(node.path))
        return [wrongValue('before', node.id, 'what the task itself does not call')];
      return node.root === this.node.root && node.path !== this.node.path
        ? []
        : [wrongValue('before', node.id, 'microservices beside the task')];
    });
  }
}
