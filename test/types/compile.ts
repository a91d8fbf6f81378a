import { join } from 'node:path';
import {
  type CompilerOptions,
  createProgram,
  type Diagnostic,
  parseJsonConfigFileContent,
  readConfigFile,
  sys,
} from 'typescript';
import { compilerHost } from '../../tools/compiler-host';

const ROOT = join(__dirname, '../..');

/**
 * Compiles snippets, each as a module of its own beside this one, in one program.
 * @returns what the compiler points at in each snippet; empty where it compiles
 */
export function compile(snippets: readonly string[]): readonly (readonly string[])[] {
  const options = compilerOptions();
  const texts = new Map(snippets.map((text, index) => [join(__dirname, `${index}.ts`), text]));
  const program = createProgram([...texts.keys()], options, compilerHost(options, texts));
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

/** The piece of the source that is wrong. */
function placeOf({ file, start = 0, length = 0 }: Diagnostic): string {
  return file?.text.slice(start, start + length) ?? '';
}
