import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  compileCopy,
  copyConfigRepo,
  finish,
  removeCopy,
  startSynth,
  synth,
  textsIn,
  traceOf,
} from './config-repo-copy';

const COMMITTED = textsIn(join(__dirname, '../../dist'));
const STACK = /^ +at /m;

let folder: string;
let dist: string;

beforeAll(() => {
  folder = copyConfigRepo();
  dist = join(folder, 'dist');
});

afterAll(() => removeCopy(folder));

/** Does work while the images of `qa` are as given. */
async function withImages<T>(text: string, work: () => Promise<T>): Promise<T> {
  const file = join(folder, 'envs/qa.images.json');
  const before = readFileSync(file, 'utf8');
  writeFileSync(file, text);
  try {
    return await work();
  } finally {
    writeFileSync(file, before);
  }
}

test('writes the committed bytes from nothing, in any time zone and locale', async () => {
  rmSync(dist, { recursive: true });
  const { exitCode, stdout, stderr } = await synth(folder, [], {
    TZ: 'Asia/Kolkata',
    LANG: 'tr_TR.UTF-8',
    LC_ALL: 'tr_TR.UTF-8',
  });
  const { size } = COMMITTED;
  expect(stderr).toMatch(new RegExp(`^\\d+ objects in ${size} files, ${size} changed, .* s\n$`));
  expect(stdout).toContain('  - .cdk8s/dist/argocd/root.yaml\n');
  expect(exitCode).toBe(0);
  expect([...textsIn(dist)]).toEqual([...COMMITTED]);
});

describe('compiled', () => {
  beforeAll(() => compileCopy(folder));

  test('changes nothing when it runs again, and when it is killed', async () => {
    const before = traceOf(dist);
    const { exitCode, stderr } = await synth(folder);
    expect([exitCode, stderr]).toEqual([0, expect.stringContaining(', 0 changed, ')]);
    expect(traceOf(dist)).toEqual(before);

    const child = startSynth(folder);
    // By now the CLI has deleted its output folder, and starts the app.
    child.stdout?.once('data', () => process.kill(-(child.pid ?? 0), 'SIGKILL'));
    expect((await finish(child)).exitCode).toBeNull();
    expect(traceOf(dist)).toEqual(before);
  });

  test('rejects what is wrong on stderr, without a stack trace, and leaves dist/ alone', async () => {
    const before = traceOf(dist);
    const pins = '{ "online-boutique/redis-cart": "redis:latest" }';
    const outcomes = await withImages(pins, () =>
      Promise.all([synth(folder), synth(folder, ['--output', 'other'])]),
    );
    for (const { exitCode, stderr } of outcomes) {
      expect(exitCode).toBe(1);
      expect(stderr).toContain(
        '[qa/online-boutique/adservice] image: no image is pinned: add "online-boutique/adservice": "<image>:<tag>" to envs/qa.images.json\n',
      );
      expect(stderr).toContain(
        '[qa/online-boutique/redis-cart] image: got "redis:latest", allowed a version that stays the same: replace `latest` by a tag or a digest\n',
      );
      expect(stderr).toMatch(/^\d+ problems; nothing was written$/m);
      expect(stderr).not.toMatch(STACK);
    }
    expect(existsSync(join(folder, 'other'))).toBe(false);
    expect(traceOf(dist)).toEqual(before);
  });

  test('writes elsewhere with --output, and to the terminal with --stdout', async () => {
    const before = traceOf(dist);
    const [elsewhere, terminal] = await Promise.all([
      synth(folder, ['--output', 'other']),
      synth(folder, ['--stdout']),
    ]);
    expect([elsewhere.exitCode, elsewhere.stderr]).toEqual([0, expect.not.stringMatching(STACK)]);
    expect([...textsIn(join(folder, 'other'))]).toEqual([...COMMITTED]);
    expect(terminal.exitCode).toBe(0);
    const unseen = [...COMMITTED].filter(([, text]) => !terminal.stdout.includes(text));
    expect(unseen.map(([file]) => file)).toEqual([]);
    expect(traceOf(dist)).toEqual(before);
  });
});
