import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { programFile, WORK_FOLDER } from './build';
import type { Usage } from './programs/program';
import type { Row } from './rows';
import { countObjects, type Size, sizeText } from './size';

/** What one process took. */
export interface Run extends Usage {
  /** From before its start to after its end. */
  readonly seconds: number;
}

/** A row at one size: its runs, one a round, and their median. */
export interface Measurement extends Run {
  readonly row: Row;
  readonly runs: readonly Run[];
}

/** Runs of each row, and of one that takes longer than some seconds. */
const RUNS = 5;
const SLOW_RUNS = 3;
const SLOW_SECONDS = 10;

/**
 * Without what tells Node.js to work differently: with NODE_EXTRA_CA_CERTS alone, each start reads all
 * certificates, which takes three times as long as the rest of the start.
 */
const ENVIRONMENT = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !name.startsWith('NODE_')),
);

/**
 * Measures rows at a size, in turns, so that what else the machine does meets all of them; those of which quotients are
 * required right after one another, since it changes within a minute.
 */
export function measureRows(rows: readonly Row[], size: Size): readonly Measurement[] {
  prepareData(size);
  const measured = rows
    .filter(({ mostObjects = Number.POSITIVE_INFINITY }) => countObjects(size) <= mostObjects)
    .map((row): { readonly row: Row; readonly runs: Run[] } => ({ row, runs: [] }));
  // The last of them write a file for each object, which slows down whoever creates files after them.
  const compared = measured.filter(({ row }) => row.isCompared === true).reverse();
  const others = measured.filter(({ row }) => row.isCompared !== true);
  for (let round = 0; round < RUNS; round++)
    for (const { row, runs } of [...compared, ...others]) {
      const isSlow = runs.some(({ seconds }) => seconds > SLOW_SECONDS);
      if (round < (isSlow ? SLOW_RUNS : RUNS)) runs.push(runRow(row, size, round));
    }
  return measured.map(({ row, runs }) => ({
    row,
    runs,
    seconds: median(runs.map(({ seconds }) => seconds)),
    cpuSeconds: median(runs.map(({ cpuSeconds }) => cpuSeconds)),
    peakBytes: median(runs.map(({ peakBytes }) => peakBytes)),
  }));
}

/** Makes the objects of a size as plain data, for the rows that start from them. */
export function prepareData(size: Size): void {
  mkdirSync(WORK_FOLDER, { recursive: true });
  runProgram('data', size, join(WORK_FOLDER, 'unused'), '');
}

/** File with the objects of a size as plain data. */
export function dataFile(size: Size): string {
  return join(WORK_FOLDER, `${sizeText(size)}.json`);
}

/**
 * Where a row writes; a row that writes onto another's output does so there. Each round has its own
 * folder, and nothing is deleted between: on ext4, files are slow to create for half a minute after
 * others have been deleted.
 */
export function outputFolder({ id, onto = id }: Row, size: Size, round: number | 'check'): string {
  return join(WORK_FOLDER, 'out', sizeText(size), `${onto}-${round}`);
}

/** Runs a row's program once. */
export function runRow(row: Row, size: Size, round: number | 'check'): Run {
  const { program, variant = '' } = row;
  return runProgram(program, size, outputFolder(row, size, round), variant);
}

function runProgram(program: string, size: Size, folder: string, variant: string): Run {
  const args = [programFile(program), sizeText(size), folder, dataFile(size), variant];
  // What the row before has written is on the disk before the next one writes; where there is no such command, it isn't.
  spawnSync('sync');
  const start = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    env: ENVIRONMENT,
    // A large workload has many warnings.
    maxBuffer: Number.POSITIVE_INFINITY,
  });
  const seconds = (performance.now() - start) / 1000;
  if (status !== 0)
    throw new Error(`${program} ${variant} at ${sizeText(size)} failed:\n${stderr}`);
  const usage: Usage = JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
  return { seconds, ...usage };
}

/** The middle value, or what is between the two in the middle; 0 for none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2;
}
