import { spawnSync } from 'node:child_process';
import { UserError } from './user-error';

/**
 * The text of all files below a folder as they were at a revision, by path relative to the folder.
 * @throws UserError when there is no such revision, folder, or repository
 */
export function filesAt(revision: string, folder: string): readonly (readonly [string, string])[] {
  const listing = git(['ls-tree', '-r', '-z', '--name-only', `${revision}:./${folder}`]);
  const names = listing.split('\0').filter((name) => name !== '');
  const objects = names.map((name) => `${revision}:./${folder}/${name}`);
  const texts = splitBatch(gitBuffer(['cat-file', '--batch'], `${objects.join('\n')}\n`));
  return names.map((name, index) => [name, texts[index] ?? ''] as const);
}

/** Each object of `git cat-file --batch`: a line that ends in its size, its bytes, a line feed. */
function splitBatch(output: Buffer): readonly string[] {
  const texts: string[] = [];
  let at = 0;
  while (at < output.length) {
    const lineEnd = output.indexOf(10, at);
    const size = Number(output.toString('utf8', at, lineEnd).split(' ').pop());
    texts.push(output.toString('utf8', lineEnd + 1, lineEnd + 1 + size));
    at = lineEnd + 1 + size + 1;
  }
  return texts;
}

function git(args: readonly string[]): string {
  return gitBuffer(args, '').toString('utf8');
}

function gitBuffer(args: readonly string[], input: string): Buffer {
  const { status, stdout, stderr, error } = spawnSync('git', [...args], {
    input,
    maxBuffer: 1024 * 1024 * 1024,
  });
  if (error !== undefined) throw new UserError(`git can't be run: ${error.message}`);
  if (status !== 0) throw new UserError(`git ${args[0]}: ${stderr.toString('utf8').trim()}`);
  return stdout;
}
