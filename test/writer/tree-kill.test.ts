import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { transformFileSync } from '@swc/core';
import { recoverTree, writeTree } from '../../lib/writer/tree';
import { dieBefore, treeOf } from './tree-kill.fixture';

const ROOT = join(__dirname, '../..');
const DEAD = 'owner-0-0-nowhere';

let home: string;

// Compiled once: a child then starts several times faster than with a loader.
beforeAll(() => {
  home = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), 'tree-kill-')));
  const lib = fs.readdirSync(join(ROOT, 'lib/writer')).filter((name) => name.startsWith('tree'));
  const sources = [...lib.map((name) => `lib/writer/${name}`), 'test/writer/tree-kill.fixture.ts'];
  for (const source of sources) compile(source);
});

afterAll(() => fs.rmSync(home, { recursive: true, force: true }));

function compile(source: string): void {
  const target = join(home, source.replace(/\.ts$/, '.js'));
  fs.mkdirSync(dirname(target), { recursive: true });
  const { code } = transformFileSync(join(ROOT, source), {
    swcrc: false,
    jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
    module: { type: 'commonjs' },
  });
  fs.writeFileSync(target, code);
}

function start(...args: string[]): ChildProcess {
  const script = join(home, 'test/writer/tree-kill.fixture.js');
  return spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
}

/** How a child ends: `SIGKILL`, or its exit code. */
function ending(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(signal ?? `${code}`));
  });
}

function read(folder: string, prefix = ''): Record<string, string> {
  if (!fs.existsSync(folder)) return { missing: '' };
  const found: Record<string, string> = {};
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    const name = `${prefix}${entry.name}`;
    if (entry.isDirectory()) Object.assign(found, read(path, `${name}/`));
    else found[name] = fs.readFileSync(path, 'utf8');
  }
  return found;
}

/** A canonical text of a tree, to compare and to name it by. */
function keyOf(tree: Record<string, string> | ReadonlyMap<string, string>): string {
  const entries = tree instanceof Map ? [...tree] : Object.entries(tree);
  return JSON.stringify(entries.sort(([one], [other]) => (one < other ? -1 : 1)));
}

const MISSING = keyOf({ missing: '' });

type Ending = 'killed' | 'finished';

/** A write or a recovery, and what is there before it. */
interface Scenario {
  readonly before: (folder: string) => void;
  /** Does it, but dies before changing step number `step`. */
  readonly dies: (folder: string, step: number) => Ending | Promise<Ending>;
}

interface Outcome {
  readonly ending: Ending;
  readonly killed: string;
  readonly recovered: string;
}

/** Kills a scenario before each of its changing steps, or some of them, until it has none left. */
async function crashEverywhere(scenario: Scenario, stride = 1): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  while (outcomes.at(-1)?.ending !== 'finished') {
    outcomes.push(await crash(scenario, 1 + stride * outcomes.length));
  }
  return outcomes;
}

async function crash({ before, dies }: Scenario, step: number): Promise<Outcome> {
  const place = fs.mkdtempSync(join(home, 'crash-'));
  const folder = join(place, 'dist');
  before(folder);
  const ending = await dies(folder, step);
  const killed = keyOf(read(folder));
  recoverTree(folder);
  const recovered = keyOf(read(folder));
  expect(fs.readdirSync(place)).toEqual(recovered === MISSING ? [] : ['dist']);
  return { ending, killed, recovered };
}

function bySignal(next: Record<string, string>): Scenario['dies'] {
  return async (folder, step) => {
    const ended = await ending(start('once', folder, JSON.stringify(next), `${step}`));
    expect(['SIGKILL', '0']).toContain(ended);
    return ended === '0' ? 'finished' : 'killed';
  };
}

/** What no changing step comes after is as good as a kill, and much faster to try. */
function bySimulation(work: (folder: string) => void): Scenario['dies'] {
  return (folder, step) => {
    const kill = new Error('killed');
    const restore = dieBefore(step, () => {
      throw kill;
    });
    try {
      work(folder);
      return 'finished';
    } catch (error) {
      if (error !== kill) throw error;
      return 'killed';
    } finally {
      restore();
    }
  };
}

function seen(outcomes: readonly Outcome[], what: 'killed' | 'recovered'): Set<string> {
  return new Set(outcomes.map((outcome) => outcome[what]));
}

const OLD = { 'qa/a.yaml': 'old', 'qa/b.yaml': 'old', 'qa/c.yaml': 'same', 'README.md': 'mine' };
const NEW = { 'qa/a.yaml': 'new', 'qa/c.yaml': 'same', 'prod/d.yaml': 'new' };

