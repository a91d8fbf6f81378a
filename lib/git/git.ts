import { spawnSync } from 'node:child_process';

/** What git has answered, or why it hasn't. */
export type GitAnswer = { readonly output: Buffer } | { readonly refusal: string };

/**
 * Asks git. Nothing is thrown when it refuses, or isn't there.
 * @param folder - where it is asked. @default the working folder
 */
export function askGit(args: readonly string[], input = '', folder?: string): GitAnswer {
  const { status, stdout, stderr, error } = spawnSync('git', [...args], {
    input,
    maxBuffer: 1024 * 1024 * 1024,
    // A hook is told which repository it runs for; which one a folder is in, git finds by itself.
    ...(folder !== undefined && { cwd: folder, env: withoutPlace(process.env) }),
  });
  if (error !== undefined) return { refusal: `git can't be run: ${error.message}` };
  if (status !== 0) return { refusal: `git ${args[0]}: ${stderr.toString('utf8').trim()}` };
  return { output: stdout };
}

/**
 * The objects that `git cat-file --batch` has written, as text; undefined for each that there isn't. Before an
 * object stands a line that ends in its size, behind it a line feed.
 */
export function splitBatch(output: Buffer): readonly (string | undefined)[] {
  const texts: (string | undefined)[] = [];
  let at = 0;
  while (at < output.length) {
    const lineEnd = output.indexOf(10, at);
    const size = /^[0-9a-f]+ [a-z]+ (\d+)$/.exec(output.toString('utf8', at, lineEnd))?.[1];
    at = lineEnd + 1;
    if (size === undefined) {
      texts.push(undefined);
      continue;
    }
    texts.push(output.toString('utf8', at, at + Number(size)));
    at += Number(size) + 1;
  }
  return texts;
}

function withoutPlace({ GIT_DIR: _, GIT_WORK_TREE, GIT_PREFIX, ...rest }: NodeJS.ProcessEnv) {
  return rest;
}
