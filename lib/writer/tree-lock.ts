import {
  mkdirSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { succeeds, WriteError } from './tree-error';
import { isOwner, NOBODY, nameOwner, pidOf, stateOf } from './tree-owner';

/** The workshop of a folder, while it is ours. */
export interface Lock {
  readonly workshop: string;
  readonly owner: string;
}

/** How long to wait for the same owner. */
export interface Patience {
  readonly ms: number;
  /** For messages: `ten seconds`. */
  readonly words: string;
}

const PATIENCE: Patience = { ms: 10_000, words: 'ten seconds' };
const PAUSE_MS = 5;
const GONE = ['ENOENT', 'ENOTEMPTY', 'EEXIST'];

/**
 * The folder beside `folder` in which its next tree is built and the last one waits to be removed.
 * It holds an entry that names its owner, and so is the lock, too. It comes into being with this
 * entry in it, by a rename, and changes hands by a rename of the entry: of many who try, one wins.
 */
export function workshopOf(folder: string): string {
  return join(dirname(folder), `.${basename(folder)}.writing`);
}

/** The workshop of `folder`, and those that runs were about to put in its place: full paths. */
export function listWorkshops(folder: string): string[] {
  const above = dirname(folder);
  const name = basename(workshopOf(folder));
  return listNames(above)
    .filter((entry) => entry === name || isEntrance(entry, name))
    .map((entry) => join(above, entry));
}

/**
 * Takes the workshop of `folder`; from a dead owner at once, from one on another host when nothing
 * has moved for as long as it waits. Waits while its owner is at work.
 * @param patience - @default ten seconds
 * @throws WriteError when the same owner keeps it for longer
 */
export function takeLock(folder: string, patience = PATIENCE): Lock {
  const lock: Lock = { workshop: workshopOf(folder), owner: nameOwner() };
  let last: string | undefined;
  let since = performance.now();
  while (!enter(lock)) {
    const holder = findOwner(lock.workshop);
    if (holder !== last) since = performance.now();
    last = holder;
    const waited = performance.now() - since > patience.ms;
    if (holder !== undefined && mayReplace(lock, holder, waited)) {
      if (move(lock, holder, lock.owner)) break;
    } else if (waited) throw occupied(lock, holder, patience);
    else pause();
  }
  sweep(folder);
  return lock;
}

/** Leaves the workshop, which is empty; or, when something could not be removed, to anyone. */
export function releaseLock(lock: Lock, empty: boolean): void {
  if (!empty) {
    succeeds(() => move(lock, lock.owner, NOBODY));
    return;
  }
  succeeds(() => unlinkSync(join(lock.workshop, lock.owner)));
  succeeds(() => rmdirSync(lock.workshop));
}

function enter({ workshop, owner }: Lock): boolean {
  if (findOwner(workshop) !== undefined) return false;
  const own = `${workshop}-${owner}`;
  let entered = false;
  try {
    mkdirSync(own);
    // Windows never renames onto a folder, not even an empty one.
    if (process.platform === 'win32') succeeds(() => rmdirSync(workshop), GONE);
    entered = succeeds(() => {
      writeFileSync(join(own, owner), '');
      renameSync(own, workshop);
    }, GONE);
  } finally {
    if (!entered) rmSync(own, { recursive: true, force: true });
  }
  return entered;
}

function mayReplace(lock: Lock, holder: string, waited: boolean): boolean {
  const state = stateOf(holder, join(lock.workshop, holder));
  return state === 'dead' || (state === 'unknown' && waited);
}

function move({ workshop }: Lock, from: string, to: string): boolean {
  return succeeds(() => renameSync(join(workshop, from), join(workshop, to)), GONE);
}

function findOwner(workshop: string): string | undefined {
  return listNames(workshop).find(isOwner);
}

function listNames(folder: string): string[] {
  let names: string[] = [];
  succeeds(() => {
    names = readdirSync(folder);
  }, ['ENOENT']);
  return names;
}

function occupied(lock: Lock, holder: string | undefined, patience: Patience): WriteError {
  const who = holder === undefined ? 'another process' : `process ${pidOf(holder)}`;
  return new WriteError(
    `${who} has been writing to it for ${patience.words}: let it finish, or, when it is not at work, remove ${lock.workshop}. Nothing was changed.`,
  );
}

// Whoever loses a workshop that it was about to put in place makes another one: see `enter`.
function sweep(folder: string): void {
  const workshop = workshopOf(folder);
  for (const path of listWorkshops(folder)) {
    if (path === workshop) continue;
    const state = stateOf(path.slice(workshop.length + 1), path);
    if (state !== 'alive') rmSync(path, { recursive: true, force: true });
  }
}

function isEntrance(entry: string, workshop: string): boolean {
  return entry.startsWith(`${workshop}-`) && isOwner(entry.slice(workshop.length + 1));
}

function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS);
}
