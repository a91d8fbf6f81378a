import { mkdirSync, readdirSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { succeeds, WriteError } from './tree-error';
import { type Lock, releaseLock, takeLock } from './tree-lock';
import { nameOnce } from './tree-owner';
import { exists } from './tree-place';

/** Places in a workshop, for the time of one piece of work. */
export interface Workshop {
  /** Where a new tree is built: nobody else's, and nothing is there yet. */
  readonly next: string;
  /** Where the old tree goes: whatever is here is whole. */
  readonly last: string;
}

/**
 * Does `work` on `folder` while nobody else does, having first put right what dead runs left; and
 * leaves nothing beside it. If `folder` is missing in the end and the old tree is at `last`, the
 * old tree is put back.
 * @throws WriteError when another run doesn't finish, or the old tree can't be put back
 */
export function inWorkshop<T>(folder: string, work: (workshop: Workshop) => T): T {
  const removeParents = makeParents(folder);
  const lock = lockOrUndo(folder, removeParents);
  const last = join(lock.workshop, 'last');
  let done = false;
  try {
    tidy(folder, last, lock);
    const result = work({ next: join(lock.workshop, `next-${nameOnce()}`), last });
    done = true;
    return result;
  } finally {
    leave(folder, last, lock);
    if (!done) removeParents();
  }
}

function lockOrUndo(folder: string, undo: () => void): Lock {
  try {
    return takeLock(folder);
  } catch (error) {
    undo();
    throw error;
  }
}

function leave(folder: string, last: string, lock: Lock): void {
  let empty = false;
  try {
    empty = tidy(folder, last, lock);
  } catch (cause) {
    // With the folder in place, leftovers are no failure: the next run removes them.
    if (!exists(folder) && exists(last)) throw lost(last, cause);
  } finally {
    releaseLock(lock, empty);
  }
}

function lost(last: string, cause: unknown): WriteError {
  return new WriteError(
    `was moved away and could not be put back: move ${last} there, or run again`,
    { cause },
  );
}

/**
 * Puts the old tree back if there is none, and empties the workshop. `last` exists only after the
 * new tree was complete, and is moved away before it is removed: so it is always whole. A
 * workshop that another run took over is left alone. Gives whether the workshop is empty.
 */
function tidy(folder: string, last: string, { workshop, owner }: Lock): boolean {
  if (!exists(join(workshop, owner))) return false;
  if (exists(last)) {
    renameSync(last, exists(folder) ? join(workshop, `gone-${nameOnce()}`) : folder);
  }
  const rest = readdirSync(workshop).filter((name) => name !== owner);
  return rest.map((name) => removeAll(join(workshop, name))).every((removed) => removed);
}

function removeAll(path: string): boolean {
  return succeeds(() => rmSync(path, { recursive: true, force: true }));
}

function makeParents(folder: string): () => void {
  const parent = dirname(folder);
  const first = mkdirSync(parent, { recursive: true });
  return () => {
    if (first === undefined) return;
    for (let path = parent; path.length >= first.length; path = dirname(path)) {
      if (!succeeds(() => rmdirSync(path))) return;
    }
  };
}
