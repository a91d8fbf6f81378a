import { rmSync } from 'node:fs';
import { cpus } from 'node:os';
import { measureAccess } from './access';
import { buildPrograms, WORK_FOLDER } from './build';
import { type Measurement, measureRows } from './measure';
import { HELP, type Options, readOptions } from './options';
import { type Find, isMet, requirements } from './requirements';
import { ROWS } from './rows';
import { requireSameObjects } from './same-objects';
import { type Size, sizeText } from './size';
import { LEGEND, tableOf, verdictOf } from './table';

/** One size, and its rows. */
interface Block {
  readonly size: Size;
  readonly measurements: readonly Measurement[];
}

const options = readOptions(process.argv.slice(2));
if (typeof options === 'string') {
  process.stderr.write(`bench: ${options}\n`);
  process.exitCode = 1;
} else if (options.help) {
  process.stdout.write(HELP);
} else {
  run(options);
}

function run({ sizes, json }: Options): void {
  try {
    buildPrograms();
    requireSameObjects(ROWS);
    if (!json) process.stdout.write(LEGEND);
    const blocks = sizes.map((size) => measureBlock(size, json));
    const required = requirements(finder(blocks), measureAccess());
    if (json) process.stdout.write(`${JSON.stringify({ machine: machine(), blocks, required })}\n`);
    else process.stdout.write(`\n${verdictOf(required)}\n`);
    if (!required.every(isMet)) process.exitCode = 1;
  } finally {
    rmSync(WORK_FOLDER, { recursive: true, force: true });
  }
}

function measureBlock(size: Size, json: boolean): Block {
  const measurements = measureRows(ROWS, size);
  if (!json) process.stdout.write(`\n${tableOf(size, measurements)}\n`);
  return { size, measurements };
}

function finder(blocks: readonly Block[]): Find {
  return (size, row) =>
    blocks
      .find((block) => sizeText(block.size) === sizeText(size))
      ?.measurements.find((measurement) => measurement.row.id === row);
}

function machine() {
  const { platform, arch, version } = process;
  return { platform, arch, node: version, processors: cpus().map(({ model }) => model) };
}
