import { ANNOTATION } from '../../kubernetes/annotations';
import {
  checkAnnotations,
  checkDnsLabel,
  checkDnsSubdomain,
  checkLabels,
  checkServiceName,
} from '../../kubernetes/names';
import { apiGroupOf } from '../../kubernetes/scope';
import { EXTERNAL_FORMS, externalTexts, parseExternal } from '../../manifest/external';
import { fieldsOf } from '../../manifest/fields';
import type { Manifest } from '../../manifest/manifest';
import type { ManifestEntry } from '../../manifest/manifest-set';
import { isUnnamed } from '../../manifest/objects-of';
import { findPodTemplates } from '../../manifest/pod-template';
import { type Problem, wrongValue } from '../../problem/problem';
import { type Finding, findingOf } from '../finding';
import { kindOf } from '../objects';

type CheckName = (field: string, name: string) => readonly Problem[];

/** A CronJob's Jobs have eleven characters more. */
const CRON_JOB_NAME = 52;
/** A Job's pods have its name as a label. */
const JOB_NAME = 63;

/** Pods of a StatefulSet are named after it, as hosts. */
const NAMES: ReadonlyMap<string, CheckName> = new Map<string, CheckName>([
  ['Namespace', checkDnsLabel],
  ['Service', checkServiceName],
  ['apps/StatefulSet', checkDnsLabel],
  ['batch/CronJob', (field, name) => checkDnsSubdomain(field, name, CRON_JOB_NAME)],
  ['batch/Job', (field, name) => checkDnsSubdomain(field, name, JOB_NAME)],
]);

/** Names of roles and bindings may have colons. */
const PATH_GROUP = 'rbac.authorization.k8s.io';

/** All annotations of an object together. */
const ANNOTATIONS_SIZE = 256 * 1024;

/** Label selectors, by kind: their values are labels, too. */
const SELECTORS: ReadonlyMap<string, readonly (readonly string[])[]> = new Map([
  ['Service', [['spec', 'selector']]],
  ['apps/DaemonSet', [['spec', 'selector', 'matchLabels']]],
  ['apps/Deployment', [['spec', 'selector', 'matchLabels']]],
  ['apps/ReplicaSet', [['spec', 'selector', 'matchLabels']]],
  ['apps/StatefulSet', [['spec', 'selector', 'matchLabels']]],
  ['argoproj.io/Rollout', [['spec', 'selector', 'matchLabels']]],
  ['networking.k8s.io/NetworkPolicy', [['spec', 'podSelector', 'matchLabels']]],
  ['policy/PodDisruptionBudget', [['spec', 'selector', 'matchLabels']]],
]);

/** Finds names, labels and annotations that the API server refuses in any object. */
export function checkMetadata(entry: ManifestEntry): readonly Finding[] {
  const { manifest } = entry;
  const { name, namespace, labels, annotations } = manifest.metadata;
  const problems: Finding[] = [];
  const add = (rule: string, found: readonly Problem[]) => {
    for (const problem of found) problems.push(findingOf(rule, entry, problem));
  };
  add('object-name', checkName(manifest, name));
  if (typeof namespace === 'string')
    add('object-name', checkDnsLabel('metadata.namespace', namespace));
  add('label-syntax', checkLabelMap('metadata.labels', labels));
  add('annotation-syntax', checkAnnotationMap('metadata.annotations', annotations));
  add('wrong-value', checkExternals(manifest));
  for (const { path, metadata } of findPodTemplates(manifest)) {
    if (path === '') continue;
    add('label-syntax', checkLabelMap(`${path}metadata.labels`, metadata.labels));
    add(
      'annotation-syntax',
      checkAnnotationMap(`${path}metadata.annotations`, metadata.annotations),
    );
  }
  for (const keys of SELECTORS.get(kindOf(manifest)) ?? []) {
    let selector: unknown = manifest;
    for (const key of keys) selector = fieldsOf(selector)[key];
    add('label-syntax', checkLabelMap(keys.join('.'), selector));
  }
  return problems;
}

