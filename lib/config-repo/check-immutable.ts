import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ImmutableChange, immutableChanges, isMadeAnew } from '../checks/immutable';
import { acknowledgementsIn, dangerOf } from '../diff/danger';
import { ANNOTATION } from '../kubernetes/annotations';
import { describe, identityOf } from '../manifest/identity';
import type { Manifest } from '../manifest/manifest';
import type { ManifestEntry, ManifestSet } from '../manifest/manifest-set';
import { readYaml } from '../manifest/read-yaml';
import { show } from '../problem/problem';
import { succeeds } from '../writer/tree-error';
import { planTree, type TreeFiles } from '../writer/tree-plan';

/**
 * What is different from the manifests in a folder, and can't be changed in a cluster. Files are compared as
 * text, and only those that differ are read.
 */
export function checkImmutable(
  folder: string,
  files: TreeFiles,
  manifests: ManifestSet,
): readonly string[] {
  const { changed, before } = readChanged(folder, files);
  return manifests.flatMap((entry) => {
    const known = changed.has(entry.file) ? before.get(keyOf(entry)) : undefined;
    return known === undefined ? [] : problemsOf(known, entry);
  });
}

/** Files that will be written, and the objects that they and those that go hold now. */
interface Changed {
  readonly changed: ReadonlySet<string>;
  readonly before: ReadonlyMap<string, Manifest>;
}

function readChanged(folder: string, files: TreeFiles): Changed {
  const changed = new Set<string>();
  const before = new Map<string, Manifest>();
  // What the file system refuses, the write will refuse, too, and tell.
  succeeds(() => {
    const { written, removed, present } = planTree(folder, files);
    for (const file of [...written, ...removed]) {
      if (!file.endsWith('.yaml') || present?.get(file) !== 'file') continue;
      const text = readFileSync(join(folder, file), 'utf8');
      for (const entry of readYaml(file, text).manifests) before.set(keyOf(entry), entry.manifest);
    }
    for (const file of written) changed.add(file);
  });
  return { changed, before };
}

/** Of two clusters, each has its own folder. */
function keyOf({ file, manifest }: ManifestEntry): string {
  return `${file.slice(0, file.indexOf('/'))} ${identityOf(manifest)}`;
}

function problemsOf(before: Manifest, entry: ManifestEntry): readonly string[] {
  const { manifest, origin } = entry;
  const changes = immutableChanges(before, manifest);
  if (changes.length === 0 || isMadeAnew(manifest)) return [];
  const danger = dangerOf('immutable', manifest);
  const isMeant = acknowledgementsIn([entry]).some(({ change }) => change === danger);
  return changes
    .filter(({ isFinal }) => isFinal === true || !isMeant)
    .map((change) => {
      const told = `[${origin}] ${describe(manifest)}: ${textOf(change)}`;
      return change.isFinal === true
        ? `${told}; to acknowledge it doesn't help`
        : `${told}; or, if it has been deleted by hand, say so in the annotation ${ANNOTATION.acknowledged}: '${danger} because ...'`;
    });
}

function textOf({ field, before, after, wayOut }: ImmutableChange): string {
  return `${field}: got ${shown(after)}, and can't be changed from ${shown(before)}: ${wayOut}`;
}

function shown(value: unknown): string {
  return value === undefined ? 'nothing' : show(value);
}
