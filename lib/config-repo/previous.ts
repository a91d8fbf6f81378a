import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { askGit, splitBatch } from '../git/git';
import { succeeds } from '../writer/tree-error';

/** Texts of a file, one of each commit that has it. */
export type PreviousTexts = ReadonlyMap<string, readonly string[]>;

/**
 * Commits on which the next one will stand. The second is there while a merge waits to be committed: what it
 * brings is deployed, too.
 */
const PARENTS = ['HEAD', 'MERGE_HEAD'];

/**
 * Files of the output as they were committed last. What is in the folder since then was never deployed, and
 * comes of other sources than those that are synthesized now; it counts only where there is no git.
 * @param folder - that is written, or was
 * @param committed - folder of the manifests in the git repository, for a synthesis that writes aside
 * @param files - by their paths in the folder
 */
export function previousTexts(
  folder: string,
  committed: string,
  files: readonly string[],
): PreviousTexts {
  if (files.length === 0) return new Map();
  const place = nearestFolder(folder);
  const texts = isInCheckout(place) ? textsIn(place, folder, committed, files) : undefined;
  const present = place === folder ? files : [];
  return texts ?? new Map(present.map((file) => [file, readText(join(folder, file))]));
}

/** The texts that git has; undefined where git can't say. */
function textsIn(
  place: string,
  folder: string,
  committed: string,
  files: readonly string[],
): PreviousTexts | undefined {
  const own = `./${slashed(relative(place, folder)) || '.'}`;
  const named = files.filter((file) => !file.includes('\n'));
  const places = [own, committed].map((path) => PARENTS.map((commit) => `${commit}:${path}`));
  const trees = findTrees(places.flat(), place);
  if (trees === undefined) return undefined;
  const read = places
    .map((roots) => roots.filter((root) => trees.has(root)))
    .find((roots) => roots.length > 0);
  if (read === undefined) return isIgnored(place, folder) ? undefined : new Map();
  return readTexts(
    named.flatMap((file) => read.map((root) => ({ file, object: `${root}/${file}` }))),
    place,
  );
}

/** Whether what is written is kept out of git, and so comes to the cluster in another way. */
function isIgnored(place: string, folder: string): boolean {
  return place === folder && !('refusal' in askGit(['check-ignore', '--quiet', '.'], '', place));
}

/** Those of some folders that commits have: of a new output, none, and then nobody need ask for its files. */
function findTrees(folders: readonly string[], place: string): ReadonlySet<string> | undefined {
  const answer = askGit(['cat-file', '--batch-check'], `${folders.join('\n')}\n`, place);
  if ('refusal' in answer) return undefined;
  const lines = answer.output.toString('utf8').split('\n');
  return new Set(folders.filter((_, index) => / tree \d+$/.test(lines[index] ?? '')));
}

/** The texts of objects of git's, all at once. */
function readTexts(
  asked: readonly { readonly file: string; readonly object: string }[],
  place: string,
): PreviousTexts | undefined {
  if (asked.length === 0) return new Map();
  const objects = asked.map(({ object }) => `${object}\n`).join('');
  const answer = askGit(['cat-file', '--batch'], objects, place);
  if ('refusal' in answer) return undefined;
  const texts = new Map<string, string[]>();
  for (const [index, text] of splitBatch(answer.output).entries()) {
    const { file = '' } = asked[index] ?? {};
    if (text !== undefined) texts.set(file, [...(texts.get(file) ?? []), text]);
  }
  return texts;
}

/** The folder, or what of the path to it is there. */
function nearestFolder(folder: string): string {
  const parent = dirname(folder);
  return existsSync(folder) || parent === folder ? folder : nearestFolder(parent);
}

/** Whether git has to do with a folder: to look is a small part of what it takes to ask. */
function isInCheckout(folder: string): boolean {
  if (existsSync(join(folder, '.git'))) return true;
  const parent = dirname(folder);
  return parent !== folder && isInCheckout(parent);
}

function readText(path: string): readonly string[] {
  const texts: string[] = [];
  succeeds(() => {
    texts.push(readFileSync(path, 'utf8'));
  });
  return texts;
}

function slashed(path: string): string {
  return sep === '/' ? path : path.split(sep).join('/');
}
