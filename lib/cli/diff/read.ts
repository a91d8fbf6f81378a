import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { acknowledgementsIn } from '../../diff/danger';
import { differingDocuments, documentsWith, type Texts } from '../../diff/documents';
import type { Acknowledgement, Look, Neighbours, Side } from '../../diff/spec';
import { ANNOTATION } from '../../kubernetes/annotations';
import type { ManifestSet } from '../../manifest/manifest-set';
import { isManifestFile, manifestFilesIn, readFiles } from '../../manifest/read-folder';
import { recoverTree } from '../../writer/tree';
import { filesAt } from '../git';
import { SYNTHESIZE } from '../manifests';
import { UserError } from '../user-error';

/** Files of YAML and JSON as text, and where they come from, for messages. */
export interface Output {
  readonly place: string;
  readonly texts: Texts;
}

/** What differs between two outputs, and a way to look at the rest. */
export interface Difference {
  readonly before: ManifestSet;
  readonly after: ManifestSet;
  readonly look: Look;
}

/** The files of an output folder as they are. */
export function outputNow(folder: string): Output {
  recoverTree(folder);
  return readOutputFolder(folder, SYNTHESIZE);
}

/**
 * The files of any folder.
 * @param advice - what to do where there is none
 * @throws UserError when there is no such folder
 */
export function readOutputFolder(folder: string, advice: string): Output {
  const found = statSync(folder, { throwIfNoEntry: false });
  if (found === undefined) throw new UserError(`${folder}: there is no such folder: ${advice}`);
  if (!found.isDirectory())
    throw new UserError(`${folder}: is a file, and folders are compared: name the one it is in`);
  return {
    place: folder,
    texts: new Map(
      manifestFilesIn(folder).map((file) => [file, readFileSync(join(folder, file), 'utf8')]),
    ),
  };
}

/** The files of an output folder as they were at a revision. */
export function outputThen(revision: string, folder: string, option: string): Output {
  const files = filesAt(revision, folder, option).filter(([file]) => isManifestFile(file));
  return { place: `${revision}:${folder}`, texts: new Map(files) };
}

/**
 * Reads as much as is needed of two outputs: the documents that differ; others when they are looked at.
 * @param isWanted - by the file's path @default all files
 * @throws UserError when something that is needed can't be read
 */
export function readDifference(
  before: Output,
  after: Output,
  isWanted: (file: string) => boolean = () => true,
): Difference {
  const outputs = { before: only(before, isWanted), after: only(after, isWanted) };
  const [old, now] = differingDocuments(outputs.before.texts, outputs.after.texts);
  return {
    before: read(before.place, old),
    after: read(after.place, now),
    look: looker(outputs),
  };
}

/** Dangers that annotations acknowledge, in objects that differ and in all others. */
export function acknowledgementsAmong(output: Output): readonly Acknowledgement[] {
  return acknowledgementsIn(withWords(output, ACKNOWLEDGES, ''));
}

const ACKNOWLEDGES = new RegExp(ANNOTATION.acknowledged);

function only({ place, texts }: Output, isWanted: (file: string) => boolean): Output {
  return { place, texts: new Map([...texts].filter(([file]) => isWanted(file))) };
}

/** Reads each set of neighbours once, since many objects ask for the same. */
function looker(outputs: Readonly<Record<Side, Output>>): Look {
  const found = new Map<string, ManifestSet>();
  return (side, { folder, kinds, name }: Neighbours) => {
    const key = JSON.stringify([side, folder, kinds]);
    const words = new RegExp(
      `(?:^ *-? *|[{,] *)["']?kind["']?: *["']?(?:${kinds.join('|')}|\\w*List)\\b`,
      'm',
    );
    const known = found.get(key) ?? withWords(outputs[side], words, folder);
    found.set(key, known);
    return known.filter(
      ({ manifest: { kind, metadata } }) =>
        kinds.includes(kind) && (name === undefined || metadata.name === name),
    );
  };
}

function withWords({ place, texts }: Output, words: RegExp, folder: string): ManifestSet {
  return read(
    place,
    [...texts].flatMap(([file, text]) => {
      const documents = file.startsWith(folder) ? documentsWith(text, words) : undefined;
      return documents === undefined ? [] : [[file, documents] as const];
    }),
  );
}

function read(place: string, texts: Iterable<readonly [string, string]>): ManifestSet {
  const { manifests, problems } = readFiles(texts);
  if (problems.length > 0)
    throw new UserError(problems.map((problem) => `${place}/${problem}`).join('\n'));
  return manifests;
}
