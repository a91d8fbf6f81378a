import { apiGroupOf } from '../kubernetes/scope';
import { type Fields, fieldsOf, findText, itemsOf } from './fields';
import type { Manifest } from './manifest';

/** The pods of a Pod, a Deployment, a CronJob, ..., as its manifest has them. */
export interface PodTemplate {
  /** Where it stands, with a dot at the end: `spec.template.`; empty for a Pod. */
  readonly path: string;
  /** The same as fields, one below the other; items of a list by their number. */
  readonly keys: readonly (string | number)[];
  /** What its pods are called: the object's name, or one with the part's where it has pods of several kinds. */
  readonly workload: string;
  readonly metadata: Fields;
  readonly spec: Fields;
}

/** Finds the pod templates of one kind's objects. */
interface Place {
  readonly group: string;
  readonly find: (manifest: Manifest) => readonly PodTemplate[];
  /** Fields that lead to the template, where each object has one. */
  readonly keys?: readonly string[];
}

const ANALYSIS = { group: 'argoproj.io', find: findJobsOfAnalysis };

const PLACES: ReadonlyMap<string, Place> = new Map<string, Place>([
  ['Pod', place('')],
  ['PodTemplate', place('', 'template')],
  ['ReplicationController', place('', 'spec', 'template')],
  ['DaemonSet', place('apps', 'spec', 'template')],
  ['Deployment', place('apps', 'spec', 'template')],
  ['ReplicaSet', place('apps', 'spec', 'template')],
  ['StatefulSet', place('apps', 'spec', 'template')],
  ['CronJob', place('batch', 'spec', 'jobTemplate', 'spec', 'template')],
  ['Job', place('batch', 'spec', 'template')],
  ['Rollout', place('argoproj.io', 'spec', 'template')],
  ['Experiment', { group: 'argoproj.io', find: findPodsOfExperiment }],
  ['AnalysisTemplate', ANALYSIS],
  ['ClusterAnalysisTemplate', ANALYSIS],
  ['AnalysisRun', ANALYSIS],
  ['ScaledJob', place('keda.sh', 'spec', 'jobTargetRef', 'template')],
]);

const NONE: readonly PodTemplate[] = [];

/** The pod templates of an object, none for what has no pods, such as a Rollout that refers to a Deployment. */
export function findPodTemplates(manifest: Manifest): readonly PodTemplate[] {
  const known = PLACES.get(manifest.kind);
  if (known === undefined || apiGroupOf(manifest.apiVersion) !== known.group) return NONE;
  return known.find(manifest);
}

/** The pod template of a workload; undefined where there is none, and for what starts pods of several kinds. */
export function findPodTemplate(manifest: Manifest): PodTemplate | undefined {
  const isWorkload = findTemplateKeys(apiGroupOf(manifest.apiVersion), manifest.kind) !== undefined;
  return isWorkload ? findPodTemplates(manifest)[0] : undefined;
}

/** The fields that lead to a kind's one pod template, none for a Pod; undefined for all other kinds. */
export function findTemplateKeys(group: string, kind: string): readonly string[] | undefined {
  const known = PLACES.get(kind);
  return known?.group === group ? known.keys : undefined;
}

/** What the pods of an analysis' Job are called; with the metric, where Jobs are of several. */
export function analysisPodName(template: string, metric: string, jobs: number): string {
  return `${template}${jobs > 1 ? `-${metric}` : ''}-analysis`;
}

/** What pods of one kind in an experiment are called, as their ReplicaSet is. */
export function experimentPodName(experiment: string, template: string): string {
  return `${experiment}-${template}`;
}

function place(group: string, ...keys: readonly string[]): Place {
  const path = keys.map((key) => `${key}.`).join('');
  return {
    group,
    keys,
    find: (manifest) => {
      let template: Fields = manifest;
      for (const key of keys) template = fieldsOf(template[key]);
      if (template.spec === undefined) return NONE;
      return [{ path, keys, workload: manifest.metadata.name, ...partsOf(template) }];
    },
  };
}

function partsOf(template: Fields): Pick<PodTemplate, 'metadata' | 'spec'> {
  return { metadata: fieldsOf(template.metadata), spec: fieldsOf(template.spec) };
}

/** Templates that take over a workload's pods by `specRef` have none of their own. */
function findPodsOfExperiment({ spec, metadata }: Manifest): readonly PodTemplate[] {
  return itemsOf(fieldsOf(spec).templates).flatMap((item, index) => {
    const { name, template } = fieldsOf(item);
    if (fieldsOf(template).spec === undefined) return [];
    return [
      {
        path: `spec.templates[${findText(name) ?? index}].template.`,
        keys: ['spec', 'templates', index, 'template'],
        workload: experimentPodName(metadata.name, findText(name) ?? `${index}`),
        ...partsOf(fieldsOf(template)),
      },
    ];
  });
}

const JOB = ['provider', 'job', 'spec', 'template'] as const;

function findJobsOfAnalysis({ spec, metadata }: Manifest): readonly PodTemplate[] {
  const jobs = itemsOf(fieldsOf(spec).metrics).flatMap((metric, index) => {
    const template = JOB.reduce<Fields>((fields, key) => fieldsOf(fields[key]), fieldsOf(metric));
    if (template.spec === undefined) return [];
    return [{ index, name: findText(fieldsOf(metric).name) ?? `${index}`, template }];
  });
  return jobs.map(({ index, name, template }) => ({
    path: `spec.metrics[${name}].${JOB.join('.')}.`,
    keys: ['spec', 'metrics', index, ...JOB],
    workload: analysisPodName(metadata.name, name, jobs.length),
    ...partsOf(template),
  }));
}
