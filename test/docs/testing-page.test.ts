import { rmSync } from 'node:fs';
import { makeProject, runJest, runTypeScript } from '../testing/project';
import { readPages } from './page';

/** Writes dist/, as a user's `main.ts` does. */
const SYNTH = "import { createRepo } from './repo';\ncreateRepo().synth();\n";

const page = readPages().find(({ path }) => path === 'docs/testing.md');
const named = (page?.blocks ?? []).flatMap(({ language, text }) => {
  const file = language === 'ts' ? /^\/\/ ([\w./-]+\.ts)\n/.exec(text)?.[1] : undefined;
  return file === undefined ? [] : [[file, text] as const];
});

describe('the tests that docs/testing.md shows', () => {
  let folder: string;
  beforeAll(() => {
    folder = makeProject({ ...Object.fromEntries(named), 'main.ts': SYNTH });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('pass, by jest and by the runner of Node.js', () => {
    expect(runTypeScript(folder, 'main.ts')).toMatchObject({ isRight: true });
    const { isRight, output } = runJest(folder);
    expect(isRight ? '' : output).toBe('');
    expect(output).toContain(`Test Suites: ${named.length - 2} passed, ${named.length - 2} total`);
    const again = runJest(folder, ['--ci', 'test/shop.test.ts', 'test/cart.test.ts']);
    expect(again.isRight ? '' : again.output).toBe('');
    const node = runTypeScript(folder, 'test/with-node.ts');
    expect(node.isRight ? '' : node.output).toBe('');
  }, 60_000);
});
