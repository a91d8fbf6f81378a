import { join } from 'node:path';
import * as ts from 'typescript';
import { compilerHost } from '../../tools/compiler-host';
import type { Example } from './example';
import { ROOT } from './page';

/** Compiles examples as one program against `lib/`; gives what is wrong, as `page:line: message`. */
export function compile(examples: readonly Example[]): readonly string[] {
  const byFile = new Map(examples.map((example) => [example.file, example]));
  const options = readOptions();
  const texts = new Map(examples.map(({ file, code }) => [file, code]));
  const program = ts.createProgram([...byFile.keys()], options, compilerHost(options, texts));
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

function describe({ start, file, messageText }: ts.Diagnostic, { page, lines }: Example): string {
  const message = ts.flattenDiagnosticMessageText(messageText, ' ');
  if (file === undefined || start === undefined) return `${page}: ${message}`;
  const { line } = ts.getLineAndCharacterOfPosition(file, start);
  return `${page}:${lines[line] ?? lines[0]}: ${message}`;
}
