import { type Dirent, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findErrorCode } from './tree-error';
import { foldersAbove } from './tree-paths';

/** What an entry of a tree is; links are not followed. */
export type EntryKind = 'file' | 'folder' | 'link' | 'other';

/** The files of a tree: text by relative path. */
export type TreeFiles = ReadonlyMap<string, string>;

/** How the tree in a folder differs from the wanted one. Paths are relative to the folder. */
export interface TreePlan {
  /** What is there now, each folder before what it holds; undefined when there is no folder. */
  readonly present: ReadonlyMap<string, EntryKind> | undefined;
  /** New or changed files, sorted. */
  readonly written: readonly string[];
  /** What goes: stale YAML, and whatever stands where a wanted file or folder belongs; sorted. */
  readonly removed: readonly string[];
  /** Wanted files that are there already. */
  readonly unchanged: readonly string[];
  /** What isn't ours and stays. */
  readonly foreign: readonly string[];
  /** Folders that hold nothing any more, the deepest first. */
  readonly emptied: readonly string[];
}

/** Compares what `folder` holds with the wanted `files`, in time proportional to both. */
export function planTree(folder: string, files: TreeFiles): TreePlan {
  const present = scan(folder);
  const entries = [...(present ?? [])];
  const needed = new Set([...files.keys()].flatMap(foldersAbove));
  const rest = entries.filter(([path, kind]) => kind !== 'folder' && !files.has(path));
  const stays = ([path]: readonly [string, EntryKind]) => isForeign(path, files, needed);
  const foreign = rest.filter(stays).map(([path]) => path);
  const removed = rest.filter((entry) => !stays(entry)).map(([path]) => path);
  const alive = new Set([...needed, ...foreign.flatMap(foldersAbove)]);
  const folders = entries.filter(([, kind]) => kind === 'folder').map(([path]) => path);
  const { written, unchanged } = compare(folder, files, present);
  return {
    present,
    written: written.sort(),
    removed: removed.sort(),
    unchanged,
    foreign,
    emptied: folders.filter((path) => !alive.has(path)).reverse(),
  };
}

function isForeign(path: string, files: TreeFiles, needed: ReadonlySet<string>): boolean {
  if (path.endsWith('.yaml') || needed.has(path)) return false;
  return !foldersAbove(path).some((above) => files.has(above));
}

function compare(folder: string, files: TreeFiles, present: TreePlan['present']) {
  const written: string[] = [];
  const unchanged: string[] = [];
  for (const [path, text] of files) {
    const same = present?.get(path) === 'file' && holds(join(folder, path), text);
    (same ? unchanged : written).push(path);
  }
  return { written, unchanged };
}

function holds(file: string, text: string): boolean {
  const wanted = Buffer.from(text);
  return lstatSync(file).size === wanted.length && readFileSync(file).equals(wanted);
}

function scan(folder: string): Map<string, EntryKind> | undefined {
  const entries = new Map<string, EntryKind>();
  const visit = (above: string): void => {
    for (const entry of readdirSync(join(folder, above), { withFileTypes: true })) {
      const path = above === '' ? entry.name : `${above}/${entry.name}`;
      const kind = kindOf(entry);
      entries.set(path, kind);
      if (kind === 'folder') visit(path);
    }
  };
  try {
    visit('');
  } catch (error) {
    if (findErrorCode(error) !== 'ENOENT' || entries.size > 0) throw error;
    return undefined;
  }
  return entries;
}

function kindOf(entry: Dirent): EntryKind {
  if (entry.isDirectory()) return 'folder';
  if (entry.isSymbolicLink()) return 'link';
  return entry.isFile() ? 'file' : 'other';
}
