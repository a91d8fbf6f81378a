import fs from 'node:fs';
import { writeTree } from '../../lib/writer/tree';

/** A tree of `size` files, of which half are the same for every `seed`, and a tenth its own. */
export function treeOf(seed: string, size: number): Map<string, string> {
  const files = Array.from({ length: size }, (_, index): [string, string] => {
    const own = index % 10 === 0 ? `-${seed}` : '';
    const text = index % 2 === 0 ? `${seed}\n` : 'same\n';
    return [`env${index % 3}/system${index % 7}${own}/service${index}.yaml`, text.repeat(100)];
  });
  return new Map(files);
}

// A kill before one of these leaves what a kill before the next changing step leaves.
const READING = /^(exists|lstat|read|realpath|stat)/;

/** Lets `die` happen before changing step number `fatal` of `node:fs`, and before each one after. */
export function dieBefore(fatal: number, die: () => void): () => void {
  const reals = new Map<string, unknown>();
  let steps = 0;
  for (const name of Object.keys(fs).filter((key) => /Sync$/.test(key) && !READING.test(key))) {
    const real: unknown = Reflect.get(fs, name);
    if (typeof real !== 'function') continue;
    reals.set(name, real);
    Reflect.set(fs, name, (...args: unknown[]) => {
      if (++steps >= fatal) die();
      return Reflect.apply(real, fs, args);
    });
  }
  return () => {
    for (const [name, real] of reals) Reflect.set(fs, name, real);
  };
}

if (require.main === module) run(process.argv.slice(2));

function run([job, folder = '', seed = '', count = '']: string[]): void {
  if (job === 'loop') writeForever(folder);
  if (job === 'repeat') for (let turn = 0; turn < 5; turn++) writeTree(folder, treeOf(seed, 80));
  if (job === 'once') {
    dieBefore(Number(count), () => process.kill(process.pid, 'SIGKILL'));
    writeTree(folder, new Map(Object.entries(JSON.parse(seed))));
  }
}

function writeForever(folder: string): void {
  const trees = ['a', 'b'].map((name) => treeOf(name, 120));
  writeTree(folder, treeOf('a', 120));
  process.stdout.write('ready\n');
  for (;;) for (const tree of trees) writeTree(folder, tree);
}
