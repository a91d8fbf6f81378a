import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { checkWhole } from '../autoscaling/check';
import type { Endpoint } from '../endpoint/endpoint';
import { Environment } from '../environment/environment';
import { recommendedLabels } from '../kubernetes/labels';
import { checkDnsSubdomain } from '../kubernetes/names';
import { createObject } from '../manifest/manifest-object';
import { planCopiesAlerts } from '../observability/volume-alerts';
import { type Problem, wrongValue } from '../problem/problem';
import { reportProblems } from '../problem/report';
import { judge, readProps } from '../shape/check';
import { idIn } from '../shape/place';
import type { ClaimSpec } from '../state/claim';
import { VolumeClaim } from '../state/volume-claim';
import { ScheduledTask } from '../task/scheduled-task';
import type { ScheduledTaskProps } from '../task/spec';

/** A volume for copies, which is the backup's own, `<name>-copies`. */
export interface CopiesVolume {
  readonly claim: ClaimSpec;
  /** Where the program sees it: an absolute path, which the variable `FOLDER` tells it, too. */
  readonly mountPath: string;
  readonly store?: never;
}

/** Where copies go. */
export type BackupTarget =
  | CopiesVolume
  | {
      /** An object store, in the cluster or outside of it. */
      readonly store: Endpoint;
      /** Name of a Secret, all of whose keys the program gets as environment variables. */
      readonly secret: string;
      readonly claim?: never;
    };

/** A program that copies data, and when it does. */
export type BackupProps = ScheduledTaskProps &
  (
    | { readonly to: BackupTarget; readonly copies?: never; readonly keep?: never }
    | {
        readonly to: CopiesVolume;
        /** What its program writes: a file for each copy into `$FOLDER`, as a dump of a database does. */
        readonly copies: 'files';
        /** How many copies stay, at least 1: the program removes older ones. @default all of them */
        readonly keep?: number;
      }
  );

/** Name of the volume that takes the copies, in the pod and at the end of the claim's. */
const COPIES = 'copies';

/** Stands for what is missing, or wrong, so that its task doesn't tell it again. */
const STAND_IN = {
  schedule: '0 0 * * *',
  resources: { cpu: ['1', '1'], memory: ['1Gi', '1Gi'] },
} as const satisfies Partial<BackupProps>;

/**
 * Data that is copied again and again, by a program that knows it: a ScheduledTask of its name, with a volume of
 * its own or the way to an object store.
 */
export class Backup extends Construct {
  readonly name: string;
  readonly task: ScheduledTask;
  /** The volume that takes the copies; undefined for an object store. */
  readonly claim: VolumeClaim | undefined;

  constructor(scope: Construct, name: string, given: BackupProps) {
    super(scope, idIn('Backup', scope, name));
    this.name = name;
    const readable = readProps('Backup', given, STAND_IN);
    const { props } = readable;
    const { to, copies: _copies, keep, ...task } = props;
    const problems = judge(readable, () => [...checkTarget(to, props.copies), ...checkKeep(props)]);
    reportProblems(this, problems);
    const target = problems.length === 0 ? to : undefined;
    this.claim =
      target?.claim === undefined
        ? undefined
        : new VolumeClaim(this, `${name}-${COPIES}`, target.claim);
    this.task = new ScheduledTask(this, name, {
      component: 'backup',
      ...task,
      ...this.wayTo(target, keep, task),
    });
    this.watch();
  }

  private wayTo(
    to: BackupTarget | undefined,
    keep: number | undefined,
    { volumes, env, calls = [], envFrom = [] }: ScheduledTaskProps,
  ): Pick<ScheduledTaskProps, 'volumes' | 'env' | 'calls' | 'envFrom'> {
    if (to === undefined) return {};
    if (to.claim === undefined)
      return { calls: [...calls, to.store], envFrom: [{ secret: to.secret }, ...envFrom] };
    const copies = this.claim?.volume(to.mountPath);
    const told = { FOLDER: to.mountPath, ...(keep !== undefined && { KEEP: String(keep) }) };
    return copies === undefined
      ? {}
      : { volumes: { [COPIES]: copies, ...volumes }, env: { ...told, ...env } };
  }

  /** An alert for a volume of copies that fills up, where the environment has alerts. */
  private watch(): void {
    const environment = Environment.find(this);
    if (this.claim?.object === undefined || environment === undefined) return;
    const { namespace } = Chart.of(this);
    const labels = recommendedLabels({ name: this.name, component: 'backup' });
    const claim = { name: this.claim.name, namespace, workload: this.name, labels };
    for (const manifest of planCopiesAlerts(claim, environment.spec))
      createObject(this.task, manifest);
  }
}

function checkTarget(
  to: BackupTarget | undefined,
  copies: BackupProps['copies'],
): readonly Problem[] {
  if (to?.claim !== undefined)
    return /^\/[^:]*$/.test(to.mountPath)
      ? []
      : [wrongValue('to.mountPath', to.mountPath, "an absolute path without ':'")];
  if (to?.store !== undefined)
    return copies === undefined
      ? checkDnsSubdomain('to.secret', to.secret)
      : [{ field: 'to', message: `is an object store, and the program writes files: ${VOLUME}` }];
  return [
    { field: 'to', message: `is missing: ${VOLUME}, or { store: endpoint, secret: 'name' }` },
  ];
}

const VOLUME = "write { claim: { size: '10Gi' }, mountPath: '/copies' }";

function checkKeep({ copies, keep }: BackupProps): readonly Problem[] {
  if (keep === undefined) return [];
  return copies === undefined
    ? [{ field: 'keep', message: "is for programs that know it: those with `copies: 'files'`" }]
    : checkWhole('keep', keep, 1);
}
