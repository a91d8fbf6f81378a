import { dirname } from 'node:path';
import {
  type CompilerHost,
  type CompilerOptions,
  createCompilerHost,
  createSourceFile,
  type SourceFile,
} from 'typescript';

/** By path; most of the time that a program takes, the compiler reads the files of the disk. */
const known = new Map<string, SourceFile | undefined>();

/** Files of the disk, each read once for all programs of a process, and texts as if they were files. */
export function compilerHost(
  options: CompilerOptions,
  texts: ReadonlyMap<string, string> = new Map(),
): CompilerHost {
  const host = createCompilerHost(options);
  const folders = new Set([...texts.keys()].flatMap(foldersAbove));
  return {
    ...host,
    fileExists: (file) => texts.has(file) || host.fileExists(file),
    directoryExists: (folder) => folders.has(folder) || host.directoryExists?.(folder) !== false,
    readFile: (file) => texts.get(file) ?? host.readFile(file),
    getSourceFile: (file, language, ...others) => {
      const text = texts.get(file);
      if (text !== undefined) return createSourceFile(file, text, language);
      const source = known.get(file) ?? host.getSourceFile(file, language, ...others);
      known.set(file, source);
      return source;
    },
  };
}

function foldersAbove(path: string): readonly string[] {
  const folder = dirname(path);
  return folder === path ? [] : [folder, ...foldersAbove(folder)];
}
