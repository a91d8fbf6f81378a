import { Construct } from 'constructs';
import type { Endpoint } from '../endpoint/endpoint';
import { checkDnsSubdomain } from '../kubernetes/names';
import { type Problem, wrongValue } from '../problem/problem';
import { freeId, reportProblems } from '../problem/report';
import type { ClaimSpec } from '../state/claim';
import { VolumeClaim } from '../state/volume-claim';
import { ScheduledTask } from '../task/scheduled-task';
import type { ScheduledTaskProps } from '../task/spec';

/** Where copies go. */
export type BackupTarget =
  | {
      /** A volume of the backup's own, `<name>-copies`. */
      readonly claim: ClaimSpec;
      /** Where the program sees it: an absolute path. */
      readonly mountPath: string;
      readonly store?: never;
    }
  | {
      /** An object store, in the cluster or outside of it. */
      readonly store: Endpoint;
      /** Name of a Secret, all of whose keys the program gets as environment variables. */
      readonly secret: string;
      readonly claim?: never;
    };

/** A program that copies data, and when it does. */
export interface BackupProps extends ScheduledTaskProps {
  readonly to: BackupTarget;
}

/** Name of the volume that takes the copies, in the pod and at the end of the claim's. */
const COPIES = 'copies';

/**
 * Data that is copied again and again, by a program that knows it: a ScheduledTask of its name, with a volume of
 * its own or the way to an object store.
 */
export class Backup extends Construct {
  readonly name: string;
  readonly task: ScheduledTask;
  /** The volume that takes the copies; undefined for an object store. */
  readonly claim: VolumeClaim | undefined;

  constructor(scope: Construct, name: string, { to, ...task }: BackupProps) {
    super(scope, freeId(scope, name));
    this.name = name;
    const problems = checkTarget(to);
    reportProblems(this, problems);
    const target = problems.length === 0 ? to : undefined;
    this.claim =
      target?.claim === undefined
        ? undefined
        : new VolumeClaim(this, `${name}-${COPIES}`, target.claim);
    this.task = new ScheduledTask(this, name, {
      component: 'backup',
      ...task,
      ...this.wayTo(target, task),
    });
  }

  private wayTo(
    to: BackupTarget | undefined,
    { volumes, calls = [], envFrom = [] }: ScheduledTaskProps,
  ): Pick<ScheduledTaskProps, 'volumes' | 'calls' | 'envFrom'> {
    if (to === undefined) return {};
    if (to.claim === undefined)
      return { calls: [...calls, to.store], envFrom: [{ secret: to.secret }, ...envFrom] };
    const copies = this.claim?.volume(to.mountPath);
    return copies === undefined ? {} : { volumes: { [COPIES]: copies, ...volumes } };
  }
}

function checkTarget(to: BackupTarget | undefined): readonly Problem[] {
  if (to?.claim !== undefined)
    return /^\/[^:]*$/.test(to.mountPath)
      ? []
      : [wrongValue('to.mountPath', to.mountPath, "an absolute path without ':'")];
  if (to?.store !== undefined) return checkDnsSubdomain('to.secret', to.secret);
  return [
    {
      field: 'to',
      message:
        "is missing: write { claim: { size: '10Gi' }, mountPath: '/copies' }, or { store: endpoint, secret: 'name' }",
    },
  ];
}
