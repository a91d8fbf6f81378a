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
  return texts ?? new Map(files.map((file) => [file, readText(join(folder, file))]));
}

/** The texts that git has; undefined where git can't say. */
function textsIn(
  place: string,
  folder: string,
  committed: string,
  files: readonly string[],
): PreviousTexts | undefined {
  const own = `./${slashed(relative(place, folder))}`.replace(/\/*$/, '/');
  const texts = textsBelow(own, place, files);
  return texts?.size === 0 ? textsBelow(`${committed}/`, place, files) : texts;
}

/** All that is below a path, asked for at once: nothing where no commit has the path. */
function textsBelow(
  path: string,
  place: string,
  files: readonly string[],
): PreviousTexts | undefined {
  const named = files.filter((file) => !file.includes('\n'));
  const asked = PARENTS.flatMap((commit) =>
    ['', ...named].map((file) => `${commit}:${path}${file}`),
  );
  const answer = askGit(['cat-file', '--batch'], `${asked.join('\n')}\n`, place);
  if ('refusal' in answer) return undefined;
  const answers = splitBatch(answer.output);
  const length = named.length + 1;
  const commits = PARENTS.map((_, index) => answers.slice(index * length, (index + 1) * length));
  if (commits.every(([tree]) => tree === undefined)) return new Map();
  return new Map(
    named.map((file, index) => [file, commits.flatMap((texts) => texts[index + 1] ?? [])]),
  );
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
