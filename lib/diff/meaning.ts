import { imageChangeInWords, imageVersionInWords } from '../kubernetes/image-change';
import { LABEL } from '../kubernetes/labels';
import type { JsonValue, Manifest } from '../manifest/manifest';
import { isSame } from '../manifest/same';
import { show } from '../problem/problem';
import { pathInWords } from './fields';
import { isNextVersion } from './hashed-name';
import { POLICY_KINDS, ROLE_KINDS, TRAFFIC_KINDS } from './kinds';
import type { Change, FieldChange, Meaning } from './spec';
import { textChangeInWords } from './text-change';

/** A field's meaning, and what to call it where its path says too much. */
interface Reading {
  readonly meaning: Meaning;
  readonly label?: string;
}

/** A changed field with what it is about. */
export function readChange(manifest: Manifest, field: FieldChange): Change {
  const { path, before, after } = field;
  const { meaning, label = pathInWords(path) } = readPath(manifest, field);
  const isHidden = manifest.kind === 'Secret' && isDataOf(path);
  const values = { ...(before !== undefined && { before }), ...(after !== undefined && { after }) };
  return {
    meaning,
    path: pathInWords(path),
    ...(isHidden ? {} : values),
    text: `${label}${isHidden ? hiddenInWords(field) : valuesInWords(meaning, before, after)}`,
  };
}

function readPath({ kind, metadata }: Manifest, { path, before, after }: FieldChange): Reading {
  const [root, field] = path;
  if (isDataOf(path) && ['ConfigMap', 'Secret'].includes(kind))
    return { meaning: 'config', ...(path[1] !== undefined && { label: path[1] }) };
  if (isNextVersion(before, after)) return { meaning: 'name' };
  if (path.at(-2) === 'labels' && VERSION_LABELS.includes(path.at(-1) ?? ''))
    return { meaning: 'version' };
  const container = readContainer(path, metadata.name);
  if (container !== undefined) return container;
  if (root !== 'spec') return { meaning: ROLE_KINDS.includes(kind) ? 'access' : 'field' };
  if (POLICY_KINDS.includes(kind)) return { meaning: 'access' };
  if (TRAFFIC_KINDS.includes(kind)) return { meaning: 'traffic' };
  if (['ResourceQuota', 'LimitRange'].includes(kind)) return { meaning: 'resources' };
  if (field === 'replicas' && path.length === 2) return { meaning: 'replicas', label: 'replicas' };
  if (SCALERS.includes(kind) && SCALES.includes(field ?? '')) return { meaning: 'replicas' };
  if (field === 'resources' && kind === 'PersistentVolumeClaim') return { meaning: 'resources' };
  if (kind === 'CronJob' && SCHEDULES.includes(field ?? '')) return { meaning: 'schedule' };
  return { meaning: RELEASES.includes(field ?? '') ? 'release' : 'field' };
}

/** Labels that follow the image. */
export const VERSION_LABELS: readonly string[] = [LABEL.version, 'version'];

const SCALERS = ['HorizontalPodAutoscaler', 'ScaledObject'];
const SCALES = ['minReplicas', 'maxReplicas', 'minReplicaCount', 'maxReplicaCount'];
const SCHEDULES = ['schedule', 'timeZone', 'suspend'];
const RELEASES = ['strategy', 'updateStrategy'];
const CONTAINERS = ['containers', 'initContainers', 'ephemeralContainers'];

/** A field of a container; the container is named where it isn't the object's namesake. */
function readContainer(path: readonly string[], object: string): Reading | undefined {
  const at = path.findIndex((part) => CONTAINERS.includes(part));
  const [item, field, ...rest] = path.slice(at + 1);
  if (at < 0 || item === undefined || field === undefined) return undefined;
  const name = item.slice(1, -1);
  const of = name === object ? '' : ` of ${name}`;
  if (field === 'image') return { meaning: 'image', label: `image${of}` };
  if (field === 'env' && rest[0] !== undefined)
    return {
      meaning: 'env',
      label: `env ${pathInWords(rest).replace(/^\[(.+?)\](\.value)?/, '$1')}${of}`,
    };
  if (field === 'env' || field === 'envFrom')
    return { meaning: 'env', label: `${pathInWords([field, ...rest])}${of}` };
  if (field === 'resources')
    return { meaning: 'resources', label: `${pathInWords(rest) || 'resources'}${of}` };
  return undefined;
}

function isDataOf([root]: readonly string[]): boolean {
  return root === 'data' || root === 'binaryData' || root === 'stringData';
}

function valuesInWords(meaning: Meaning, before: Value, after: Value): string {
  if (before === undefined) return ` added: ${inWords(meaning, after)}`;
  if (after === undefined) return ` removed: was ${inWords(meaning, before)}`;
  if (typeof before === 'string' && typeof after === 'string') {
    if (meaning === 'image') return `: ${imageChangeInWords(before, after)}`;
    if (`${before}${after}`.includes('\n')) return textChangeInWords(before, after);
  }
  return (
    listChangeInWords(before, after) ??
    `: ${inWords(meaning, before)} -> ${inWords(meaning, after)}`
  );
}

/** What came and what went; undefined where that doesn't tell all. */
function listChangeInWords(before: JsonValue, after: JsonValue): string | undefined {
  if (!Array.isArray(before) || !Array.isArray(after)) return undefined;
  const kept = (list: readonly unknown[], other: readonly unknown[]) =>
    list.filter((item) => other.includes(item));
  if (!isSame(kept(before, after), kept(after, before))) return undefined;
  const only = (mark: string, list: readonly JsonValue[], other: readonly JsonValue[]) =>
    list.filter((item) => !other.includes(item)).map((item) => `${mark}${inWords('field', item)}`);
  const told = [...only('-', before, after), ...only('+', after, before)];
  return told.length === 0 ? undefined : `: ${told.join(' ')}`;
}

type Value = JsonValue | undefined;

function inWords(meaning: Meaning, value: Value): string {
  if (meaning === 'image' && typeof value === 'string') return imageVersionInWords(value);
  // What can't be mistaken for anything else needs no quotes.
  if (typeof value === 'string' && /^[\w./:@%+-]{1,80}$/.test(value)) return value;
  return show(value);
}

function hiddenInWords({ before, after }: FieldChange): string {
  if (before === undefined) return " added (its value isn't shown)";
  return after === undefined ? ' removed' : " changed (its value isn't shown)";
}
