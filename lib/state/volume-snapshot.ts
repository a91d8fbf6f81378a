import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { checkDnsSubdomain } from '../kubernetes/names';
import { createObject } from '../manifest/manifest-object';
import { setOutputFile } from '../manifest/output-file';
import type { Problem } from '../problem/problem';
import { reportProblems } from '../problem/report';
import { judgeProps, plainProps } from '../shape/check';
import { idIn } from '../shape/place';
import { metadataOf, type ObjectOptions, toManifest } from '../traffic/wire';
import { SNAPSHOT_GROUP } from './claim';

/** The kind, as the snapshot controller has it. */
export const VOLUME_SNAPSHOT = { apiVersion: `${SNAPSHOT_GROUP}/v1`, kind: 'VolumeSnapshot' };

/** What a snapshot is of: a claim's volume now, or one that the storage has already. */
export type SnapshotSource =
  | { readonly claim: string; readonly content?: never }
  | { readonly content: string; readonly claim?: never };

/** What a VolumeSnapshot is made from. */
export interface VolumeSnapshotProps extends ObjectOptions {
  /** Name of a claim of the same namespace, `mysql.claimName('data', 0)`; or of a VolumeSnapshotContent. */
  readonly of: SnapshotSource;
  /** A VolumeSnapshotClass. @default the default one of the volume's driver */
  readonly class?: string;
}

/**
 * What a volume holds at one moment, kept by its storage: it is taken when the object comes into the cluster, and
 * goes with it, if its class doesn't retain it. A new claim can begin with it: `from: { snapshot: 'name' }`.
 * The construct's id is its name.
 * @see https://kubernetes.io/docs/concepts/storage/volume-snapshots/
 */
export class VolumeSnapshot extends Construct {
  readonly name: string;
  /** Undefined when the spec is wrong. */
  readonly object: ApiObject | undefined;

  constructor(scope: Construct, name: string, given: VolumeSnapshotProps) {
    super(scope, idIn('VolumeSnapshot', scope, name));
    const props = plainProps('VolumeSnapshot', given);
    this.name = name;
    setOutputFile(this, `${name}.yaml`);
    const problems = judgeProps('VolumeSnapshot', props, () => [
      ...checkDnsSubdomain('name', name),
      ...checkSnapshot(props),
    ]);
    reportProblems(this, problems);
    if (problems.length > 0 || this.node.id !== name) return;
    const manifest = toManifest(VOLUME_SNAPSHOT, metadataOf(name, props), planSnapshot(props));
    this.object = createObject(this, manifest);
  }
}

/** Checks what a snapshot is of. */
export function checkSnapshot(
  props: Pick<VolumeSnapshotProps, 'of' | 'class'>,
): readonly Problem[] {
  const { claim, content } = props.of;
  return [
    ...(claim === undefined ? [] : checkDnsSubdomain('of.claim', claim)),
    ...(content === undefined ? [] : checkDnsSubdomain('of.content', content)),
    ...((claim === undefined) === (content === undefined)
      ? [{ field: 'of', message: 'names a claim, or a content: write one of the two' }]
      : []),
    ...(props.class === undefined ? [] : checkDnsSubdomain('class', props.class)),
  ];
}

/** A VolumeSnapshot's spec. */
export function planSnapshot({ of, class: name }: Pick<VolumeSnapshotProps, 'of' | 'class'>) {
  return {
    volumeSnapshotClassName: name,
    source: { persistentVolumeClaimName: of.claim, volumeSnapshotContentName: of.content },
  };
}
