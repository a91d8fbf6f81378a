import { execFileSync } from 'node:child_process';

/** Runs git in a folder, as somebody. @throws an error where it fails */
export function gitIn(folder: string, ...args: readonly string[]): void {
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], {
    cwd: folder,
    stdio: 'ignore',
  });
}
