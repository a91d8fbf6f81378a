import { main } from '../../lib/cli/main';

/** Runs a command in this process, and catches what it says. */
export function run(...args: readonly string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const catching = (texts: string[]) => (text: string | Uint8Array) => {
    texts.push(String(text));
    return true;
  };
  const stdout = jest.spyOn(process.stdout, 'write').mockImplementation(catching(out));
  const stderr = jest.spyOn(process.stderr, 'write').mockImplementation(catching(err));
  try {
    const exitCode = main(args);
    return { exitCode, stdout: out.join(''), stderr: err.join('') };
  } finally {
    stdout.mockRestore();
    stderr.mockRestore();
  }
}
