import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { JsonObject } from '../../lib';
import { emitUnordered } from './emit-unordered';
import { readData, taskFromCommandLine } from './program';

/** A file's documents as one text. */
type Emit = (documents: readonly JsonObject[]) => string;

// Reads plain data, and writes it with one write per file: the work that nobody can do without.
const task = taskFromCommandLine();
const { folder, variant } = task;
const emit = emitter();
const made = new Set<string>();
for (const [file, documents] of readData(task)) {
  const path = join(folder, file);
  const above = dirname(path);
  if (!made.has(above)) mkdirSync(above, { recursive: true });
  made.add(above);
  writeFileSync(path, emit(documents));
}

/** Loads no other emitter than the one that is wanted. */
function emitter(): Emit {
  if (variant === 'unordered') return emitUnordered;
  if (variant === 'supercargo') {
    // Without all else that the package loads together with it.
    const {
      emitYaml,
    }: typeof import('../../lib/writer/yaml') = require('../apart/lib/writer/yaml');
    return emitYaml;
  }
  const { dump }: typeof import('js-yaml') = require('js-yaml');
  return (documents) => documents.map((document) => dump(document)).join('---\n');
}
