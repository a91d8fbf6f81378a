import { apiGroupOf } from '../kubernetes/scope';
import { type Fields, fieldsOf } from './fields';
import type { Manifest } from './manifest';

/** The pods of a Pod, a Deployment, a CronJob, ..., as its manifest has them. */
export interface PodTemplate {
  /** Where it stands, with a dot at the end: `spec.template.`; empty for a Pod. */
  readonly path: string;
  readonly metadata: Fields;
  readonly spec: Fields;
}

/** Where a kind holds its pod template. */
interface Place {
  readonly group: string;
  readonly path: readonly string[];
  /** With a dot at the end. */
  readonly text: string;
}

const PLACES: ReadonlyMap<string, Place> = new Map([
  ['Pod', place('')],
  ['ReplicationController', place('', 'spec', 'template')],
  ['DaemonSet', place('apps', 'spec', 'template')],
  ['Deployment', place('apps', 'spec', 'template')],
  ['ReplicaSet', place('apps', 'spec', 'template')],
  ['StatefulSet', place('apps', 'spec', 'template')],
  ['Rollout', place('argoproj.io', 'spec', 'template')],
  ['CronJob', place('batch', 'spec', 'jobTemplate', 'spec', 'template')],
  ['Job', place('batch', 'spec', 'template')],
]);

function place(group: string, ...path: readonly string[]): Place {
  return { group, path, text: path.map((key) => `${key}.`).join('') };
}

/** The fields that lead to a kind's pod template, none for a Pod; undefined for what has no pods. */
export function findTemplatePath(group: string, kind: string): readonly string[] | undefined {
  const known = PLACES.get(kind);
  return known?.group === group ? known.path : undefined;
}

/** The pod template of a workload; undefined where there is none, as in a Rollout that refers to a Deployment. */
export function findPodTemplate(manifest: Manifest): PodTemplate | undefined {
  const known = PLACES.get(manifest.kind);
  if (known === undefined || apiGroupOf(manifest.apiVersion) !== known.group) return undefined;
  let template: Fields = manifest;
  for (const key of known.path) template = fieldsOf(template[key]);
  if (template.spec === undefined) return undefined;
  return {
    path: known.text,
    metadata: fieldsOf(template.metadata),
    spec: fieldsOf(template.spec),
  };
}
