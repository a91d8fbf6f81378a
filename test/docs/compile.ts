import { join } from 'node:path';
import * as ts from 'typescript';
import type { Example } from './example';
import { ROOT } from './page';

/** Compiles examples as one program against `lib/`; gives what is wrong, as `page:line: message`. */
export function compile(examples: readonly Example[]): readonly string[] {
  const byFile = new Map(examples.map((example) => [example.file, example]));
  const options = readOptions();
  const program = ts.createProgram([...byFile.keys()], options, hostWith(byFile, options));
  return [...byFile].flatMap(([file, example]) => {
    const source = program.getSourceFile(file);
    if (source === undefined) return [`${example.page}: ${file} can't be compiled`];
    return [
      ...program.getSyntacticDiagnostics(source),
      ...program.getSemanticDiagnostics(source),
    ].map((diagnostic) => describe(diagnostic, example));
  });
}

/** The project's own options, and the library under its name. */
function readOptions(): ts.CompilerOptions {
  const file = join(ROOT, 'tsconfig.json');
  const parsed = ts.parseJsonConfigFileContent(
    ts.readConfigFile(file, ts.sys.readFile).config,
    { ...ts.sys, readDirectory: () => [] },
    ROOT,
  );
  return {
    ...parsed.options,
    // An example may leave something for the reader to use.
    noUnusedLocals: false,
    noUnusedParameters: false,
    paths: {
      supercargo: [join(ROOT, 'lib/index.ts')],
      'supercargo/testing': [join(ROOT, 'lib/testing/index.ts')],
      'supercargo/testing/jest': [join(ROOT, 'lib/testing/jest.ts')],
    },
  };
}

function hostWith(
  examples: ReadonlyMap<string, Example>,
  options: ts.CompilerOptions,
): ts.CompilerHost {
  const host = ts.createCompilerHost(options);
  return {
    ...host,
    fileExists: (file) => examples.has(file) || host.fileExists(file),
    readFile: (file) => examples.get(file)?.code ?? host.readFile(file),
    // The examples' folders are in nobody's file system.
    directoryExists: undefined,
    getSourceFile: (file, languageVersion, onError, create) => {
      const code = examples.get(file)?.code;
      return code === undefined
        ? host.getSourceFile(file, languageVersion, onError, create)
        : ts.createSourceFile(file, code, languageVersion);
    },
  };
}

function describe({ start, file, messageText }: ts.Diagnostic, { page, lines }: Example): string {
  const message = ts.flattenDiagnosticMessageText(messageText, ' ');
  if (file === undefined || start === undefined) return `${page}: ${message}`;
  const { line } = ts.getLineAndCharacterOfPosition(file, start);
  return `${page}:${lines[line] ?? lines[0]}: ${message}`;
}