function checkName(manifest: Manifest, name: string): readonly Problem[] {
  if (isUnnamed(manifest)) return isHook(manifest) ? [] : [UNNAMED];
  if (apiGroupOf(manifest.apiVersion) === PATH_GROUP) {
    const right = name !== '' && name !== '.' && name !== '..' && !/[/%]/.test(name);
    return right ? [] : [wrongValue('metadata.name', name, "a name without '/' and '%'")];
  }
  const kind = kindOf(manifest);
  const check = isCounted(kind, manifest) ? checkDnsLabel : NAMES.get(kind);
  return (check ?? checkDnsSubdomain)('metadata.name', name);
}

/** The pods of an indexed Job are named after it, as hosts. */
function isCounted(kind: string, { spec }: Manifest): boolean {
  return kind === 'batch/Job' && fieldsOf(spec).completionMode === 'Indexed';
}

function checkExternals(manifest: Manifest): readonly Problem[] {
  return externalTexts(manifest)
    .filter((text) => parseExternal(text) === undefined)
    .map((text) =>
      wrongValue(`metadata.annotations["${ANNOTATION.external}"]`, text, EXTERNAL_FORMS),
    );
}

const UNNAMED: Problem = {
  field: 'metadata.generateName',
  message:
    'is no name, and what is applied needs one: write metadata.name, or make it a hook by the annotation argocd.argoproj.io/hook',
};

/** Argo CD creates hooks anew, so that a cluster may name them. */
function isHook({ metadata }: Manifest): boolean {
  const annotations = fieldsOf(metadata.annotations);
  return ['argocd.argoproj.io/hook', 'helm.sh/hook'].some((key) => annotations[key] !== undefined);
}

/** Labels that are known to be right: the same few are on all objects. */
const RIGHT = new Map<string, Set<unknown>>();
/** Keys of annotations that are known to be right. */
const RIGHT_KEYS = new Set<string>();
const MOST_KNOWN = 10_000;

function checkLabelMap(field: string, labels: unknown): readonly Problem[] {
  const entries = Object.entries(fieldsOf(labels)).filter(([key, value]) => !isRight(key, value));
  if (entries.length === 0) return [];
  return entries.flatMap(([key, value]) => {
    // What is no text is told by the schema.
    const problems = typeof value === 'string' ? checkLabels(field, { [key]: value }) : [];
    if (problems.length === 0) remember(key, value);
    return problems;
  });
}

function isRight(key: string, value: unknown): boolean {
  return RIGHT.get(key)?.has(value) ?? false;
}

function remember(key: string, value: unknown): void {
  const values = RIGHT.get(key) ?? new Set();
  if (values.size < MOST_KNOWN && RIGHT.size < MOST_KNOWN) RIGHT.set(key, values.add(value));
}

function checkAnnotationMap(field: string, annotations: unknown): readonly Problem[] {
  const entries = Object.entries(fieldsOf(annotations));
  if (entries.length === 0) return [];
  const wrong = entries.flatMap(([key, value]) =>
    RIGHT_KEYS.has(key) || typeof value !== 'string' ? [] : checkKey(field, key),
  );
  const size = entries.reduce((sum, [key, value]) => sum + bytesOf(key) + bytesOf(value), 0);
  if (size <= ANNOTATIONS_SIZE) return wrong;
  const message = `got ${size} bytes, allowed at most ${ANNOTATIONS_SIZE} in all annotations of an object`;
  return [...wrong, { field, message }];
}

function checkKey(field: string, key: string): readonly Problem[] {
  const problems = checkAnnotations(field, { [key]: '' });
  if (problems.length === 0 && RIGHT_KEYS.size < MOST_KNOWN) RIGHT_KEYS.add(key);
  return problems;
}

function bytesOf(value: unknown): number {
  return typeof value === 'string' ? Buffer.byteLength(value) : 0;
}
