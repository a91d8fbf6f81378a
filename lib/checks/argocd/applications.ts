import { fieldsOf, findText, itemsOf } from '../../manifest/fields';
import type { ManifestEntry, ManifestSet } from '../../manifest/manifest-set';

/** An Application's claim on a folder of the set: written down, or made by an ApplicationSet. */
export interface FolderClaim {
  /** The Application or ApplicationSet. */
  readonly entry: ManifestEntry;
  readonly project: string;
  /** Name or address of the cluster; undefined where a template works it out. */
  readonly cluster: string | undefined;
  /** The last parts of the folder's path: `prod/shop`. */
  readonly folder: string;
  /** Where kustomize puts all objects; undefined where they go where they say. */
  readonly namespace: string | undefined;
}

const CLAIMANTS: ReadonlySet<string> = new Set(['Application', 'ApplicationSet']);

/** What Applications and ApplicationSets of git folders claim; others aren't about this set. */
export function folderClaims(manifests: ManifestSet): readonly FolderClaim[] {
  const claimants = manifests.filter(({ manifest }) => CLAIMANTS.has(manifest.kind));
  if (claimants.length === 0) return [];
  const folders = [...new Set(manifests.map(({ file }) => folderOf(file)))];
  return claimants.flatMap((entry) => {
    const spec = fieldsOf(entry.manifest.spec);
    return entry.manifest.kind === 'Application'
      ? claimsOf(entry, spec)
      : claimsOfSet(entry, spec, folders);
  });
}

/** The folder of a file. */
export function folderOf(file: string): string {
  return file.slice(0, Math.max(file.lastIndexOf('/'), 0));
}

function claimsOf(entry: ManifestEntry, spec: Record<string, unknown>): readonly FolderClaim[] {
  const path = findText(fieldsOf(spec.source).path);
  // One that reads folders below its own is about other Applications.
  if (path === undefined || fieldsOf(fieldsOf(spec.source).directory).recurse === true) return [];
  return [claimOf(entry, spec, path)];
}

/** A claim for each folder of the set that a generator finds. */
function claimsOfSet(
  entry: ManifestEntry,
  spec: Record<string, unknown>,
  folders: readonly string[],
): readonly FolderClaim[] {
  const template = fieldsOf(fieldsOf(spec.template).spec);
  const path = findText(fieldsOf(template.source).path);
  const isOfPullRequests = itemsOf(spec.generators).some(
    (generator) => fieldsOf(generator).pullRequest !== undefined,
  );
  // One folder, again and again.
  if (isOfPullRequests) return path === undefined ? [] : [claimOf(entry, template, path)];
  const project = findText(template.project) ?? '';
  const patterns = itemsOf(spec.generators)
    .flatMap((generator) => itemsOf(fieldsOf(fieldsOf(generator).git).directories))
    .flatMap((directory) => findText(fieldsOf(directory).path) ?? [])
    .filter((path) => path === '*' || path.endsWith('/*'));
  return patterns.flatMap((pattern) => {
    const above = pattern === '*' ? project : (pattern.split('/').at(-2) ?? '');
    return folders
      .filter((folder) => folderOf(folder) === above)
      .map((folder) => claimOf(entry, template, folder));
  });
}

function claimOf(entry: ManifestEntry, spec: Record<string, unknown>, path: string): FolderClaim {
  const project = findText(spec.project) ?? '';
  const destination = fieldsOf(spec.destination);
  const parts = path.split('/').filter((part) => part !== '');
  const namespace = findText(fieldsOf(fieldsOf(spec.source).kustomize).namespace);
  return {
    entry,
    project,
    cluster: findText(destination.name) ?? findText(destination.server),
    // On a branch or in a repository of its own, a folder has no environment's name above it.
    folder: parts.length === 1 ? `${project}/${parts[0]}` : parts.slice(-2).join('/'),
    // As of one pull request, or whatever a template is given.
    namespace: namespace?.replace(/\{\{.*?\}\}/g, '0'),
  };
}