describe('killed before any of its steps', () => {
  const old = keyOf(OLD);
  const plantOld = (folder: string) => {
    fs.mkdirSync(join(folder, 'qa'), { recursive: true });
    for (const [path, text] of Object.entries(OLD)) fs.writeFileSync(join(folder, path), text);
  };
  const write = (files: Record<string, string>) => (folder: string) => {
    writeTree(folder, new Map(Object.entries(files)));
  };

  // Simulated kills leave entries of this very process, which so passes for a later one.
  beforeAll(() => jest.spyOn(process, 'uptime').mockReturnValue(-60));
  afterAll(() => jest.restoreAllMocks());

  const next = keyOf({ ...NEW, 'README.md': 'mine' });

  test('a write leaves the old tree, the new one, or none and the old one beside', async () => {
    const outcomes = await crashEverywhere({ before: plantOld, dies: bySimulation(write(NEW)) });
    expect(seen(outcomes, 'killed')).toEqual(new Set([old, MISSING, next]));
    expect(seen(outcomes, 'recovered')).toEqual(new Set([old, next]));
  });

  test('a write leaves the same when a signal kills it', async () => {
    // A process for each step would take as long as all other tests of the writer.
    const outcomes = await crashEverywhere({ before: plantOld, dies: bySignal(NEW) }, 4);
    for (const killed of seen(outcomes, 'killed')) expect([old, MISSING, next]).toContain(killed);
    expect(seen(outcomes, 'recovered')).toEqual(new Set([old, next]));
  });

  test('a write of one file leaves the old tree or the new one', async () => {
    const next = { ...OLD, 'qa/a.yaml': 'new' };
    const outcomes = await crashEverywhere({ before: plantOld, dies: bySimulation(write(next)) });
    expect(seen(outcomes, 'killed')).toEqual(new Set([old, keyOf(next)]));
    expect(seen(outcomes, 'recovered')).toEqual(new Set([old, keyOf(next)]));
  });

  test('a first write leaves no tree or the new one', async () => {
    const before = () => undefined;
    const outcomes = await crashEverywhere({ before, dies: bySimulation(write(NEW)) });
    expect(seen(outcomes, 'killed')).toEqual(new Set([MISSING, keyOf(NEW)]));
    expect(seen(outcomes, 'recovered')).toEqual(new Set([MISSING, keyOf(NEW)]));
  });

  test('a recovery leaves what another one completes', async () => {
    const before = (folder: string) => {
      const workshop = join(dirname(folder), '.dist.writing');
      plantOld(join(workshop, 'last'));
      fs.mkdirSync(join(workshop, 'next-1'));
      fs.writeFileSync(join(workshop, 'next-1/half.yaml'), 'half');
      fs.writeFileSync(join(workshop, DEAD), '');
    };
    const outcomes = await crashEverywhere({ before, dies: bySimulation(recoverTree) });
    expect(seen(outcomes, 'killed')).toEqual(new Set([MISSING, old]));
    expect(seen(outcomes, 'recovered')).toEqual(new Set([old]));
  });
});

describe('killed at random moments', () => {
  const whole = ['a', 'b'].map((seed) => keyOf(treeOf(seed, 120)));

  async function killOnce(folder: string): Promise<void> {
    const child = start('loop', folder);
    const ended = ending(child);
    await new Promise((resolve) => child.stdout?.once('data', resolve));
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 30));
    child.kill('SIGKILL');
    expect(await ended).toBe('SIGKILL');
    expect([...whole, MISSING]).toContain(keyOf(read(folder)));
    recoverTree(folder);
    expect(whole).toContain(keyOf(read(folder)));
    expect(fs.readdirSync(dirname(folder))).toEqual(['dist']);
  }

  test('alternating writes leave one tree or the other, and nothing beside it', async () => {
    const killSome = async () => {
      const folder = join(fs.mkdtempSync(join(home, 'random-')), 'dist');
      for (let kill = 0; kill < 8; kill++) await killOnce(folder);
    };
    await Promise.all([killSome(), killSome(), killSome()]);
  }, 120_000);
});

describe('writers at the same time', () => {
  test.each([false, true])(
    'take turns, and one tree is left (after a dead run: %s)',
    async (dead) => {
      const place = fs.mkdtempSync(join(home, 'together-'));
      const folder = join(place, 'dist');
      if (dead) {
        fs.mkdirSync(join(place, '.dist.writing'));
        fs.writeFileSync(join(place, '.dist.writing', DEAD), '');
      }
      const seeds = ['a', 'b', 'c', 'd'];
      const children = seeds.map((seed) => ending(start('repeat', folder, seed)));
      expect(await Promise.all(children)).toEqual(['0', '0', '0', '0']);
      expect(seeds.map((seed) => keyOf(treeOf(seed, 80)))).toContain(keyOf(read(folder)));
      expect(fs.readdirSync(place)).toEqual(['dist']);
    },
    120_000,
  );
});
