import { renameSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { explainingFor } from '../writer/tree-error';
import { releaseLock, takeLock } from '../writer/tree-lock';
import { nameOwner } from '../writer/tree-owner';

/** Replaces a file's text in one step: whoever reads finds the old one or the new one. */
export function replace(file: string, text: string): void {
  explainingFor(file, () => {
    const next = `${file}.${nameOwner()}`;
    writeFileSync(next, text);
    renameSync(next, file);
  });
}

/** A synthesis of a large fleet takes its time. */
const PATIENCE = { ms: 120_000, words: 'two minutes' };

/**
 * Does work on the files of a folder that commands change, pins and feature branches, while no other process
 * does. A lock that a killed process has left is taken over.
 * @throws WriteError when another process keeps it for two minutes
 */
export function withFolderLocked<T>(folder: string, work: () => T): T {
  const lock = explainingFor(folder, () => takeLock(resolve(folder, 'images'), PATIENCE));
  try {
    return work();
  } finally {
    releaseLock(lock, true);
  }
}
