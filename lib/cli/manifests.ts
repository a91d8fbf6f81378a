import { existsSync, statSync } from 'node:fs';
import type { ManifestSet } from '../manifest/manifest-set';
import { isManifestFile, readFiles, readFolder } from '../manifest/read-folder';
import type { YamlReading } from '../manifest/read-yaml';
import { recoverTree } from '../writer/tree';
import { filesAt } from './git';
import { UserError } from './user-error';

/** What to do where there is no output. */
export const SYNTHESIZE = 'run `npx cdk8s synth`, or name another by --dist';

/**
 * All objects of an output folder, as they are now or as they were at a revision.
 * @throws UserError when there is no such folder or revision, or a file that can't be read
 */
export function readOutput(folder: string, revision?: string): ManifestSet {
  const { manifests, problems } =
    revision === undefined ? readNow(folder) : readFiles(yamlFilesAt(revision, folder));
  const at = revision === undefined ? '' : `${revision}:`;
  if (revision === undefined && manifests.length + problems.length === 0)
    throw new UserError(`${folder}: there is nothing in it: ${SYNTHESIZE}`);
  if (problems.length > 0)
    throw new UserError(problems.map((problem) => `${at}${problem}`).join('\n'));
  return manifests;
}

function readNow(folder: string): YamlReading {
  // A synthesis that was killed at the worst moment has left the tree beside its place.
  recoverTree(folder);
  if (!existsSync(folder) || !statSync(folder).isDirectory())
    throw new UserError(`${folder}: there is no such folder: ${SYNTHESIZE}`);
  return readFolder(folder);
}

function yamlFilesAt(revision: string, folder: string): readonly (readonly [string, string])[] {
  return filesAt(revision, folder).filter(([file]) => isManifestFile(file));
}
