import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { Call } from '../endpoint/call-graph';
import type { Endpoint } from '../endpoint/endpoint';
import { KUBE_KINDS } from '../manifest/kube-manifest';
import { setOutputFile } from '../manifest/output-file';
import type { Caller } from '../microservice/caller';
import { deploy } from '../microservice/deployed';
import { runToEnd, withoutLastingProxy } from '../microservice/run-to-end';
import { readProps } from '../shape/check';
import { idIn } from '../shape/place';
import { checkScheduledTask } from './check';
import { cronJob } from './job-plan';
import type { ScheduledTaskProps } from './spec';

/**
 * Work that is done to its end, again and again: a CronJob, with ServiceAccount, ConfigMaps and policies as a
 * microservice has them. The construct's id is the name of them all, at most 52 characters.
 *
 * Mistakes in its spec don't throw: they are reported when the tree is synthesized.
 */
export class ScheduledTask extends Construct {
  readonly name: string;
  /** The CronJob. Undefined when the spec is wrong. */
  readonly workload: ApiObject | undefined;
  private readonly caller: Caller;

  constructor(scope: Construct, name: string, given: ScheduledTaskProps) {
    super(scope, idIn('ScheduledTask', scope, name));
    this.name = name;
    const readable = readProps('ScheduledTask', given);
    const { props } = readable;
    setOutputFile(this, `${name}.yaml`);
    const { caller, objects } = deploy(this, name, runToEnd(props), {
      readable,
      problems: () => checkScheduledTask(name, props),
      runner: cronJob(props),
      adjust: withoutLastingProxy,
    });
    this.caller = caller;
    this.workload = objects.find(({ kind }) => kind === KUBE_KINDS.KubeCronJob.kind);
  }

  /** What it calls, by endpoints in its spec, by `calls` and by `addCalls()`. */
  get calls(): readonly Call[] {
    return this.caller.calls;
  }

  /** Adds calls to what is created after it. */
  addCalls(...endpoints: readonly Endpoint[]): void {
    this.caller.add(endpoints);
  }
}
