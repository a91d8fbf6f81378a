import { findHashedName } from '../diff/hashed-name';
import { ANNOTATION } from '../kubernetes/annotations';
import { findConfigVersion } from '../manifest/config-version';
import { fieldsOf, findText } from '../manifest/fields';
import { groupBy } from '../manifest/grouping';
import type { Manifest } from '../manifest/manifest';
import type { ManifestEntry, ManifestSet } from '../manifest/manifest-set';
import { findPodTemplates } from '../manifest/pod-template';
import { readYaml } from '../manifest/read-yaml';
import type { PreviousTexts } from './previous';

/** Revisions that a workload keeps when it says nothing: a rollback may go to any of them. */
const USUAL_LIMIT = 10;

/**
 * Keeps, beside each ConfigMap whose name ends in a hash, those that were there before it, for as many
 * revisions as its workload keeps: pods of older versions still read them, and a rollback finds them again.
 * @param textsOf - gives files as they were: of each one text, or several where histories meet, or none
 */
export function keepConfig(
  manifests: ManifestSet,
  textsOf: (files: readonly string[]) => PreviousTexts,
): ManifestSet {
  const files = groupBy(manifests, ({ file }) => file).filter((entries) =>
    entries.some(mayHaveConfig),
  );
  const previous = textsOf(files.map(([{ file }]) => file));
  const kept = new Map<ManifestEntry, ManifestEntry>();
  const added: ManifestEntry[] = [];
  for (const entries of files) {
    const [{ file }] = entries;
    const texts = (previous.get(file) ?? []).filter((text) =>
      text.includes(ANNOTATION.configVersion),
    );
    if (texts.length === 0) continue;
    const now = entries.filter(isVersioned);
    const current = new Set(now.map(nameOf));
    const before = newestOfEach(texts.flatMap((text) => versionsIn(file, text, current)));
    for (const base of new Set(
      [...before.map(({ name }) => name), ...now.map(nameOf)].map(baseOf),
    )) {
      const [own] = now.filter((entry) => baseOf(nameOf(entry)) === base);
      const versions = before.filter(({ name }) => baseOf(name) === base);
      if (own !== undefined) kept.set(own, withVersion(own, versions));
      const others = versions.filter(({ name }) => name !== (own && nameOf(own)));
      others.sort((a, b) => b.version - a.version || (a.name < b.name ? -1 : 1));
      const [first = own] = entries;
      for (const manifest of others
        .slice(0, limitOf(entries))
        .flatMap(({ manifests }) => manifests))
        if (first !== undefined) added.push({ ...first, manifest });
    }
  }
  return kept.size + added.length === 0
    ? manifests
    : [...manifests.map((entry) => kept.get(entry) ?? entry), ...added];
}

/** A ConfigMap of a configuration that there was. */
interface OlderConfig {
  readonly name: string;
  readonly version: number;
  /** The object; none where it is among the current ones, and needn't be read. */
  readonly manifests: readonly Manifest[];
}

/** What reads a configuration, or did: a file with neither needn't be looked at. */
function mayHaveConfig(entry: ManifestEntry): boolean {
  return isVersioned(entry) || findPodTemplates(entry.manifest).length > 0;
}

/** Each version once, with the highest number that it has where histories meet. */
function newestOfEach(versions: readonly OlderConfig[]): readonly OlderConfig[] {
  const newest = new Map<string, OlderConfig>();
  for (const one of versions)
    if (one.version > (newest.get(one.name)?.version ?? 0)) newest.set(one.name, one);
  return [...newest.values()];
}

/**
 * The versions in a file. To read YAML takes longer than all else here, so of a document as it is written here
 * the head tells whether the rest is needed.
 */
function versionsIn(
  file: string,
  text: string,
  current: ReadonlySet<string>,
): readonly OlderConfig[] {
  return text.split(/^---$/m).flatMap((document) => {
    if (!document.includes(ANNOTATION.configVersion)) return [];
    const name = /^metadata:\n {2}name: ([a-z0-9.-]+)$/m.exec(document)?.[1];
    const version = VERSION.exec(document)?.[1];
    if (name !== undefined && version !== undefined && current.has(name))
      return [{ name, version: Number(version), manifests: [] }];
    return readYaml(file, document)
      .manifests.filter(isVersioned)
      .map(({ manifest }) => ({
        name: manifest.metadata.name,
        version: findConfigVersion(manifest) ?? 0,
        manifests: [manifest],
      }));
  });
}

const VERSION = new RegExp(`^ {4}${ANNOTATION.configVersion}: "([1-9]\\d*)"$`, 'm');

/** The current one is the last: it has the highest number, whether it is new or has come back. */
function withVersion(current: ManifestEntry, before: readonly OlderConfig[]): ManifestEntry {
  const last = Math.max(0, ...before.map(({ version }) => version));
  const own = before.find(({ name }) => name === nameOf(current));
  const version = own !== undefined && own.version === last ? last : last + 1;
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

function nameOf({ manifest }: ManifestEntry): string {
  return manifest.metadata.name;
}

function baseOf(name: string): string {
  return findHashedName(name)?.base ?? name;
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
