/** What a piece of work told the terminal, and the exit code that it left. */
export interface Told {
  readonly lines: readonly string[];
  readonly exitCode: typeof process.exitCode;
}

/** Does work that writes to stderr and sets the exit code, and keeps both from the test run itself. */
export function listen(work: () => void): Told {
  const texts: string[] = [];
  const write = jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
    texts.push(String(text));
    return true;
  });
  const before = process.exitCode;
  process.exitCode = undefined;
  try {
    work();
    return { lines: texts.join('').split('\n').slice(0, -1), exitCode: process.exitCode };
  } finally {
    process.exitCode = before;
    write.mockRestore();
  }
}
