import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { ScaledJobSpec } from '../../imports/keda.sh';
import { reportCalls } from '../access/call-check';
import { createPolicies } from '../access/policies';
import { checkTriggers, checkWhole } from '../autoscaling/check';
import {
  endpointsOfTriggers,
  manifestOf,
  planAuthentications,
  planTriggers,
  secondsOf,
} from '../autoscaling/plan';
import type { Trigger } from '../autoscaling/trigger';
import { recordAsked, recordPodGroup } from '../endpoint/call-graph';
import { checkDuration, type Duration } from '../kubernetes/duration';
import { fieldsOf } from '../manifest/fields';
import { kubeManifest } from '../manifest/kube-manifest';
import type { Manifest } from '../manifest/manifest';
import { createObject } from '../manifest/manifest-object';
import { setOutputFile } from '../manifest/output-file';
import type { Wire } from '../manifest/wire';
import { observed } from '../observability/observed';
import { type Problem, wrongValue } from '../problem/problem';
import { reportProblems } from '../problem/report';
import { judge, readProps } from '../shape/check';
import { idIn } from '../shape/place';
import { endpointsOf, podGroupOf } from './calls';
import { checkMicroservice } from './check';
import { contextOf, labelsOf, type MicroserviceContext } from './context';
import { manifestsOf, planMicroservice } from './plan';
import { type RunToEndProps, runToEnd, withoutLastingProxy } from './run-to-end';
import type { PlannedPods, Runner } from './runner';
import type { MicroserviceProps } from './spec';

/** Work that is done to its end, one Job for each piece, as KEDA counts them. */
export interface ScaledJobProps extends Omit<RunToEndProps, 'annotations'> {
  /** What pieces of work are counted by. At least one. */
  readonly triggers: readonly Trigger[];
  /** Jobs at a time, from 1. @default 100 */
  readonly max?: number;
  /** Jobs that there always are, from 0. @default 0 */
  readonly min?: number;
  /** How often KEDA looks. @default 30s */
  readonly pollingInterval?: Duration;
  /** Attempts after one that failed, from 0. @default 6 */
  readonly retries?: number;
  /** How long one Job may take. @default without an end */
  readonly deadline?: Duration;
  /** Jobs that are kept to be looked at, from 0. @default 100 of each */
  readonly history?: { readonly successful?: number; readonly failed?: number };
  /** What becomes of Jobs that run while it is changed: they end by themselves, or are ended. @default 'gradual' */
  readonly rollout?: 'gradual' | 'immediate';
  /** How Jobs that run already are counted against the pieces. @default 'default' */
  readonly strategy?: 'default' | 'accurate' | 'eager';
}

/**
 * Jobs that KEDA starts, one for each piece of work: a ScaledJob, with ServiceAccount, ConfigMaps and policies as
 * a microservice has them. The construct's id is the name of them all. In a mesh, the pods' proxy is one that ends
 * with the Job, or is left out where they call nobody there.
 * @see https://keda.sh/docs/latest/concepts/scaling-jobs/
 */
export class ScaledJob extends Construct {
  readonly name: string;
  /** Undefined when the spec is wrong. */
  readonly object: ApiObject | undefined;

  constructor(scope: Construct, name: string, untold: ScaledJobProps) {
    super(scope, idIn('ScaledJob', scope, name));
    this.name = name;
    const readable = readProps('ScaledJob', untold, { triggers: [] });
    const { props } = readable;
    setOutputFile(this, `${name}.yaml`);
    const given = runToEnd(props);
    const context = contextOf(this, name, given);
    const pods = withoutLastingProxy(observed(given, context), context);
    const group = podGroupOf(this.node.path, pods, context);
    recordPodGroup(this, group, endpointsOf(pods));
    reportCalls(this);
    recordAsked(
      this,
      'scaling',
      endpointsOfTriggers(props.triggers).filter((one) => one.kind === 'service-endpoint'),
    );
    const problems = judge(readable, () => [
      ...checkMicroservice(pods, context),
      ...checkScaledJob(props),
    ]);
    reportProblems(this, problems);
    const isFirst = this.node.id === name;
    if (problems.length > 0 || !isFirst || context.image === undefined) return;
    const objects = planScaledJob(props, pods, context, context.image).map((manifest) =>
      createObject(this, manifest),
    );
    createPolicies(this, group);
    this.object = objects.find(({ kind }) => kind === 'ScaledJob');
  }
}

function planScaledJob(
  props: ScaledJobProps,
  pods: MicroserviceProps,
  context: MicroserviceContext,
  image: string,
): readonly Manifest[] {
  const labels = labelsOf(pods, context);
  return [
    ...manifestsOf(planMicroservice(pods, context, image, scaledJob(props))),
    ...planAuthentications(context.name, labels, props.triggers),
  ];
}

/** Runs pods as the Jobs of a ScaledJob. */
function scaledJob(props: ScaledJobProps): Runner {
  return {
    gvk: { apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledJob' },
    // A Job counts its attempts by pods, which stay to be looked at.
    restartPolicy: 'Never',
    plan: ({ metadata: { name, labels }, template }) =>
      manifestOf('ScaledJob', { name, labels }, planSpec(name, props, template)),
  };
}

function planSpec(name: string, props: ScaledJobProps, template: PlannedPods['template']) {
  const { strategy, rollout, history = {} } = props;
  const job = kubeManifest('KubeJob', {
    metadata: { name },
    spec: {
      activeDeadlineSeconds: secondsOf(props.deadline),
      backoffLimit: props.retries,
      template,
    },
  });
  return {
    jobTargetRef: { template: undefined, ...fieldsOf(job.spec) },
    pollingInterval: secondsOf(props.pollingInterval),
    minReplicaCount: props.min,
    maxReplicaCount: props.max,
    successfulJobsHistoryLimit: history.successful,
    failedJobsHistoryLimit: history.failed,
    // KEDA's own default ends Jobs that run.
    rollout: { strategy: rollout ?? 'gradual' },
    scalingStrategy: strategy === undefined ? undefined : { strategy },
    triggers: planTriggers(name, props.triggers),
  } satisfies Wire<ScaledJobSpec>;
}

function checkScaledJob(props: ScaledJobProps): readonly Problem[] {
  const { triggers, max = 100, min = 0, retries, history = {}, pollingInterval } = props;
  const counts = {
    retries,
    'history.successful': history.successful,
    'history.failed': history.failed,
  };
  return [
    ...checkTriggers('triggers', triggers),
    ...triggers
      .filter(({ needsPods }) => needsPods)
      .map(({ type }) =>
        wrongValue('triggers', type, 'triggers that count pieces of work, which it does not'),
      ),
    ...checkWhole('min', min, 0),
    ...checkWhole('max', max, Math.max(1, min)),
    ...Object.entries(counts).flatMap(([field, count]) =>
      count === undefined ? [] : checkWhole(field, count, 0),
    ),
    ...checkDuration('pollingInterval', pollingInterval, 1),
    ...checkDuration('deadline', props.deadline, 1),
  ];
}
