import { findHashedName } from '../diff/hashed-name';
import { ANNOTATION } from '../kubernetes/annotations';
import { findConfigVersion } from '../manifest/config-version';
import { fieldsOf, findText } from '../manifest/fields';
import type { ManifestEntry, ManifestSet } from '../manifest/manifest-set';
import { readYaml } from '../manifest/read-yaml';

/** Revisions that a workload keeps when it says nothing: a rollback may go to any of them. */
const USUAL_LIMIT = 10;

/**
 * Keeps, beside each ConfigMap whose name ends in a hash, those that were there before it, for as many
 * revisions as its workload keeps: pods of older versions still read them, and a rollback finds them again.
 * @param textOf - text of a file as it was; undefined where there was none
 */
export function keepConfig(
  manifests: ManifestSet,
  textOf: (file: string) => string | undefined,
): ManifestSet {
  const files = new Map<string, ManifestEntry[]>();
  for (const entry of manifests) {
    const known = files.get(entry.file);
    if (known === undefined) files.set(entry.file, [entry]);
    else known.push(entry);
  }
  const kept = new Map<ManifestEntry, ManifestEntry>();
  const added: ManifestEntry[] = [];
  for (const [file, entries] of files) {
    const text = textOf(file);
    if (text === undefined || !text.includes(ANNOTATION.configVersion)) continue;
    const before = readYaml(file, text).manifests.filter(isVersioned);
    const now = entries.filter(isVersioned);
    for (const base of new Set([...before, ...now].map(baseOf))) {
      const [current] = now.filter((entry) => baseOf(entry) === base);
      const versions = before.filter((entry) => baseOf(entry) === base);
      if (current !== undefined) kept.set(current, withVersion(current, versions));
      const others = versions.filter((entry) => nameOf(entry) !== (current && nameOf(current)));
      others.sort((a, b) => versionOf(b) - versionOf(a) || (nameOf(a) < nameOf(b) ? -1 : 1));
      const [first = current] = entries;
      for (const { manifest } of others.slice(0, limitOf(entries)))
        if (first !== undefined) added.push({ ...first, manifest });
    }
  }
  return kept.size + added.length === 0
    ? manifests
    : [...manifests.map((entry) => kept.get(entry) ?? entry), ...added];
}

/** The current one is the last: it has the highest number, whether it is new or has come back. */
function withVersion(current: ManifestEntry, before: ManifestSet): ManifestEntry {
  const last = Math.max(0, ...before.map(versionOf));
  const own = before.find((entry) => nameOf(entry) === nameOf(current));
  const version = own !== undefined && versionOf(own) === last ? last : last + 1;
  const { manifest } = current;
  const annotations = fieldsOf(manifest.metadata.annotations);
  const metadata = {
    ...manifest.metadata,
    annotations: { ...texts(annotations), [ANNOTATION.configVersion]: String(version) },
  };
  return { ...current, manifest: { ...manifest, metadata } };
}

function texts(map: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(map).flatMap(([key, value]) => {
      const text = findText(value);
      return text === undefined ? [] : [[key, text]];
    }),
  );
}

function isVersioned({ manifest }: ManifestEntry): boolean {
  return manifest.kind === 'ConfigMap' && findConfigVersion(manifest) !== undefined;
}

function versionOf({ manifest }: ManifestEntry): number {
  return findConfigVersion(manifest) ?? 0;
}

function nameOf({ manifest }: ManifestEntry): string {
  return manifest.metadata.name;
}

function baseOf(entry: ManifestEntry): string {
  return findHashedName(nameOf(entry))?.base ?? nameOf(entry);
}

/** The most revisions that a workload of the file keeps. */
function limitOf(entries: ManifestSet): number {
  const limits = entries.flatMap(({ manifest }) => {
    const { template, revisionHistoryLimit } = fieldsOf(manifest.spec);
    if (template === undefined) return [];
    return typeof revisionHistoryLimit === 'number' ? revisionHistoryLimit : USUAL_LIMIT;
  });
  return limits.length === 0 ? USUAL_LIMIT : Math.max(...limits);
}
