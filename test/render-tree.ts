import type { IConstruct } from 'constructs';
import type { ManifestSet } from '../lib/manifest/manifest-set';
import { readTree } from '../lib/manifest/read-tree';
import { renderFiles } from '../lib/writer/render';

/** The objects of a construct tree in which nothing is wrong. */
export function manifestsOf(root: IConstruct): ManifestSet {
  const { manifests, problems } = readTree(root);
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return manifests;
}

/** The text of each file of a construct tree in which nothing is wrong, by path. */
export function filesOf(root: IConstruct): ReadonlyMap<string, string> {
  return renderFiles(manifestsOf(root));
}

/** Everything that is wrong with a construct tree, as the user reads it. */
export function problemsOf(root: IConstruct): readonly string[] {
  return readTree(root).problems;
}
