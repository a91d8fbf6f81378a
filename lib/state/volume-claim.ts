import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { checkDnsSubdomain } from '../kubernetes/names';
import { kubeManifest } from '../manifest/kube-manifest';
import { createObject } from '../manifest/manifest-object';
import { setOutputFile } from '../manifest/output-file';
import { existingClaim, type Volume } from '../pod/volumes';
import { reportProblems } from '../problem/report';
import { judgeProps, plainProps } from '../shape/check';
import { idIn } from '../shape/place';
import { metadataOf, type ObjectOptions } from '../traffic/wire';
import { type ClaimSpec, checkClaim, planClaim } from './claim';

/** A volume that several workloads may share, or that waits for one. */
export interface VolumeClaimProps extends ClaimSpec, ObjectOptions {}

/**
 * A PersistentVolumeClaim. The construct's id is its name. What is in it stays until a person confirms that it
 * goes.
 */
export class VolumeClaim extends Construct {
  readonly name: string;
  /** Undefined when the spec is wrong. */
  readonly object: ApiObject | undefined;

  constructor(scope: Construct, name: string, given: VolumeClaimProps) {
    super(scope, idIn('VolumeClaim', scope, name));
    const props = plainProps('VolumeClaim', given);
    this.name = name;
    setOutputFile(this, `${name}.yaml`);
    const problems = judgeProps('VolumeClaim', props, () => [
      ...checkDnsSubdomain('name', name),
      ...checkClaim('claim', props),
    ]);
    reportProblems(this, problems);
    if (problems.length > 0 || this.node.id !== name) return;
    const manifest = kubeManifest('KubePersistentVolumeClaim', {
      metadata: { ...metadataOf(name, props) },
      spec: planClaim(props),
    });
    this.object = createObject(this, manifest);
  }

  /** The volume, for a workload's `volumes`. @param mountPath - absolute path in the main container */
  volume(
    mountPath: string,
    options: { readonly subPath?: string; readonly readOnly?: boolean } = {},
  ): Volume {
    return existingClaim(this.name, { mountPath, ...options });
  }
}
