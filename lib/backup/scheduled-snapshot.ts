import { Construct } from 'constructs';
import { recommendedLabels } from '../kubernetes/labels';
import type { Resources } from '../pod/resources';
import { reportProblems, textOf } from '../problem/report';
import { judge, readProps } from '../shape/check';
import { idIn } from '../shape/place';
import { SNAPSHOT_GROUP } from '../state/claim';
import { checkSnapshot, planSnapshot, VOLUME_SNAPSHOT } from '../state/volume-snapshot';
import { ScheduledTask } from '../task/scheduled-task';
import type { ScheduledTaskProps } from '../task/spec';

/** When a claim's volume is kept as a snapshot. */
export interface ScheduledSnapshotProps
  extends Pick<
    ScheduledTaskProps,
    'image' | 'schedule' | 'timeZone' | 'history' | 'suspend' | 'labels' | 'pod'
  > {
  /** @default a twentieth of a core, and 64Mi */
  readonly resources?: Resources;
  /** Name of a claim of the same namespace: `mysql.claimName('data', 0)`. */
  readonly claim: string;
  /** A VolumeSnapshotClass. @default the default one of the volume's driver */
  readonly class?: string;
}

/** Where the task sees the snapshot that it makes. */
const FOLDER = '/etc/snapshot';
const FILE = 'snapshot.json';

/** What the task can't do without, in the place of what is wrong and has been reported. */
const STAND_IN = { image: 'unnamed:v1', schedule: '0 0 * * *', claim: 'unnamed' } as const;

/** A task that may take a few seconds. */
const RESOURCES: Resources = {
  cpu: ['50m', '200m'],
  memory: ['64Mi', '128Mi'],
};

/**
 * Snapshots of a claim's volume, again and again: a ScheduledTask of its name, whose image has `kubectl`, and may
 * create VolumeSnapshots and nothing else. Nobody removes them: that takes a right to delete what is kept, so it
 * is left to a person, or to the storage.
 */
export class ScheduledSnapshot extends Construct {
  readonly name: string;
  readonly task: ScheduledTask;

  constructor(scope: Construct, name: string, given: ScheduledSnapshotProps) {
    super(scope, idIn('ScheduledSnapshot', scope, name));
    this.name = name;
    const readable = readProps('ScheduledSnapshot', given, STAND_IN);
    const { claim, class: className, resources = RESOURCES, ...task } = readable.props;
    const snapshot = { of: { claim }, class: className };
    reportProblems(
      this,
      judge(readable, () => checkSnapshot(snapshot)),
    );
    const manifest = {
      ...VOLUME_SNAPSHOT,
      metadata: { generateName: `${name}-`, labels: recommendedLabels({ name: textOf(name) }) },
      spec: planSnapshot(snapshot),
    };
    this.task = new ScheduledTask(this, name, {
      component: 'backup',
      ...task,
      resources,
      command: ['kubectl', 'create', '-f', `${FOLDER}/${FILE}`],
      config: {
        files: {
          mountPath: FOLDER,
          contents: { [FILE]: `${JSON.stringify(manifest, undefined, 2)}\n` },
        },
      },
      grants: [{ apiGroups: [SNAPSHOT_GROUP], resources: ['volumesnapshots'], verbs: ['create'] }],
    });
  }
}
