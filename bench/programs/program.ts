import { readFileSync, writeSync } from 'node:fs';
import type { Manifest } from '../../lib';
import { findSize, type Size } from '../size';

/** What a measured program is told. */
export interface Task {
  readonly size: Size;
  /** Where it writes. */
  readonly folder: string;
  /** File with the workload's objects as plain data. */
  readonly data: string;
  /** Which way of working; empty for the program's only one. */
  readonly variant: string;
}

/** The workload's objects as plain data, by file. */
export function readData({ data }: Task): readonly (readonly [string, readonly Manifest[]])[] {
  const files: readonly (readonly [string, readonly Manifest[]])[] = JSON.parse(
    readFileSync(data, 'utf8'),
  );
  return files;
}

/** What a process used from its start to its end. */
export interface Usage {
  readonly cpuSeconds: number;
  readonly peakBytes: number;
}

/** The task, from the command line: `200x4 FOLDER DATA VARIANT`. The last line of output is the usage. */
export function taskFromCommandLine(): Task {
  const [sizeText = '', folder = '', data = '', variant = ''] = process.argv.slice(2);
  const size = findSize(sizeText);
  if (size === undefined) throw new Error(`got the size '${sizeText}', allowed such as 200x4`);
  process.once('exit', () => writeSync(1, `${JSON.stringify(usage())}\n`));
  return { size, folder, data, variant };
}

function usage(): Usage {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  return {
    cpuSeconds: (userCPUTime + systemCPUTime) / 1e6,
    peakBytes: findPeak() ?? maxRSS * 1024,
  };
}

/** On Linux, maxRSS counts the memory that the parent had when it started this process. */
function findPeak(): number | undefined {
  if (process.platform !== 'linux') return undefined;
  const [, kilobytes] =
    /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
}
