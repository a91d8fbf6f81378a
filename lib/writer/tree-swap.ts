import {
  copyFileSync,
  linkSync,
  mkdirSync,
  readlinkSync,
  renameSync,
  rmdirSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { succeeds } from './tree-error';
import { foldersAbove } from './tree-paths';
import type { TreeFiles, TreePlan } from './tree-plan';

const MODE = 0o644;
const NO_HARD_LINKS = ['EPERM', 'EACCES', 'EXDEV', 'EMLINK', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'];

/** What a tree is made from, and where: full paths on one file system. */
export interface Work {
  readonly folder: string;
  /** Where the new tree is built; nothing is there yet. */
  readonly next: string;
  /** Where the old tree goes; nothing is there yet. */
  readonly last: string;
  readonly files: TreeFiles;
  readonly plan: TreePlan;
}

/**
 * Makes `folder` hold the planned tree. One file that is written or removed is one step; anything
 * more is built whole in `next`, and swapped in by two renames, or by one when nothing was there.
 * When it throws, `folder` is the old tree, or is missing and the old tree is at `last`.
 */
export function applyPlan(work: Work): void {
  const { written, removed, emptied } = work.plan;
  const changes = written.length + removed.length;
  if (changes > 1 || !written.every((path) => fits(path, work.plan))) {
    build(work);
    swap(work);
    return;
  }
  for (const path of written) replaceOne(path, work);
  for (const path of removed) unlinkSync(join(work.folder, path));
  for (const path of emptied) succeeds(() => rmdirSync(join(work.folder, path)));
}

/** Whether one rename can put a file at `path`: its folder is there, and no folder in its way. */
function fits(path: string, { present }: TreePlan): boolean {
  const [above] = foldersAbove(path);
  if (present === undefined || present.get(path) === 'folder') return false;
  return above === undefined || present.get(above) === 'folder';
}

function replaceOne(path: string, { folder, next, files }: Work): void {
  write(next, files.get(path) ?? '');
  renameSync(next, join(folder, path));
}

function build(work: Work): void {
  const { next, files, plan } = work;
  const made = new Set<string>();
  const place = (path: string): string => {
    const above = dirname(path);
    if (!made.has(above)) mkdirSync(join(next, above), { recursive: true });
    made.add(above);
    return `${next}/${path}`;
  };
  mkdirSync(next);
  for (const path of plan.written) write(place(path), files.get(path) ?? '');
  for (const path of [...plan.unchanged, ...plan.foreign]) keep(path, place(path), work);
}

function keep(path: string, target: string, { folder, plan }: Work): void {
  const source = join(folder, path);
  if (plan.present?.get(path) === 'link') {
    symlinkSync(readlinkSync(source), target);
  } else if (!succeeds(() => linkSync(source, target), NO_HARD_LINKS)) {
    copyFileSync(source, target);
  }
}

function write(path: string, text: string): void {
  writeFileSync(path, encode(text), { mode: MODE, flag: 'wx' });
}

/** Holds one file after the other: a buffer for each costs more than to write it. */
let buffer = Buffer.alloc(0);

/** A text in UTF-8, until the next one. */
function encode(text: string): Uint8Array {
  const size = Buffer.byteLength(text);
  if (size > buffer.length) buffer = Buffer.allocUnsafeSlow(2 * size);
  buffer.write(text);
  return buffer.subarray(0, size);
}

function swap({ folder, next, last, plan }: Work): void {
  if (plan.present !== undefined && !isReplaceable(plan.present)) renameSync(folder, last);
  renameSync(next, folder);
}

// POSIX renames a folder onto an empty one; Windows does not.
function isReplaceable(present: ReadonlyMap<string, unknown>): boolean {
  return present.size === 0 && process.platform !== 'win32';
}
