import { join } from 'node:path';
import {
  type CompilerHost,
  type CompilerOptions,
  createCompilerHost,
  createProgram,
  createSourceFile,
  type Diagnostic,
  parseJsonConfigFileContent,
  readConfigFile,
  sys,
} from 'typescript';

const ROOT = join(__dirname, '../..');

/**
 * Compiles snippets, each as a module of its own beside this one, in one program.
 * @returns what the compiler points at in each snippet; empty where it compiles
 */
export function compile(snippets: readonly string[]): readonly (readonly string[])[] {
  const options = compilerOptions();
  const texts = new Map(snippets.map((text, index) => [join(__dirname, `${index}.ts`), text]));
  const program = createProgram([...texts.keys()], options, hostWith(texts, options));
  return [...texts.keys()].map((name) => {
    const file = program.getSourceFile(name);
    return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)].map(
      placeOf,
    );
  });
}

/** The project's own options; only that a snippet needn't use all that it imports. */
function compilerOptions(): CompilerOptions {
  const { config } = readConfigFile(join(ROOT, 'tsconfig.json'), sys.readFile);
  const { options } = parseJsonConfigFileContent(config, sys, ROOT);
  return { ...options, noUnusedLocals: false, types: ['node'] };
}

/** Files of the disk, and the texts as if they were files. */
function hostWith(texts: ReadonlyMap<string, string>, options: CompilerOptions): CompilerHost {
  const host = createCompilerHost(options);
  return {
    ...host,
    fileExists: (file) => texts.has(file) || host.fileExists(file),
    readFile: (file) => texts.get(file) ?? host.readFile(file),
    getSourceFile: (file, language, ...others) => {
      const text = texts.get(file);
      return text === undefined
        ? host.getSourceFile(file, language, ...others)
        : createSourceFile(file, text, language);
    },
  };
}

/** The piece of the source that is wrong. */
function placeOf({ file, start = 0, length = 0 }: Diagnostic): string {
  return file?.text.slice(start, start + length) ?? '';
}
