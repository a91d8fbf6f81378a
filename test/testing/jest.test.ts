import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { yamlFilesIn } from '../../lib/testing/kept-files';
import { makeProject, runJest } from './project';

const HEAD = `import 'supercargo/testing/jest';
const pod = (name: string) => [{ apiVersion: 'v1', kind: 'Pod', metadata: { name } }];
const match = (name: string) => () => expect(pod(name)).toMatchYamlSnapshot();
`;

const KEPT = `${HEAD}
test('plain words', match('a'));
test('a/b', match('b'));
test('a b', match('c'));
test('😀', match('d'));
test('!!!', match('e'));
test.each(['1', '2'])(\`\${'long '.repeat(20)}%s\`, (name) => match(name)());
test('two of one test', () => {
  match('f')();
  match('g')();
  expect(pod('h')).toMatchYamlSnapshot('small');
});

jest.retryTimes(1);
let runs = 0;
test('again', () => {
  match('i')();
  runs++;
  expect(runs).toBe(2);
});
`;

const AT_ONCE = `${HEAD}
const wait = (ms: number) => new Promise((done) => setTimeout(done, ms));
test.concurrent('slow', async () => {
  await wait(50);
  match('slow')();
});
test.concurrent('fast', async () => {
  await wait(10);
  match('fast')();
});
`;

const SHARED = `${HEAD}
test('twin', match('a'));
test('twin', match('b'));
test('one', () => expect(pod('c')).toMatchYamlSnapshot('small'));
test('other', () => expect(pod('d')).toMatchYamlSnapshot('small'));
`;

const GONE = `${HEAD}
test('here', match('a'));
if (process.env.GONE === undefined) test('gone', match('b'));
`;

const SKIPPED = `${HEAD}
test('here', match('a'));
(process.env.GONE === undefined ? test : test.skip)('left out', match('b'));
`;

describe('a project with jest', () => {
  let folder: string;
  beforeAll(() => {
    folder = makeProject({
      'kept.test.ts': KEPT,
      'at-once.test.ts': AT_ONCE,
      'gone.test.ts': GONE,
      'skipped.test.ts': SKIPPED,
      'shared.test.ts': SHARED,
    });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const kept = (test: string) =>
    yamlFilesIn(join(folder, '__yaml__', test)).map((path) => path.replace('/objects.yaml', ''));
  const files = (...names: readonly string[]) => names.map((name) => `${name}.test.ts`);

  test('keeps what each test has, each in a folder of its own', () => {
    const { output } = runJest(folder, files('kept', 'at-once', 'gone', 'skipped'));
    expect(output).toContain('Tests:       15 passed, 15 total');
    expect(kept('kept')).toEqual([
      expect.stringMatching(/^a-b\.\w{6}$/),
      'a-b',
      'again',
      expect.stringMatching(/^(long-)+l\.\w{6}$/),
      expect.stringMatching(/^(long-)+l\.\w{6}$/),
      'plain-words',
      'small',
      'two-of-one-test.2',
      'two-of-one-test',
      expect.stringMatching(/^unnamed\.\w{6}$/),
      expect.stringMatching(/^unnamed\.\w{6}$/),
    ]);
    expect(kept('at-once')).toEqual(['fast', 'slow']);
  });

  test('tells what is kept for no test, where all tests ran, and removes it with -u', () => {
    mkdirSync(join(folder, '__yaml__/kept/empty'));
    const all = files('kept', 'at-once', 'gone', 'skipped');
    const told = runJest(folder, ['--ci', ...all], { GONE: 'yes' });
    expect(told.isRight).toBe(false);
    expect(told.output.match(/.*is kept for no test.*/g)).toEqual([
      '    __yaml__/gone/gone is kept for no test: it is renamed or gone',
    ]);
    const mended = runJest(folder, ['-u', ...files('gone', 'skipped')], { GONE: 'yes' });
    expect(mended.isRight).toBe(true);
    expect(kept('gone')).toEqual(['here']);
    expect(kept('skipped')).toEqual(['here', 'left-out']);
  });

  test('leaves all as it is where a part of the tests runs', () => {
    writeFileSync(join(folder, '__yaml__/gone/old.yaml'), '');
    const { isRight, output } = runJest(folder, ['-u', '-t', 'plain words', 'kept.test.ts']);
    expect(output).toContain('1 passed');
    expect(isRight).toBe(true);
    expect(kept('kept')).toHaveLength(11);
  });

  test('tells tests that share a folder', () => {
    const { isRight, output } = runJest(folder, files('shared'));
    expect(isRight).toBe(false);
    expect(new Set(output.match(/.*their YAML in.*/g))).toEqual(
      new Set([
        "    two tests are named 'twin', and both keep their YAML in __yaml__/shared/twin: give one of the snapshots another name, toMatchYamlSnapshot('other')",
        "    the tests 'one' and 'other' both keep their YAML in __yaml__/shared/small: give one of the snapshots another name, toMatchYamlSnapshot('other')",
      ]),
    );
  });
});
